"""The account for an applicant: few lines, and the three to five that fit on a receipt."""

from collections.abc import Iterator
from datetime import date
from itertools import groupby

from flask_babel import gettext as _
from flask_babel import ngettext

from engine.domain.account import Account, Kind, Line
from engine.domain.hours import Holiday
from web.account.place import Place, Told
from web.account.words import (
    counted,
    days_off,
    decrees,
    end,
    holidays,
    numbered_days,
    pause,
    start,
    weekdays,
)
from web.wording import clock_time, seconds, short_day

_TOLD = frozenset({Kind.DAYS, Kind.WORK, Kind.ELAPSED, Kind.HOLIDAY, Kind.PAUSE})
_BY_DAY = frozenset({Kind.WORK, Kind.ELAPSED})
# Beyond this many days of working time the days between the first and the last are one line.
_MOST_DAYS = 5
_MOST_NAMES = 3


def brief(account: Account, where: Place) -> list[Told]:
    """The account in order of time; nights and rests are left out, weekends told in one line."""
    told: list[Told] = []
    count = 0
    lines = [line for line in account.lines if line.kind in _TOLD]
    for kind, found in groupby(lines, key=lambda line: _sort(line, where)):
        run = list(found)
        if kind[0] is Kind.DAYS:
            told.append(numbered_days(run, count, where))
            count += sum(line.amount for line in run)
        elif kind[0] is Kind.HOLIDAY:
            told.append(holidays(run))
        elif kind[0] is Kind.PAUSE:
            told += [pause(line, where) for line in run]
        else:
            told.append(_working_day(run))
    first = [start(line, where) for line in account.lines[:1]]
    return [*first, *where.rules, *_few(told, account, where), *_closed(account, where)]


def on_receipt(account: Account, where: Place) -> list[Told]:
    """Start, limit, what was not counted, pauses and end: three to five lines."""
    if not account.lines:
        return []
    last = [end(account.lines[-1], where)] if account.due else []
    off = [line for line in account.lines if line.kind in (Kind.CLOSED, Kind.HOLIDAY)]
    stops = [line for line in account.lines if line.kind is Kind.PAUSE]
    return [
        start(account.lines[0], where),
        *where.rules,
        *([_off(off, where)] if off else []),
        *([_stops(stops, where)] if stops else []),
        *last,
    ]


def _off(lines: list[Line], where: Place) -> Told:
    """All days off in one line, with the decrees of the holidays."""
    days = [line.because for line in lines if isinstance(line.because, Holiday)]
    week: set[int] = set()
    for line in lines:
        if line.kind is Kind.CLOSED:
            week |= days_off(line, where)
    names = list(dict.fromkeys(day.name for day in days))
    more = len(names) - _MOST_NAMES
    others = [ngettext("%(num)s libur lain", "%(num)s libur lain", more)] if more > 0 else []
    told = ", ".join([*weekdays(week), *names[:_MOST_NAMES], *others])
    count = sum(line.amount for line in lines)
    return Told(
        what=_("Tidak dihitung: %(days)s", days=told),
        how=ngettext("%(num)s hari", "%(num)s hari", count),
        because=decrees(days),
    )


def _stops(lines: list[Line], where: Place) -> Told:
    """All pauses in one line."""
    if len(lines) == 1:
        return pause(lines[0], where)
    what = ngettext("Dijeda %(num)s kali", "Dijeda %(num)s kali", len(lines))
    cost = sum(line.amount for line in lines)
    how = _("%(span)s tidak dihitung", span=counted(cost, where)) if cost else _("tidak mengurangi")
    return Told(what=what, how=how)


def _sort(line: Line, where: Place) -> tuple[Kind, date | None]:
    return (line.kind, where.day(line.start) if line.kind in _BY_DAY else None)


def _working_day(run: list[Line]) -> Told:
    first, last = run[0], run[-1]
    assert last.end is not None
    times = f"{short_day(first.start)}, {clock_time(first.start)}–{clock_time(last.end)}"
    return Told(what=times, how=seconds(sum(line.amount for line in run)))


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
        if line.kind is Kind.CLOSED:
            off |= days_off(line, where)
    if off:
        yield Told(what=", ".join(weekdays(off)), how=_("tidak dihitung"))
