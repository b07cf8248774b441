"""When a step or a service is due, and all that is asked of that moment.

A due moment is found from the start, the limit and the pauses, never by adding to a due moment.
Late means now > due.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TypeVar

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

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)

Amount = TypeVar("Amount", int, timedelta)


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
            return _after(limit, _MINUTE, start, calendar, pauses)
        case WorkingDays(days=days) if days:
            return _nth_running_closing(days, calendar.day_of(start), calendar, pauses)
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
    limit: Limit,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause] = (),
    percent: int = 80,
) -> datetime | None:
    """When a limit is due soon: at a percentage of a limit in time, else when its last day opens.

    None where there is no due moment, or where a pause without an end keeps it unknown.
    """
    if isinstance(limit, WorkingMinutes | Elapsed):
        return _after(limit, _MINUTE * percent // 100, start, calendar, pauses)
    moment = due(limit, start, calendar, pauses)
    return moment and calendar.opened(moment)


def earlier(limit: Limit, due: datetime, calendar: Calendar) -> datetime | None:
    """The moment that lies a limit's length before a due moment, in working time or closings.

    None for a limit in calendar days and the like: a warning is given while people work.
    """
    match limit:
        case WorkingMinutes(minutes=minutes) if minutes:
            return calendar.lead(due, minutes * _MINUTE)
        case WorkingDays(days=days) if days:
            return calendar.closing_before(due, days)
    return None


def remaining(limit: Limit, due: datetime, now: datetime, calendar: Calendar) -> Remaining:
    """How far now is from a due moment, in the units in which the limit was promised."""
    late = now > due
    first, last = (due, now) if late else (now, due)
    seconds = calendar.net(first, last)
    if isinstance(limit, WorkingMinutes | NoLimit | WordsOnly):
        return Remaining(late=late, days=None, seconds=seconds)
    if isinstance(limit, Elapsed):
        return Remaining(late=late, days=None, seconds=_passed(first, last) // _SECOND)
    today, last_day = calendar.day_of(now), calendar.working_day(due)
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
    return confirmed is not None and calendar.day_of(due) > confirmed


def size(limit: Limit) -> int:
    """The limit's number in its own unit (minutes, days, weeks, months or hours); 0 for none."""
    return limits.size(limit)


def _after(
    limit: WorkingMinutes | Elapsed,
    minute: timedelta,
    start: datetime,
    calendar: Calendar,
    pauses: Sequence[Pause],
) -> datetime | None:
    """A limit in time after the start, with so much for each of its minutes."""
    if isinstance(limit, WorkingMinutes):
        need = limit.minutes * minute
        return _reached(start, need, pauses, calendar.worked, calendar.reach) if need else None
    need = limit.hours * 60 * minute
    return _reached(start, need, pauses, _passed, _later) if need else None


# Between moments of one zone Python subtracts and adds what its wall shows, not what passes.
def _passed(start: datetime, end: datetime) -> timedelta:
    return end - start.astimezone(UTC)


def _later(start: datetime, time: timedelta) -> datetime:
    return start.astimezone(UTC) + time


def _reached(
    start: datetime,
    need: Amount,
    pauses: Sequence[Pause],
    measure: Callable[[datetime, datetime], Amount],
    advance: Callable[[datetime, Amount], datetime],
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
    n: int, entry: date, calendar: Calendar, pauses: Sequence[Pause]
) -> datetime | None:
    """The n-th closing, after the day of entry, at which the clock was running."""
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
    entry = calendar.day_of(start)
    last = last_date(limit, entry)
    if pauses:
        after, need = calendar.end_of(entry), (last - entry).days
        end = _reached(after, need, pauses, calendar.count_ends, calendar.end_after)
        if end is None:
            return None
        last = calendar.ended(end)
    return _nth_running_closing(1, last - _DAY, calendar, pauses)
