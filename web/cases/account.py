"""The deadline account in words: a due moment told line by line, so that anybody can add it up."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from engine.domain.account import Account, Kind, Line
from engine.domain.hours import Holiday
from web.cases.words import gettext as _
from web.wording import clock_time, seconds, short_day, short_moment

_INSTANT = timedelta(microseconds=1)
# Nights and rests between two stretches of work explain themselves.
_SILENT = frozenset({Kind.BREAK, Kind.NIGHT})


def told(account: Account, start: str, end: str) -> list[tuple[str, str]]:
    """The lines as (what, how much or when); `start` and `end` name the first and the last."""
    return list(_lines(account, start, end))


def _lines(account: Account, start: str, end: str) -> Iterator[tuple[str, str]]:
    counted = 0
    for line in account.lines:
        if line.kind is Kind.START:
            yield start, short_moment(line.start)
        elif line.kind is Kind.END:
            yield end, short_moment(line.start)
        elif line.kind is Kind.DAYS:
            yield _days(counted, line)
            counted += line.amount
        elif line.kind not in _SILENT:
            yield _what(line), _how_much(line)


def _days(counted: int, line: Line) -> tuple[str, str]:
    first, last = counted + 1, counted + line.amount
    what = (
        _("Hari ke-%(number)s", number=first)
        if first == last
        else _("Hari ke-%(first)s sampai ke-%(last)s", first=first, last=last)
    )
    return what, dates(line.start, line.end)


def _what(line: Line) -> str:
    if isinstance(line.because, Holiday):
        name, decree = line.because.name, line.because.decree
        return f"{name} ({decree})" if decree else name
    known = {
        Kind.WORK: _("Jam kerja"),
        Kind.ELAPSED: _("Waktu berjalan"),
        Kind.CLOSED: _("Bukan hari kerja"),
        Kind.PAUSE: _("Dijeda"),
    }
    title = known.get(line.kind, "")
    return f"{title}, {line.because.title}" if line.because else title


def _how_much(line: Line) -> str:
    if line.kind in (Kind.WORK, Kind.ELAPSED):
        hours = f"{clock_time(line.start)}–{clock_time(line.end or line.start)}"
        return f"{short_day(line.start)}, {hours} ({seconds(line.amount)})"
    if line.kind is Kind.PAUSE:
        until = short_moment(line.end) if line.end else _("sekarang")
        return _("%(start)s sampai %(end)s", start=short_moment(line.start), end=until)
    return _("%(dates)s, tidak dihitung", dates=dates(line.start, line.end))


def dates(start: datetime, end: datetime | None) -> str:
    """ "16–18 Maret", "30 Maret – 2 April", or one date; an end at midnight is the day before."""
    first = short_day(start)
    last = short_day((end or start) - _INSTANT if end and end > start else start)
    if first == last:
        return first
    day, _space, rest = first.partition(" ")
    return f"{day}–{last}" if last.endswith(f" {rest}") else f"{first} – {last}"
