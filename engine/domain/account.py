"""The deadline account: a due moment explained line by line, so that anybody can add it up.

Kinds and amounts only; the words belong to the screens.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby, pairwise

from engine.domain.calendar import Calendar
from engine.domain.hours import Holiday, Season, SpecialDay
from engine.domain.limit import (
    CalendarDays,
    Elapsed,
    Limit,
    Months,
    Weeks,
    WorkingDays,
    WorkingMinutes,
    last_date,
    size,
)
from engine.domain.pauses import Pause, merged

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


class Kind(StrEnum):
    """What a line of the account is about."""

    START = "start"
    WORK = "work"  # working time that counts; amount in seconds
    ELAPSED = "elapsed"  # time on the wall that counts; amount in seconds
    DAYS = "days"  # days that count; amount in days
    BREAK = "break"  # rest within a working day
    NIGHT = "night"  # from one working day's closing to the next one's opening
    CLOSED = "closed"  # days off by the week; amount in days
    HOLIDAY = "holiday"  # amount in days
    PAUSE = "pause"  # amount: what it cost, in seconds or days like the limit
    END = "end"


_COUNTED = frozenset({Kind.WORK, Kind.ELAPSED, Kind.DAYS})


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One line: from when to when (None: still going on), how much, and the calendar's reason.

    `because` is the holiday with its decree, or the season or special day that set the hours.
    """

    kind: Kind
    start: datetime
    end: datetime | None
    amount: int = 0
    because: Holiday | Season | SpecialDay | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """The lines in order of time, and the moment they add up to (None: not known, or no limit)."""

    lines: tuple[Line, ...]
    due: datetime | None

    @property
    def counted(self) -> int:
        """The sum of what counts: the whole limit once the due moment is known."""
        return sum(line.amount for line in self.lines if line.kind in _COUNTED)


@dataclass(frozen=True, kw_only=True, slots=True)
class Spent:
    """What a stretch of time came to, in whole seconds: gross, and net of the pauses."""

    elapsed: int  # on the clock on the wall
    worked: int  # working time
    paused: int  # of the working time, what lay inside pauses

    @property
    def net(self) -> int:
        """Working time outside the pauses."""
        return self.worked - self.paused


def spent(start: datetime, end: datetime, calendar: Calendar, pauses: Iterable[Pause]) -> Spent:
    """What the time between two moments came to; a pause counts as far as it lies between them."""
    inside = [(stop.start, min(stop.end or end, end)) for stop in merged(pauses, start)]
    return Spent(
        elapsed=(end - start) // _SECOND,
        worked=calendar.net(start, end),
        paused=sum(calendar.net(*stop) for stop in inside),
    )


def lines(
    limit: Limit,
    start: datetime,
    due: datetime | None,
    calendar: Calendar,
    pauses: tuple[Pause, ...],
) -> tuple[Line, ...]:
    """The lines from the start to a due moment that was found from the same limit and pauses.

    `pauses` are merged. Without a due moment they end with the pause that has no end, and where
    there is no limit there are none.
    """
    if not size(limit):
        return ()
    # With a limit only a pause without an end, always the last one, leaves the moment unknown.
    last = due or pauses[-1].start
    told = [pause for pause in pauses if due is None or pause.start < due]
    match limit:
        case WorkingMinutes() | Elapsed():
            body = list(_by_time(start, last, told, calendar, isinstance(limit, Elapsed)))
        case WorkingDays() | CalendarDays() | Weeks() | Months():
            told_days = _by_days(limit, start, last, told, calendar)
            body = sorted(told_days, key=lambda line: line.start)
        case _:
            return ()
    end = [Line(kind=Kind.END, start=due, end=due)] if due else []
    return (Line(kind=Kind.START, start=start, end=start), *body, *end)


def _by_time(
    start: datetime, last: datetime, pauses: list[Pause], calendar: Calendar, elapsed: bool
) -> Iterator[Line]:
    """Work, rests, closed days and pauses from the start to the last moment, without a gap."""
    count = _Seconds()
    at = start
    for pause in pauses:
        yield from _running(at, pause.start, calendar, elapsed, count)
        if pause.end is None:
            yield Line(kind=Kind.PAUSE, start=pause.start, end=None)
            return
        cost = pause.end - pause.start
        net = cost // _SECOND if elapsed else calendar.net(pause.start, pause.end)
        yield Line(kind=Kind.PAUSE, start=pause.start, end=pause.end, amount=net)
        at = pause.end
    yield from _running(at, last, calendar, elapsed, count)


