"""A due moment's account in an applicant's words: few lines, each a what and a how much."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.domain.account import Account, Kind, Line
from engine.domain.calendar import Calendar
from engine.domain.hours import Holiday
from engine.domain.limit import Limit, WorkingDays
from web.cases.account import dates
from web.languages import language
from web.wording import clock_time, seconds, short_day

_TOLD = {Kind.DAYS, Kind.WORK, Kind.ELAPSED, Kind.HOLIDAY, Kind.PAUSE}
_BY_DAY = {Kind.WORK, Kind.ELAPSED}
# Beyond this many days of working time the days between the first and the last are one line.
_MOST_DAYS = 5


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One line: what, how much or when, and the decree behind it."""

    what: str
    how: str
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """Where an account is told: the limit, the calendar, and the pauses' reasons by their start."""

    limit: Limit
    calendar: Calendar
    reasons: Mapping[datetime, str]
    began: str

    def day(self, moment: datetime) -> date:
        """The date of a moment on the unit's wall."""
        return self.calendar.local(moment).date()


def tell(account: Account, where: Place) -> list[Told]:
    """The account in order of time; nights, rests and weekends are summed up in one line."""
    told: list[Told] = []
    count = 0
    lines = [line for line in account.lines if line.kind in _TOLD]
    for kind, found in groupby(lines, key=lambda line: _sort(line, where)):
        run = list(found)
        if kind[0] is Kind.DAYS:
            told.append(_days(run, count, where))
            count += sum(line.amount for line in run)
        elif kind[0] is Kind.HOLIDAY:
            told.append(_holidays(run, where))
        elif kind[0] is Kind.PAUSE:
            told += [_pause(line, where) for line in run]
        else:
            told.append(_working_day(run, where))
    return [*_start(account, where), *_few(told, account, where), *_closed(account, where)]


def _sort(line: Line, where: Place) -> tuple[Kind, date | None]:
    return (line.kind, where.day(line.start) if line.kind in _BY_DAY else None)


def _start(account: Account, where: Place) -> Iterator[Told]:
    for line in account.lines[:1]:
        yield Told(what=where.began, how=f"{short_day(line.start)}, {clock_time(line.start)}")


def _days(run: list[Line], before: int, where: Place) -> Told:
    first, last = before + 1, before + sum(line.amount for line in run)
    working = isinstance(where.limit, WorkingDays)
    if first == last:
        what = _("Hari kerja ke-%(n)s", n=first) if working else _("Hari ke-%(n)s", n=first)
    elif working:
        what = _("Hari kerja ke-%(first)s sampai ke-%(last)s", first=first, last=last)
    else:
        what = _("Hari ke-%(first)s sampai ke-%(last)s", first=first, last=last)
    return Told(what=what, how=dates(run[0].start, run[-1].end))


def _holidays(run: list[Line], where: Place) -> Told:
    days = [line.because for line in run if isinstance(line.because, Holiday)]
    when = dates(run[0].start, run[-1].end)
    return Told(
        what=", ".join(dict.fromkeys(day.name for day in days)),
        how=_("%(when)s, tidak dihitung", when=when),
        because="; ".join(dict.fromkeys(f"{day.kind}, {day.decree}" for day in days)),
    )


def _pause(line: Line, where: Place) -> Told:
    what = _("Dijeda: %(reason)s", reason=where.reasons.get(line.start, _("tanpa keterangan")))
    if line.end is None:
        return Told(what=what, how=_("sejak %(day)s", day=short_day(line.start)))
    when = dates(line.start, line.end)
    return Told(what=what, how=_("%(when)s, tidak dihitung", when=when))


def _working_day(run: list[Line], where: Place) -> Told:
    first, last = run[0], run[-1]
    assert last.end is not None
    hours = f"{short_day(first.start)}, {clock_time(first.start)}–{clock_time(last.end)}"
    return Told(what=hours, how=seconds(sum(line.amount for line in run)))


def _few(told: list[Told], account: Account, where: Place) -> list[Told]:
    """The lines, or where there are too many days of hours, the first, the last and the rest."""
    days = {where.day(line.start) for line in account.lines if line.kind in _BY_DAY}
    if len(days) <= _MOST_DAYS or len(told) < 4:
        return told
    between = [
        line.amount
        for line in account.lines
        if line.kind in _BY_DAY and min(days) < where.day(line.start) < max(days)
    ]
    what = ngettext("%(num)s hari di antaranya", "%(num)s hari di antaranya", len(days) - 2)
    return [told[0], Told(what=what, how=seconds(sum(between))), told[-1]]


def _closed(account: Account, where: Place) -> Iterator[Told]:
    """The weekdays off that lie in the account, in one line."""
    off: set[int] = set()
    for line in account.lines:
        if line.kind is Kind.CLOSED and line.end:
            first, days = where.day(line.start), line.amount
            off |= {(first + timedelta(days=n)).weekday() for n in range(days)}
    if off:
        yield Told(what=_names(off), how=_("tidak dihitung"))


def _names(weekdays: Iterable[int]) -> str:
    names = get_day_names("wide", locale=language())
    return ", ".join(names[day] for day in sorted(weekdays))
