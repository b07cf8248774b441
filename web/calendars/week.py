"""The weekly hours of a year in columns: the ordinary week, and each season of the year."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.domain.hours import Day, Week
from web.calendars.sheet import seasons_of
from web.wording import short_day


@dataclass(frozen=True, kw_only=True, slots=True)
class Column:
    """A week: what it is called, when it holds, its hours by weekday and in all."""

    title: str
    span: str
    days: list[list[str]]
    total: int  # seconds


def columns(calendar: Calendar, year: int) -> Iterator[Column]:
    """The ordinary week at the end of the year, and its seasons."""
    rules = calendar.era(date(year, 12, 31))
    yield _column(_("Minggu biasa"), "", rules.week)
    for season in seasons_of(rules, year):
        first, last = short_day(season.start), short_day(season.end)
        span = _("%(first)s sampai %(last)s", first=first, last=last)
        yield _column(season.title, span, season.week)


def ranges(day: Day) -> list[str]:
    """The stretches of a day: "07.30–12.00"."""
    return [f"{_clock(hours.start)}–{_clock(hours.end)}" for hours in day]


def _column(title: str, span: str, week: Week) -> Column:
    worked = sum(hours.end - hours.start for day in week for hours in day)
    return Column(title=title, span=span, days=[ranges(day) for day in week], total=worked * 60)


def _clock(minutes: int) -> str:
    """A shift's end after midnight is told as the next day's clock shows it."""
    on = minutes if minutes <= 24 * 60 else minutes - 24 * 60
    return f"{on // 60:02}.{on % 60:02}"
