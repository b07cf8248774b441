"""The words of an account's lines, each kind of line in one function."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from babel.dates import get_day_names
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.domain.account import Kind, Line
from engine.domain.hours import Holiday, Season, SpecialDay
from engine.domain.limit import Elapsed, WorkingDays, WorkingMinutes
from web.account.place import Place, Told
from web.languages import language
from web.wording import clock_time, moment, seconds, short_day

_INSTANT = timedelta(microseconds=1)


def start(line: Line, where: Place) -> Told:
    """Where the count begins; a limit in days leaves the day of entry out."""
    by_days = not isinstance(where.limit, WorkingMinutes | Elapsed)
    because = _("Hari itu sendiri tidak dihitung.") if by_days else ""
    return Told(what=where.began, how=at(line.start), because=because)


def end(line: Line, where: Place) -> Told:
    """The due moment, and that it may still shift."""
    why = _("Sementara: libur sesudah masa yang ditetapkan belum diketahui.")
    because = why if where.provisional(line.start) else ""
    return Told(what=where.ends, how=moment(line.start), because=because)


def day_of_work(run: list[Line], where: Place) -> Told:
    """The hours of one day that count, and its rests."""
    worked = [line for line in run if line.kind is Kind.WORK]
    rests = [hours(line) for line in run if line.kind is Kind.BREAK]
    told = [_("Istirahat %(hours)s tidak dihitung.", hours=_listed(rests))] if rests else []
    told += dict.fromkeys(_reason(line) for line in worked if line.because)
    first = run[0].start
    times = _listed([hours(line) for line in worked])
    return Told(
        what=f"{_weekday(first, where)}, {short_day(first)}, {times}" if times else at(first),
        how=seconds(sum(line.amount for line in worked)),
        because=" ".join(told),
    )


def _reason(line: Line) -> str:
    """Which season or special day has set the hours."""
    match line.because:
        case Season(title=title, decree=decree) | SpecialDay(title=title, decree=decree):
            return f"{title} ({decree})." if decree else f"{title}."
    return ""


def elapsed(line: Line) -> Told:
    """A stretch on the clock on the wall."""
    what = _("Waktu berjalan, siang dan malam, %(span)s", span=span(line))
    return Told(what=what, how=seconds(line.amount))


def numbered_days(run: list[Line], before: int, where: Place) -> Told:
    """The days that count, by their numbers."""
    first, last = before + 1, before + sum(line.amount for line in run)
    working = isinstance(where.limit, WorkingDays)
    if first == last:
        what = _("Hari kerja ke-%(n)s", n=first) if working else _("Hari ke-%(n)s", n=first)
    elif working:
        what = _("Hari kerja ke-%(first)s sampai ke-%(last)s", first=first, last=last)
    else:
        what = _("Hari ke-%(first)s sampai ke-%(last)s", first=first, last=last)
    return Told(what=what, how=dates(run[0].start, run[-1].end))


def holidays(run: list[Line]) -> Told:
    """Holidays in a row, with their decrees."""
    days = [line.because for line in run if isinstance(line.because, Holiday)]
    return Told(
        what=", ".join(dict.fromkeys(day.name for day in days)),
        how=_("%(when)s, tidak dihitung", when=dates(run[0].start, run[-1].end)),
        because=decrees(days),
    )


def decrees(days: Iterable[Holiday]) -> str:
    """What makes dates holidays: each decree once, with the kinds of holiday that it sets."""
    kinds: dict[str, list[str]] = {}
    for day in days:
        named = kinds.setdefault(day.decree or _("belum ditetapkan"), [])
        if day.kind not in named:
            named.append(day.kind)
    return "; ".join(f"{_listed(named)}, {decree}" for decree, named in kinds.items())


def closed(line: Line, where: Place) -> Told:
    """Days of the week on which nobody works."""
    off = _listed(weekdays(days_off(line, where)))
    return Told(what=off, how=_("%(when)s, tidak dihitung", when=dates(line.start, line.end)))


def days_off(line: Line, where: Place) -> set[int]:
    """The days of the week of a closed stretch, Monday being 0."""
    first = where.day(line.start)
    return {(first + timedelta(days=n)).weekday() for n in range(line.amount)}


def outside_hours(line: Line) -> Told:
    """A stretch before the next opening or after the last closing."""
    return Told(what=_("Di luar jam kerja, %(span)s", span=span(line)), how=_("tidak dihitung"))


def pause(line: Line, where: Place) -> Told:
    """A stretch in which the clock stood still: why, from when to when, and what it cost."""
    what = _("Dijeda: %(reason)s", reason=where.why(line))
    if line.end is None:
        return Told(what=what, how=_("sejak %(moment)s", moment=at(line.start)))
    cost = counted(line.amount, where) if line.amount else ""
    how = _("%(span)s tidak dihitung", span=cost) if cost else _("tidak mengurangi")
    return Told(what=what, how=how, because=span(line))


def counted(amount: int, where: Place) -> str:
    """A sum in the units of the limit."""
    if isinstance(where.limit, WorkingMinutes | Elapsed):
        return seconds(amount)
    if isinstance(where.limit, WorkingDays):
        told: str = ngettext("%(num)s hari kerja", "%(num)s hari kerja", amount)
    else:
        told = ngettext("%(num)s hari kalender", "%(num)s hari kalender", amount)
    return told


def at(moment: datetime) -> str:
    """ "27 Maret, 15.30"."""
    return f"{short_day(moment)}, {clock_time(moment)}"


def span(line: Line) -> str:
    """ "27 Maret, 15.30 sampai 30 Maret, 09.00"."""
    return _("%(start)s sampai %(end)s", start=at(line.start), end=at(line.end or line.start))


def hours(line: Line) -> str:
    """ "07.30–12.00"."""
    return f"{clock_time(line.start)}–{clock_time(line.end or line.start)}"


def dates(start: datetime, end: datetime | None) -> str:
    """ "16–18 Maret", "30 Maret – 2 April", or one date; an end at midnight is the day before."""
    first = short_day(start)
    last = short_day((end or start) - _INSTANT if end and end > start else start)
    if first == last:
        return first
    day, _space, rest = first.partition(" ")
    return f"{day}–{last}" if last.endswith(f" {rest}") else f"{first} – {last}"


def weekdays(numbers: Iterable[int]) -> list[str]:
    """The names of days of the week, Monday being 0, in the order of the week."""
    names = get_day_names("wide", locale=language())
    return [names[number] for number in sorted(numbers)]


def _weekday(at: datetime, where: Place) -> str:
    return weekdays([where.day(at).weekday()])[0]


def _listed(words: list[str]) -> str:
    return _(" dan ").join(words) if len(words) < 3 else ", ".join(words)
