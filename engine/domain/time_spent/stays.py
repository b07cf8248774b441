"""Stays: how long each step took beside its standard, net of pauses, on its unit's calendar."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from engine.domain.calendar import Calendar
from engine.domain.conformance.course import Place, completes, course, moment, taken_back
from engine.domain.facts import Fact, Happening
from engine.domain.limit import Limit, WorkingDays
from engine.domain.sop import State
from engine.domain.time_spent import Ground

_SECOND = timedelta(seconds=1)
Pause = tuple[datetime, datetime]


class Stay(NamedTuple):
    """One stay at a step, from the start of its clock to its completion."""

    step: str
    left: datetime
    used: int  # closings for a limit in working days, else seconds of working time
    late: bool | None  # None where no limit was running


def stays(on: Ground, facts: Sequence[Fact]) -> Iterator[Stay]:
    """The completed stays of a case; a completion that was taken back does not count."""
    gone, pauses = taken_back(facts), list[Pause]()
    states, paused = on.sop.states, None
    for place, fact in course(facts):
        if completes(fact):
            state, entered = states.get(place["step"] or ""), place["entered_at"]
            if state and entered and fact.version not in gone and _leaves(state, fact):
                yield _stay(on, place, state, fact, pauses)
        elif fact.kind is Happening.SUSPENDED:
            paused = fact.happened_at
        elif fact.kind is Happening.RESUMED and paused:
            pauses.append((paused, fact.happened_at))


def _leaves(state: State, fact: Fact) -> bool:
    return state.last or fact.says["outcome"] != state.step.outcomes[0].label


def _stay(on: Ground, place: Place, state: State, fact: Fact, pauses: Sequence[Pause]) -> Stay:
    entered, due, left = moment(place["entered_at"]), moment(place["due_at"]), fact.happened_at
    assert entered is not None
    used = _used(state.step.within, entered, left, on.doing[state.id], pauses)
    return Stay(state.step.number, left, used, left > due if due else None)


def _used(
    limit: Limit, entered: datetime, left: datetime, by: Calendar, pauses: Sequence[Pause]
) -> int:
    """What of the limit was used, in the unit in which it is compared."""
    inside = [(max(start, entered), min(end, left)) for start, end in pauses if end > entered]
    if isinstance(limit, WorkingDays):
        after = by.end_of(by.day_of(entered))
        closings = by.count_closings(after, left - timedelta.resolution) + 1 if left > after else 0
        return closings - sum(by.count_closings(max(start, after), end) for start, end in inside)
    net = by.worked(entered, left)
    for start, end in inside:
        net -= by.worked(start, end)
    return net // _SECOND
