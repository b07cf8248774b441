"""The table of an SOP: (state, activity) -> state, compiled once, for bare traces of activities.

Where two outcomes of a step look the same in a trace, the state after it is the set of all places
where the case may then be; the table knows exactly the traces that the SOP's machine can walk.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from engine.domain.machine import APPLICANT, CLOSED, READY, follow
from engine.domain.sop import Outcome, Sop, State

Places = frozenset[str]


@dataclass(frozen=True, kw_only=True, slots=True)
class Table:
    """States are numbered, the start is 0."""

    moves: tuple[dict[str, int], ...]
    ends: frozenset[int]

    def fits(self, trace: Iterable[str]) -> bool:
        """Whether the SOP leads through these activities, from its start to one of its ends."""
        state, moves = 0, self.moves
        for activity in trace:
            after = moves[state].get(activity)
            if after is None:
                return False
            state = after
        return state in self.ends


def activity_of(state: State, outcome: Outcome | None = None) -> str:
    """What an activity is called in a trace: its step's number, and its outcome where told."""
    number = state.step.number
    return f"{number} {outcome.label}" if outcome else number


def compiled(sop: Sop, *, by_outcome: bool) -> Table:
    """The table for traces that tell the outcome of each step, or only its number."""
    known: dict[tuple[str, str], set[str]] = {}
    for state in sop.states.values():
        for outcome in state.step.outcomes:
            told = activity_of(state, outcome if by_outcome else None)
            known.setdefault((state.id, told), set()).add(_after(sop, state, outcome))
    return _determined(known, _starts(sop))


def _starts(sop: Sop) -> Places:
    """The first step on the paper, and the first after the opening: a log may leave out that."""
    return frozenset({next(iter(sop.states)), sop.first.id})


def _after(sop: Sop, state: State, outcome: Outcome) -> str:
    """Where the case is at its next activity: what the applicant brings back goes on from there."""
    target = follow(sop, state.id, outcome.label)[1]
    if target == APPLICANT:
        return sop.entry(outcome.to or state.step.number).id
    return target


def _determined(known: dict[tuple[str, str], set[str]], start: Places) -> Table:
    numbers, moves = {start: 0}, list[dict[str, int]]()
    waiting = [start]
    for places in waiting:
        reached: dict[str, set[str]] = {}
        for (place, activity), targets in known.items():
            if place in places:
                reached.setdefault(activity, set()).update(targets)
        row = {}
        for activity, targets in reached.items():
            after = frozenset(targets)
            if after not in numbers:
                numbers[after] = len(numbers)
                waiting.append(after)
            row[activity] = numbers[after]
        moves.append(row)
    ends = frozenset(number for places, number in numbers.items() if places & {READY, CLOSED})
    return Table(moves=tuple(moves), ends=ends)
