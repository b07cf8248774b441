"""Differences of two texts of a calendar, in words: as a reader of the decree would tell them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_
from flask_babel import ngettext

from engine.domain.calendar import Calendar
from engine.domain.hours import Day, Holiday, Season, SpecialDay
from web.calendars.glance import weekdays
from web.calendars.off import KINDS
from web.calendars.week import ranges
from web.wording import day as day_words


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """One place that differs; an empty `before` was added, an empty `after` dropped."""

    where: Any
    before: str
    after: str


_IDENTITY: tuple[tuple[Any, Callable[[Calendar], str]], ...] = (
    (N_("Nama kalender"), lambda calendar: calendar.title),
    (N_("Aturan yang menetapkan jam kerja"), lambda calendar: calendar.basis),
    (
        N_("Libur dikonfirmasi sampai"),
        lambda calendar: (calendar.confirmed_until and day_words(calendar.confirmed_until)) or "",
    ),
)


def differences(old: Calendar, new: Calendar) -> Iterator[Difference]:
    """Every difference, in the order of the page."""
    for where, read in _IDENTITY:
        yield from _unlike(where, read(old), read(new))
    for (_short, name), before, after in zip(weekdays(), old.week, new.week, strict=True):
        yield from _unlike(name, _hours(before), _hours(after))
    seasons = [{one.title: one for one in calendar.seasons} for calendar in (old, new)]
    yield from _each(*seasons, lambda title: title, _season)
    yield from _each(old.special_days, new.special_days, day_words, _special)
    yield from _each(old.holidays, new.holidays, day_words, _holiday)
    yield from _decrees(old.holidays, new.holidays)


def _each(
    old: Mapping[Any, Any], new: Mapping[Any, Any], name: Callable[[Any], str],
    told: Callable[[Any], str],
) -> Iterator[Difference]:  # fmt: skip
    for key in sorted({*old, *new}):
        before, after = (told(side[key]) if key in side else "" for side in (old, new))
        yield from _unlike(name(key), before, after)


def _unlike(where: Any, before: str, after: str) -> Iterator[Difference]:
    if before != after:
        yield Difference(where=where, before=before, after=after)


def _decrees(old: Mapping[date, Holiday], new: Mapping[date, Holiday]) -> Iterator[Difference]:
    """How many holidays rest on another decree now, or on one at last."""
    known = [day for day in new if day in old and old[day].decree != new[day].decree]
    for decree in sorted({new[day].decree for day in known}):
        rest = [day for day in known if new[day].decree == decree]
        where = ngettext("Dasar %(num)s hari libur", "Dasar %(num)s hari libur", len(rest))
        before = "; ".join(sorted({old[day].decree or _("belum dikonfirmasi") for day in rest}))
        yield Difference(where=where, before=before, after=decree)


def _hours(day: Day) -> str:
    return ", ".join(ranges(day)) or _("tidak bekerja")


def _season(season: Season) -> str:
    hours = "; ".join(
        f"{name} {_hours(day)}"
        for (_short, name), day in zip(weekdays(), season.week, strict=True)
        if day
    )
    first, last = day_words(season.start), day_words(season.end)
    return _("%(first)s sampai %(last)s: %(hours)s", first=first, last=last, hours=hours)


def _special(special: SpecialDay) -> str:
    return f"{special.title}: {_hours(special.hours)}"


def _holiday(holiday: Holiday) -> str:
    return f"{holiday.name} ({KINDS[holiday.kind]})"