class _Seconds:
    """Counts on in whole seconds, so that fractions in single lines never spoil the sum."""

    def __init__(self) -> None:
        self.total = timedelta()

    def line(
        self, kind: Kind, start: datetime, end: datetime, because: Season | SpecialDay | None
    ) -> Line:
        before = self.total // _SECOND
        self.total += end - start
        amount = self.total // _SECOND - before
        return Line(kind=kind, start=start, end=end, amount=amount, because=because)


def _running(
    start: datetime, end: datetime, calendar: Calendar, elapsed: bool, count: _Seconds
) -> Iterator[Line]:
    if start >= end:
        return
    if elapsed:
        yield count.line(Kind.ELAPSED, start, end, None)
        return
    at = start
    for day in _dates(calendar.day_of(start) - _DAY, calendar.day_of(end)):
        rule = calendar.exception(day)
        because = None if isinstance(rule, Holiday) else rule
        for segment in calendar.segments(day):
            opens, closes = max(segment.start, at), min(segment.end, end)
            if opens < closes:
                yield from _gap(at, opens, calendar)
                yield count.line(Kind.WORK, opens, closes, because)
                at = closes
    yield from _gap(at, end, calendar)


def _gap(start: datetime, end: datetime, calendar: Calendar) -> Iterator[Line]:
    """Why no work is done in a stretch: a rest, a night, days off, holidays."""
    if start >= end:
        return
    last = calendar.day_of(end - timedelta(microseconds=1))
    off = [day for day in _dates(calendar.day_of(start), last) if calendar.closing(day) is None]
    if not off:
        resting = calendar.opened(end) <= start
        yield Line(kind=Kind.BREAK if resting else Kind.NIGHT, start=start, end=end)
        return
    runs = list(_runs_off(off, calendar))
    edges = [start, *(calendar.midnight(days[0]) for _, days in runs[1:]), end]
    for (holiday, days), (opens, closes) in zip(runs, pairwise(edges), strict=True):
        yield _off(holiday, len(days), opens, closes)


def _by_days(
    limit: WorkingDays | CalendarDays | Weeks | Months,
    start: datetime,
    last: datetime,
    pauses: list[Pause],
    calendar: Calendar,
) -> Iterator[Line]:
    """Days that count, days off and pauses, from the day after entry.

    In `hari kerja` days off never count; in the others they do, and those at the end move the
    due moment to a working day.
    """
    entry = calendar.day_of(start)
    days = list(_dates(entry + _DAY, calendar.working_day(last)))
    stopped = {day: _stopped(calendar.end_of(day), pauses) for day in days}
    if isinstance(limit, WorkingDays):
        off = [day for day in days if calendar.closing(day) is None]
        counted = [day for day in days if calendar.closing(day) and not stopped[day]]
    else:
        needed = (last_date(limit, entry) - entry).days
        running = [day for day in days if not stopped[day]]
        off = [day for day in running[needed - 1 :] if calendar.closing(day) is None]
        counted = running[:needed]
    yield from _counted(counted, calendar)
    for holiday, run in _runs_off(off, calendar):
        closes = calendar.midnight(run[-1] + _DAY)
        yield _off(holiday, len(run), calendar.midnight(run[0]), closes)
    for pause in pauses:
        lost = [day for day in days if stopped[day] is pause and day not in off]
        cost = len(lost) if pause.end else 0
        yield Line(kind=Kind.PAUSE, start=pause.start, end=pause.end, amount=cost)


def _stopped(moment: datetime, pauses: list[Pause]) -> Pause | None:
    return next((pause for pause in pauses if pause.covers(moment)), None)


def _counted(days: list[date], calendar: Calendar) -> Iterator[Line]:
    for run in _runs(days, lambda day: None):
        start, end = calendar.midnight(run[0]), calendar.end_of(run[-1])
        yield Line(kind=Kind.DAYS, start=start, end=end, amount=len(run))


def _off(holiday: Holiday | None, days: int, start: datetime, end: datetime) -> Line:
    kind = Kind.HOLIDAY if holiday else Kind.CLOSED
    return Line(kind=kind, start=start, end=end, amount=days, because=holiday)


def _runs_off(days: list[date], calendar: Calendar) -> Iterator[tuple[Holiday | None, list[date]]]:
    """Days off in a row for the same reason, with the holiday of the first of them."""

    def reason(day: date) -> tuple[str, str] | None:
        holiday = calendar.holiday(day)
        return (holiday.name, holiday.decree) if holiday else None

    for run in _runs(days, reason):
        yield calendar.holiday(run[0]), run


def _runs(days: list[date], reason: Callable[[date], object]) -> Iterator[list[date]]:
    """Dates in a row that share a reason."""
    numbered = groupby(enumerate(days), lambda at: (at[1].toordinal() - at[0], reason(at[1])))
    for _, run in numbered:
        yield [day for _, day in run]


def _dates(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=n) for n in range((last - first).days + 1))
