"""Differences of two calendars: weekly hours, dates with other hours, holidays gained and lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.calendar import Calendar
from engine.domain.hours import Day, Holiday

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a date, or of a weekday from Monday, before and after."""

    on: date | int
    old: Day
    new: Day


@dataclass(frozen=True, kw_only=True, slots=True)
class Differences:
    """What is other in a new calendar than in an old one."""

    week: tuple[Hours, ...]  # weekdays
    days: tuple[Hours, ...]  # dates that a season, holiday or single day rules in one of the two
    gained: tuple[Holiday, ...]
    lost: tuple[Holiday, ...]
    confirmed_until: tuple[date | None, date | None]

    def __bool__(self) -> bool:
        sure_until, until = self.confirmed_until
        return bool(self.week or self.days or self.gained or self.lost or sure_until != until)


def differences(old: Calendar, new: Calendar) -> Differences:
    """What a reader of both would find; a holiday of another name is lost and gained."""
    before, after = _named(old), _named(new)
    return Differences(
        week=tuple(
            Hours(weekday, one, other)
            for weekday, (one, other) in enumerate(zip(old.week, new.week, strict=True))
            if one != other
        ),
        days=tuple(_days(old, new)),
        gained=tuple(after[key] for key in sorted(after.keys() - before.keys())),
        lost=tuple(before[key] for key in sorted(before.keys() - after.keys())),
        confirmed_until=(old.confirmed_until, new.confirmed_until),
    )


def _named(calendar: Calendar) -> dict[tuple[date, str], Holiday]:
    return {(day, one.name): one for day, one in calendar.holidays.items()}


def _days(old: Calendar, new: Calendar) -> Iterator[Hours]:
    for day in sorted(_ruled(old) | _ruled(new)):
        one, other = old.hours(day), new.hours(day)
        if one != other:
            yield Hours(day, one, other)


def _ruled(calendar: Calendar) -> set[date]:
    """The dates that something else than the ordinary week rules."""
    found = {*calendar.holidays, *calendar.special_days}
    for season in calendar.seasons:
        found |= {season.start + n * _DAY for n in range((season.end - season.start).days + 1)}
    return found
