"""Holidays of a year: proposed until a decree confirms them, and what its list must hold."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from engine.domain.calendar import Calendar
from engine.domain.errors import FieldsWrong, Sentence
from engine.domain.hours import Holiday

WARNED_FROM = 10  # October: the decree of the coming year is usually out by then


def is_proposed(holiday: Holiday) -> bool:
    """Whether no decree has confirmed the holiday yet; it counts as a day off all the same."""
    return not holiday.decree


def unconfirmed_year(calendar: Calendar, today: date) -> int | None:
    """The year whose holidays should be confirmed by now; from October that is the coming one.

    None where all is confirmed, or where the calendar depends on no decree still to come.
    """
    confirmed = calendar.confirmed_until
    if confirmed is None:
        return None
    last = today.year + (today.month >= WARNED_FROM)
    asked = (year for year in range(today.year, last + 1) if confirmed < date(year, 12, 31))
    return next(asked, None)


def unconfirmed(calendar: Calendar, today: date) -> bool:
    """Whether the Organisation Section is to be warned that holidays are not confirmed."""
    return unconfirmed_year(calendar, today) is not None


def of_year(calendar: Calendar, year: int) -> tuple[Holiday, ...]:
    """The holidays that a calendar knows of a year, by date."""
    days = sorted(day for day in calendar.holidays if day.year == year)
    return tuple(calendar.holidays[day] for day in days)


def confirmed(calendar: Calendar, year: int, days: Sequence[Holiday], decree: str) -> Calendar:
    """The calendar with the holidays of a year as a decree sets them; they are certain then.

    A holiday keeps a decree of its own. The version is still that of the calendar before.
    Raises FieldsWrong.
    """
    _must_be_of(year, days, decree)
    others = {day: one for day, one in calendar.holidays.items() if day.year != year}
    named = {one.date: replace(one, decree=one.decree.strip() or decree) for one in days}
    last = date(year, 12, 31)
    until = calendar.confirmed_until
    return replace(
        calendar,
        holidays={**others, **named},
        confirmed_until=max(until, last) if until else last,
    )


def first_difference(old: Iterable[Holiday], new: Iterable[Holiday], year: int) -> date:
    """The first date on which two lists of a year differ, or 1 January."""
    before, after = ({one.date: one.name for one in days} for days in (old, new))
    differing = (day for day in sorted(before.keys() ^ after.keys()))
    return next(differing, date(year, 1, 1))


def _must_be_of(year: int, days: Sequence[Holiday], decree: str) -> None:
    faults: dict[str, Sentence] = {}
    if not decree.strip():
        faults["decree"] = Sentence("Hari libur ditetapkan dengan keputusan: isi nomornya.")
    seen: set[date] = set()
    for place, one in enumerate(days):
        if one.date.year != year:
            faults[f"days.{place}"] = Sentence("Tanggal ini bukan dalam tahun %(year)s.", year=year)
        elif one.date in seen:
            faults[f"days.{place}"] = Sentence("Tanggal ini sudah disebut.")
        elif not one.name.strip():
            faults[f"days.{place}"] = Sentence("Isi nama hari liburnya.")
        seen.add(one.date)
    if faults:
        raise FieldsWrong(faults)
