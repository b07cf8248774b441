"""Wording: moments, spans, sizes and names as people read them, in Indonesian and English.

Hours are written with a point in both languages ("15.30"), as on the paper forms.
"""

from collections.abc import Mapping
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any, cast

from babel import Locale
from flask import Flask, g
from flask_babel import gettext as _
from flask_babel import ngettext

from engine import clock
from engine.domain.deadline import Remaining
from engine.domain.limit import CalendarDays, Limit, Months, Weeks
from web.languages import language
from web.reader import DEFAULT_ZONE, reader

# Indonesia has three zones, none of which changes its clock during the year.
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}
_SHOWN_LETTERS, _DOTS = 3, "•••••"


def install(app: Flask) -> None:
    """Registers the filters."""
    app.jinja_env.filters.update(
        moment=moment, short_moment=short_moment, day=day, short_day=short_day,
        clock=clock_time, clock_second=clock_second,
        remaining=remaining, span=span,
        seconds=seconds, ago=ago, masked=masked, initials=initials, size=size,
    )  # fmt: skip


def use_zone(zone: tzinfo) -> None:
    """Tells the moments of this request in the zone of the case's unit, not of the reader's."""
    g.zone = zone


def moment(at: datetime) -> str:
    """ "Jumat, 27 Maret 2026, 15.30 WITA"."""
    here = _here(at)
    return f"{day(here)}, {here:%H.%M} {_zone_name(here)}"


def short_moment(at: datetime) -> str:
    """ "hari ini, 16.00", "kemarin, 11.20", "25 Maret, 13.02"; with the year when it is another."""
    here, today = _here(at), _today()
    near = {0: _("hari ini"), -1: _("kemarin"), 1: _("besok")}.get((here.date() - today).days)
    return f"{near or short_day(here)}, {here:%H.%M}"


def day(on: date) -> str:
    """ "Jumat, 27 Maret 2026"."""
    on = _date(on)
    names = _names(language())
    return f"{names['days'][on.weekday()]}, {on.day} {names['months'][on.month]} {on.year}"


def short_day(on: date) -> str:
    """ "27 Maret", and the year when it is not this one."""
    on = _date(on)
    text = f"{on.day} {_names(language())['months'][on.month]}"
    return text if on.year == _today().year else f"{text} {on.year}"


def clock_time(at: datetime) -> str:
    """ "15.30"."""
    return f"{_here(at):%H.%M}"


def clock_second(at: datetime) -> str:
    """ "14.40.12 WITA"."""
    here = _here(at)
    return f"{here:%H.%M.%S} {_zone_name(here)}"


def remaining(left: Remaining, limit: Limit | None = None) -> str:
    """ "Sisa 1 jam 20 menit", "Terlambat 2 hari kerja"; the limit tells which days are counted."""
    length = span(left, limit)
    return _("Terlambat %(span)s", span=length) if left.late else _("Sisa %(span)s", span=length)


def span(left: Remaining, limit: Limit | None = None) -> str:
    """The length alone: "2 hari kerja", "3 hari kalender", "1 jam 20 menit"."""
    if not left.days:
        return seconds(left.seconds)
    if isinstance(limit, CalendarDays | Weeks | Months):
        return ngettext("%(num)s hari kalender", "%(num)s hari kalender", left.days)
    return ngettext("%(num)s hari kerja", "%(num)s hari kerja", left.days)


def seconds(length: int) -> str:
    """A length of working or elapsed time: "1 jam 20 menit", "kurang dari 1 menit"."""
    hours, minutes = divmod(length // 60, 60)
    parts = [
        ngettext("%(num)s jam", "%(num)s jam", hours) if hours else "",
        ngettext("%(num)s menit", "%(num)s menit", minutes) if minutes else "",
    ]
    return " ".join(part for part in parts if part) or _("kurang dari 1 menit")


def ago(length: int) -> str:
    """ "10 detik lalu", "3 menit lalu", "2 jam lalu"; seconds in steps of five."""
    if length < 60:
        return ngettext("%(num)s detik lalu", "%(num)s detik lalu", max(5, length // 5 * 5))
    if length < 3600:
        return ngettext("%(num)s menit lalu", "%(num)s menit lalu", length // 60)
    return ngettext("%(num)s jam lalu", "%(num)s jam lalu", length // 3600)


def masked(name: str) -> str:
    """ "Rah••••• D.": enough to tell two applicants apart, too little to learn who they are."""
    first, *others = name.split() or [""]
    shown = first[: max(1, min(_SHOWN_LETTERS, len(first) - 1))]
    return f"{shown}{_DOTS} {others[-1][0].upper()}." if others else f"{shown}{_DOTS}"


def initials(name: str) -> str:
    """ "YH" for Yusran Hakim."""
    words = [word for word in name.split() if word[0].isalpha() and not word.endswith(".")]
    return "".join(word[0].upper() for word in words[:1] + words[1:][-1:])


def size(length: int) -> str:
    """ "310 KB", "1,4 MB"."""
    if length < 1024 * 1024:
        return f"{max(1, round(length / 1024))} KB"
    text = f"{length / 1024 / 1024:.1f} MB"
    return text.replace(".", ",") if language() == "id" else text


def _here(at: datetime) -> datetime:
    return at.astimezone(_zone())


def _date(on: date) -> date:
    return _here(on).date() if isinstance(on, datetime) else on


def _today() -> date:
    who = reader()
    return _here(who.now if who else clock.now()).date()


def _zone() -> tzinfo:
    if "zone" not in g:
        who = reader()
        g.zone = who.zone if who else DEFAULT_ZONE
    return cast(tzinfo, g.zone)


def _zone_name(at: datetime) -> str:
    offset = at.utcoffset()
    hours = int(offset.total_seconds() // 3600) if offset else 0
    return _ZONES.get(hours, at.tzname() or "")


@lru_cache(maxsize=8)
def _names(language: str) -> Mapping[str, Mapping[int, Any]]:
    locale = Locale.parse(language)
    return {
        "days": dict(locale.days["format"]["wide"]),
        "months": dict(locale.months["format"]["wide"]),
    }
