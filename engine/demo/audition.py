"""The audition: tales are tried until one ends as the story wants it."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from engine.demo import pace
from engine.demo.demand import Mood, Want
from engine.demo.stage import Stage
from engine.demo.tale import Tale, perform
from engine.demo.world import World
from engine.domain.case import Clock, Status
from engine.domain.facts import Happening
from engine.domain.limit import WorkingMinutes
from engine.domain.sop import Ending, Sop

TRIES = 40
REOPENED = "reopened"

# What happens to a case by the way, and to what share of those that are done.
_BY_THE_WAY = {
    "noted": 0.12, "returned": 0.06, "sent_back": 0.07, "paused": 0.05, "corrected": 0.03,
    "on_paper": 0.05, "entered_late": 0.02, "attached": 0.02,
}  # fmt: skip
_OVER = frozenset({Mood.DONE, Mood.ENDED})
_OF_ITSELF = {Mood.PAUSED: "paused", Mood.RETURNED: "returned"}


def audition(world: World, want: Want, chance: Random) -> tuple[Tale, Stage] | None:
    """A tale that ends as wanted, and how it was played; None when no try did.

    What cannot be near its due moment at this hour, or proves hard to find, is in time.
    """
    for _ in range(TRIES if _can_be(world, want) else 0):
        tale = _over(world, want, chance) if want.mood in _OVER else _open(world, want, chance)
        stage = perform(world, tale)
        if _ends(want, stage) and want.twist in (*stage.twists, "", REOPENED):
            return tale, stage
    if want.mood is Mood.NEAR:
        return audition(world, replace(want, mood=Mood.IN_TIME), chance)
    return None


def _can_be(world: World, want: Want) -> bool:
    """Whether the hour allows it: a limit in days is near only on a day that has not closed yet."""
    by_time = isinstance(_text(world, want).service.limit, WorkingMinutes)
    if want.mood is not Mood.NEAR or by_time:
        return True
    calendar = world.calendars[want.unit]
    opening = calendar.opening(calendar.working_day(world.now))
    return opening is not None and opening <= world.now


def _text(world: World, want: Want) -> Sop:
    return world.sop(want.unit, want.code, world.now.date())


def _over(world: World, want: Want, chance: Random) -> Tale:
    """A case that had time enough to end; some go slowly."""
    by_the_way = [name for name, share in _BY_THE_WAY.items() if chance.random() < share]
    slow = chance.random() < 0.18
    return Tale(
        unit=want.unit,
        code=want.code,
        seed=chance.getrandbits(32),
        arrives=_arrival(world, want, chance.random() ** 0.75),
        tempo=chance.uniform(1.8, 3.2) if slow else chance.uniform(0.5, 1.1),
        short=chance.random() < 0.08,
        twists=(want.twist, *by_the_way) if want.twist not in ("", REOPENED) else tuple(by_the_way),
        reopens=want.twist == REOPENED,
    )


def _open(world: World, want: Want, chance: Random) -> Tale:
    """A case that came not long ago, and on which nobody has acted for a while."""
    sop = _text(world, want)
    back = chance.uniform(0, 2.5 if want.mood is Mood.LATE else 1.2) * pace.span(sop)
    whole = _office_hours(world, want)
    twist = want.twist or _OF_ITSELF.get(want.mood, "")
    return Tale(
        unit=want.unit,
        code=want.code,
        seed=chance.getrandbits(32),
        arrives=_arrival(world, want, max(0.0, 1 - back / whole)),
        tempo=chance.uniform(0.5, 1.4),
        acts=chance.randint(0, len(sop.states) + 2),
        short=want.mood is Mood.RETURNED and chance.random() < 0.4,
        twists=(twist,) if twist else (),
    )


def _arrival(world: World, want: Want, part: float) -> datetime:
    """A moment of the counter's hours, at this part of the story."""
    calendar = world.calendars[_counter_hours(want)]
    return calendar.add(world.start, int(_office_hours(world, want) * part))


def _office_hours(world: World, want: Want) -> int:
    return world.calendars[_counter_hours(want)].net(world.start, world.now)


def _counter_hours(want: Want) -> str:
    # The hospital never closes, but its clinics keep the hours of an office.
    return "dinkes" if want.unit == "rsud" else want.unit


def _ends(want: Want, stage: Stage) -> bool:
    ended = _ENDINGS[want.mood](stage)
    if want.twist != REOPENED or not ended:
        return ended
    assert stage.case.closed_at is not None
    return stage.case.closed_at < stage.world.now - timedelta(days=8)


def _at_a_step(stage: Stage) -> bool:
    return stage.case.status is Status.RUNNING and stage.case.ready_at is None


def _is_late(stage: Stage) -> bool:
    return stage.case.is_late(stage.world.now)


def _is_near(stage: Stage) -> bool:
    """Near by the step's clock, or by the service's where the steps have no limits."""
    if _is_late(stage) or stage.case.promised_at is None:
        return False
    warned = any(
        e.fact.kind is Happening.DUE_SOON and e.fact.says["clock"] is Clock.SERVICE
        for e in stage.entries
    )
    return stage.case.is_near(stage.world.now) or warned


_ENDINGS: Mapping[Mood, Callable[[Stage], bool]] = {
    Mood.DONE: lambda stage: stage.case.ending is Ending.DONE,
    Mood.ENDED: lambda stage: stage.case.ending not in (None, Ending.DONE),
    Mood.READY: lambda stage: stage.case.is_open and stage.case.ready_at is not None,
    Mood.IN_TIME: lambda stage: _at_a_step(stage) and not _is_late(stage) and not _is_near(stage),
    Mood.NEAR: lambda stage: _at_a_step(stage) and _is_near(stage),
    Mood.LATE: lambda stage: _at_a_step(stage) and _is_late(stage),
    Mood.PAUSED: lambda stage: stage.case.status is Status.SUSPENDED,
    Mood.RETURNED: lambda stage: stage.case.status is Status.RETURNED,
}
