"""A year at a glance: twelve months of days, each with the rule that makes it a day of its own."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_day_names, get_month_names

from engine.domain.calendar import Calendar
from engine.domain.holidays import is_proposed
from engine.domain.hours import Holiday, HolidayKind, Season, SpecialDay
from web.languages import language

# The class of the sheet and the shape of the sign; what an ordinary working day has is nothing.
NATIONAL, JOINT, REGIONAL, SPECIAL, SEASON, REST = (
    "nasional", "bersama", "daerah", "khusus", "masa", "pekan",
)  # fmt: skip
OF_KIND = {
    HolidayKind.NATIONAL: NATIONAL,
    HolidayKind.JOINT_LEAVE: JOINT,
    HolidayKind.REGIONAL: REGIONAL,
}
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """One date: its look, and the name of the rule that gives it that look."""

    day: date
    look: str = ""
    name: str = ""
    proposed: bool = False  # a holiday that no decree has confirmed yet


@dataclass(frozen=True, kw_only=True, slots=True)
class Month:
    """A month as weeks from Monday; None where a week reaches into another month."""

    name: str
    first: date
    weeks: list[list[Cell | None]]
    working_days: int


def months(calendar: Calendar, year: int) -> list[Month]:
    """The twelve months of a year."""
    names = get_month_names("wide", locale=language())
    return [
        _month(calendar, date(year, month, 1), names[month].capitalize())
        for month in range(1, 13)
    ]  # fmt: skip


def weekdays() -> list[tuple[str, str]]:
    """The names of the days from Monday, short and whole."""
    short, whole = (get_day_names(width, locale=language()) for width in ("abbreviated", "wide"))
    return [(short[day], whole[day]) for day in range(7)]


def _month(calendar: Calendar, first: date, name: str) -> Month:
    days = list(_days(first))
    padded = [None] * first.weekday() + [_cell(calendar, day) for day in days]
    padded += [None] * (-len(padded) % 7)
    return Month(
        name=name,
        first=first,
        weeks=[padded[start : start + 7] for start in range(0, len(padded), 7)],
        working_days=sum(bool(calendar.hours(day)) for day in days),
    )


def _days(day: date) -> Iterator[date]:
    month = day.month
    while day.month == month:
        yield day
        day += _DAY


def _cell(calendar: Calendar, day: date) -> Cell:
    match calendar.exception(day):
        case SpecialDay(title=title):
            return Cell(day=day, look=SPECIAL, name=title)
        case Holiday(name=name, kind=kind) as holiday:
            return Cell(day=day, look=OF_KIND[kind], name=name, proposed=is_proposed(holiday))
        case Season(title=title) if calendar.hours(day):
            return Cell(day=day, look=SEASON, name=title)
    return Cell(day=day, look="" if calendar.hours(day) else REST)
