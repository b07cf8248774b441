"""The weekly hours of a calendar file: `monday-thursday: [07.30-12.00, 13.00-16.00]`."""

import re
from collections.abc import Iterable

from engine.domain.hours import MIDNIGHT, Day, Hours, Week, in_order
from engine.formats.definitions.book import Place
from engine.formats.definitions.shape import entries, items, some_words

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALL_DAY = Hours(start=0, end=MIDNIGHT)

_HOURS = re.compile(r"(\d\d)[.:](\d\d) ?[-–] ?(\d\d)[.:](\d\d)")
_EXAMPLE = "Tulis seperti 07.30-12.00; jam yang melewati tengah malam seperti 21.00-07.00."


def week(place: Place | None) -> Week:
    """The hours of seven days; a day that is not named has none."""
    found: dict[int, Day] = {}
    for key, child in entries(place):
        hours = day_hours(child)
        for weekday in _weekdays(key, child):
            if weekday in found:
                child.wrong(f"{WEEKDAYS[weekday]} sudah disebut.", "Sebut setiap hari satu kali.")
            found[weekday] = hours
    monday, tuesday, wednesday, thursday, friday, saturday, sunday = (
        found.get(weekday, ()) for weekday in range(7)
    )
    return monday, tuesday, wednesday, thursday, friday, saturday, sunday


def day_hours(place: Place | None) -> Day:
    """The hours of one day, in order and without overlap; an empty list means no work."""
    day = tuple(hours for item in items(place) if (hours := _hours(item)))
    if place is not None and not in_order(day):
        place.wrong("jamnya bertumpuk atau tidak berurutan.", "Urutkan dari pagi ke malam.")
        return ()
    return day


def week_text(week: Week) -> dict[str, list[str]]:
    """The hours as `week` reads them."""
    named = zip(WEEKDAYS, week, strict=True)
    return {weekday: day_text(day) for weekday, day in named if day}


def day_text(day: Day) -> list[str]:
    """The hours of one day as `day_hours` reads them."""
    return [f"{_clock(hours.start)}-{_clock(_hour_of_end(hours))}" for hours in day]


def _weekdays(key: str, place: Place) -> Iterable[int]:
    first, _, last = key.partition("-")
    known = first in WEEKDAYS and (last or first) in WEEKDAYS
    span = (WEEKDAYS.index(first), WEEKDAYS.index(last or first)) if known else (1, 0)
    if span[0] > span[1]:
        remedy = f"Tulis satu hari atau rentang, misalnya monday-thursday: {', '.join(WEEKDAYS)}."
        place.wrong(f"“{key}” bukan nama hari.", remedy)
    return range(span[0], span[1] + 1)


def _hours(place: Place) -> Hours | None:
    text = some_words(place)
    written = _HOURS.fullmatch(text)
    numbers = [int(part) for part in written.groups()] if written else []
    if numbers and max(numbers[1], numbers[3]) < 60:
        start, end = numbers[0] * 60 + numbers[1], numbers[2] * 60 + numbers[3]
        if start < MIDNIGHT and end <= MIDNIGHT and start != end:
            return Hours(start=start, end=end if end > start else end + MIDNIGHT)
    if text:
        place.wrong(f"“{text}” bukan rentang jam.", _EXAMPLE)
    return None


def _hour_of_end(hours: Hours) -> int:
    return hours.end if hours.end <= MIDNIGHT else hours.end - MIDNIGHT


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02}.{minutes % 60:02}"
