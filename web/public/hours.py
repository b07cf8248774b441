"""When a counter is open, in one line: days with the same hours are told together."""

from datetime import date
from itertools import groupby

from babel.dates import get_day_names
from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.domain.hours import MIDNIGHT, Day, Week
from web.languages import language


def opening_hours(calendar: Calendar, today: date) -> str:
    """ "Senin–Kamis 07.30–16.00, Jumat 07.30–16.30", with the hours of a season that is on."""
    week = _week(calendar, today)
    days = [(number, day) for number, day in enumerate(week) if day]
    if len(days) == 7 and all(_edges(day) == (0, MIDNIGHT) for _number, day in days):
        return _("setiap hari, 24 jam")
    runs = groupby(enumerate(days), lambda at: (at[1][0] - at[0], _edges(at[1][1])))
    return ", ".join(_told([pair for _place, pair in run]) for _sort, run in runs)


def _week(calendar: Calendar, today: date) -> Week:
    rules = calendar.era(today)
    seasons = (season.week for season in rules.seasons if season.start <= today <= season.end)
    return next(seasons, rules.week)


def _edges(day: Day) -> tuple[int, int]:
    return day[0].start, day[-1].end


def _told(run: list[tuple[int, Day]]) -> str:
    names = get_day_names("wide", locale=language())
    first, last = run[0][0], run[-1][0]
    days = names[first] if first == last else f"{names[first]}–{names[last]}"
    start, end = _edges(run[0][1])
    return f"{days} {_clock(start)}–{_clock(end)}"


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}.{minutes % 60:02d}"
