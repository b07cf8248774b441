"""The watch: the next moment on each clock of a case at which something must happen by itself.

Only the next one is kept. What follows it is found when it has come, from the due moment and the
ladder, so that a case remembers little and a sweep that comes late misses nothing.
"""

from datetime import datetime

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.case import Case, Clock, Effect, Status, Watch
from engine.domain.ladder import Ladder

Run = tuple[datetime | None, datetime | None, datetime | None]  # started, due soon, due


def runs(case: Case) -> dict[Clock, Run]:
    """The present run of each clock that runs."""
    found: dict[Clock, Run] = {}
    if case.status is Status.RUNNING or case.status is Status.SUSPENDED:
        found[Clock.STEP] = case.entered_at, case.warn_at, case.due_at
    if case.service_runs:
        found[Clock.SERVICE] = case.complete_at, case.promise_warn_at, case.promised_at
        if case.legal_at:
            found[Clock.LEGAL] = case.complete_at, case.legal_warn_at, case.legal_at
    if case.resumes_at:
        found[Clock.PAUSE] = case.pauses[-1].start, None, case.resumes_at
    return found


def armed(before: Case, after: Case, when: datetime) -> tuple[Watch, ...]:
    """What to watch for after a fact, given what was watched for before it.

    A clock whose run is the same keeps its watch, or has none left. One that moved is watched
    anew; within the same start a warning that has passed is not given a second time.
    """
    earlier, found = runs(before), []
    for clock, run in runs(after).items():
        if run == earlier.get(clock):
            found += [watch for watch in before.watch if watch.clock is clock]
        elif watch := _anew(clock, run, earlier.get(clock), when):
            found.append(watch)
    return _in_order(found)


def _anew(clock: Clock, run: Run, earlier: Run | None, when: datetime) -> Watch | None:
    start, warn, due = run
    warned = earlier is not None and earlier[0] == start and warn is not None and warn <= when
    if warn and not warned:
        return Watch(at=warn, clock=clock, effect=Effect.DUE_SOON)
    if not due:
        return None
    effect = Effect.PAUSE_ENDS if clock is Clock.PAUSE else Effect.OVERDUE
    return Watch(at=due, clock=clock, effect=effect)


def following(watch: Watch, case: Case, ladder: Ladder, calendar: Calendar) -> Watch | None:
    """What is watched for on a clock after this watch has come; None when nothing is left."""
    _, _, due = runs(case).get(watch.clock, (None, None, None))
    if due is None:
        return None
    if watch.effect is Effect.DUE_SOON:
        second = _second_warning(watch, due, ladder, calendar)
        return second or Watch(at=due, clock=watch.clock, effect=Effect.OVERDUE)
    if watch.rung >= len(ladder.rungs):
        return None
    after = ladder.rungs[watch.rung].after
    at = deadline.due(after, due, calendar) or due
    return Watch(at=at, clock=watch.clock, effect=Effect.ESCALATED, rung=watch.rung + 1)


def _second_warning(
    watch: Watch, due: datetime, ladder: Ladder, calendar: Calendar
) -> Watch | None:
    if ladder.before is None or watch.rung:
        return None
    at = deadline.earlier(ladder.before, due, calendar)
    if at is None or not watch.at < at < due:
        return None
    return Watch(at=at, clock=watch.clock, effect=Effect.DUE_SOON, rung=1)


def without(case: Case, come: Watch, follows: Watch | None) -> tuple[Watch, ...]:
    """The watches of a case after one has come."""
    rest = [watch for watch in case.watch if watch is not come]
    return _in_order([*rest, follows] if follows else rest)


def _in_order(found: list[Watch]) -> tuple[Watch, ...]:
    if len(found) > 1:
        found.sort(key=lambda watch: (watch.at, watch.clock, watch.effect))
    return tuple(found)
