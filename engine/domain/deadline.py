"""When a step or a service is due, and all that is asked of that moment.

A due moment is found from the start, the limit and the pauses, never by adding to a due moment.
Late means now > due.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from engine.domain import account as accounts
from engine.domain import limit as limits
from engine.domain.account import Account
from engine.domain.calendar import Calendar
from engine.domain.limit import (
    CalendarDays,
    Elapsed,
    Limit,
    Months,
    NoLimit,
    Weeks,
    WordsOnly,
    WorkingDays,
    WorkingMinutes,
    last_date,
    lengthened,
)
from engine.domain.pauses import Pause as Pause
from engine.domain.pauses import merged

SOON = 80  # percent of a limit in time after which it is due soon

_MICROSECOND = timedelta(microseconds=1)
_DAY = timedelta(days=1)
_MINUTE = 60_000_000  # microseconds

Measure = Callable[[datetime, datetime], int]
Advance = Callable[[datetime, int], datetime]


@dataclass(frozen=True, kw_only=True, slots=True)
class Remaining:
    """How far now is from a due moment, before or after it.

    `days` are counted as the limit counts them, from today's date: 0 on the day itself; None for
    limits in time. `seconds` are working time, or hours on the wall for `1 x 24 jam`.
    """

    late: bool
    days: int | None
    seconds: int


def due(
    limit: Limit, start: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The moment up to which the limit is kept, in UTC; its rules are those of each Limit.

    None without a limit, and while a pause that has no end yet keeps the moment unknown.
    """
    match limit:
        case WorkingMinutes() | Elapsed():
            return _after(limit, _full(limit), start, calendar, pauses)
        case WorkingDays(days=days) if days:
            return _nth_running_closing(days, start, calendar, pauses)
        case CalendarDays() | Weeks() | Months() if size(limit):
            return _closing_of_last_date(limit, start, calendar, pauses)
    return None


def extended(
    limit: Limit, extra: Limit, start: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The due moment of a limit with an extension, counted from the same start.

    Raises LimitsDiffer when the extension is of another kind.
    """
    return due(lengthened(limit, extra), start, calendar, pauses)


def warn_at(
    limit: Limit, start: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """When a limit is due soon: at four fifths of a limit in time, else when its last day opens.

    None where there is no due moment, or where a pause without an end keeps it unknown.
    """
    if isinstance(limit, WorkingMinutes | Elapsed):
        return _after(limit, _full(limit) * SOON // 100, start, calendar, pauses)
    moment = due(limit, start, calendar, pauses)
    return moment and calendar.opening(calendar.working_day(moment))


def remaining(limit: Limit, due: datetime, now: datetime, calendar: Calendar) -> Remaining:
    """How far now is from a due moment, in the units in which the limit was promised."""
    late = now > due
    first, last = (due, now) if late else (now, due)
    seconds = calendar.net(first, last)
    if isinstance(limit, WorkingMinutes | NoLimit | WordsOnly):
        return Remaining(late=late, days=None, seconds=seconds)
    if isinstance(limit, Elapsed):
        return Remaining(late=late, days=None, seconds=(last - first) // timedelta(seconds=1))
    today, last_day = calendar.local(now).date(), calendar.working_day(due)
    start, end = (last_day, today) if late else (today, last_day)
    working = isinstance(limit, WorkingDays)
    days = calendar.working_days(start, end) if working else max(0, (end - start).days)
    return Remaining(late=late, days=days, seconds=seconds)


def account(
    limit: Limit, start: datetime, calendar: Calendar, pauses: Sequence[Pause] = ()
) -> Account:
    """The due moment explained line by line; its sum is the limit."""
    stops = merged(pauses, start)
    moment = due(limit, start, calendar, stops)
    return Account(lines=accounts.lines(limit, start, moment, calendar, stops), due=moment)


def is_provisional(due: datetime, calendar: Calendar) -> bool:
    """Whether the moment lies beyond the holidays confirmed so far (sementara)."""
    confirmed = calendar.confirmed_until
    return confirmed is not None and calendar.local(due).date() > confirmed


def size(limit: Limit) -> int:
    """The limit's number in its own unit (minutes, days, weeks, months or hours); 0 for none."""
    return limits.size(limit)


def _full(limit: WorkingMinutes | Elapsed) -> int:
    """A limit in time, in microseconds."""
    return (limit.minutes if isinstance(limit, WorkingMinutes) else limit.hours * 60) * _MINUTE


def _after(
    limit: WorkingMinutes | Elapsed,
    micro: int,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause],
) -> datetime | None:
    if not micro:
        return None
    if isinstance(limit, WorkingMinutes):
        return _reached(start, micro, pauses, calendar.net_micro, calendar.add_micro)
    return _reached(start, micro, pauses, _wall_micro, _add_wall)


def _wall_micro(start: datetime, end: datetime) -> int:
    return (end - start) // _MICROSECOND


def _add_wall(start: datetime, micro: int) -> datetime:
    return start + timedelta(microseconds=micro)


def _reached(
    start: datetime, need: int, pauses: Sequence[Pause], measure: Measure, advance: Advance
) -> datetime | None:
    """The earliest moment at which what is measured outside the pauses reaches the need."""
    at = start
    for pause in merged(pauses, start) if pauses else ():
        between = measure(at, pause.start)
        if between >= need:
            break
        if pause.end is None:
            return None
        need -= between
        at = pause.end
    return advance(at, need)


def _nth_running_closing(
    n: int, start: datetime, calendar: Calendar, pauses: Sequence[Pause]
) -> datetime | None:
    """The n-th closing, after the day of entry, at which the clock was running."""
    entry = calendar.local(start).date()
    if not pauses:
        return calendar.nth_closing(entry, n)
    after = calendar.end_of(entry)
    return _reached(after, n, pauses, calendar.count_closings, calendar.closing_after)


def _closing_of_last_date(
    limit: CalendarDays | Weeks | Months,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause],
) -> datetime | None:
    """The closing of the last date, or of the first working day after it.

    A pause costs the dates at whose end the clock stood still.
    """
    entry = calendar.local(start).date()
    last = last_date(limit, entry)
    if not pauses:
        return calendar.nth_closing(last - _DAY, 1)
    stops = merged(pauses, start)
    day, left = entry, (last - entry).days
    while left:
        day += _DAY
        end = calendar.end_of(day)
        stop = next((stop for stop in stops if stop.covers(end)), None)
        if stop and stop.end is None:
            return None
        left -= stop is None
    return _nth_running_closing(1, calendar.midnight(day - _DAY), calendar, stops)
