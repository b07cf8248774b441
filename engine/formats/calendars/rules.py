"""The rules of a calendar file beside its weekly hours: zone, seasons and special days.

What an heir does not say comes from the calendar above it; so do the dates of a season that it
names by the same title.
"""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.domain.hours import Season, SpecialDay
from engine.formats.calendars.working_hours import day_hours, week
from engine.formats.definitions.book import Place
from engine.formats.definitions.shape import block, day, items, some_words, words

SEASON = {"title": True, "from": True, "to": True, "week": True, "decree": False}
SPECIAL = {"title": True, "date": True, "hours": True, "decree": False}


def zone(place: Place | None, inherited: ZoneInfo | None) -> ZoneInfo | None:
    """The time zone; noted where it is unknown."""
    if place is None:
        return inherited
    name = some_words(place)
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = "Tulis Asia/Jakarta (WIB), Asia/Makassar (WITA), atau Asia/Jayapura (WIT)."
        place.wrong(f"zona waktu “{name}” tidak dikenal.", remedy)
        return None


def seasons(place: Place | None, inherited: tuple[Season, ...]) -> tuple[Season, ...]:
    """The seasons by date, the inherited ones among them unless told anew."""
    above = {season.title: season for season in inherited}
    found: list[Season] = []
    for item in items(place):
        told = _season(item, above)
        if told is None:
            continue
        above.pop(told.title, None)
        others = [*found, *above.values()]
        if told.end < told.start or any(_overlap(told, one) for one in others):
            item.wrong("tanggalnya terbalik atau bertumpuk.", "Periksa from dan to setiap masa.")
            continue
        found.append(told)
    return tuple(sorted([*found, *above.values()], key=lambda season: season.start))


def special_days(
    place: Place | None, inherited: Mapping[date, SpecialDay]
) -> dict[date, SpecialDay]:
    """The single days with hours of their own."""
    found: dict[date, SpecialDay] = {}
    for item in items(place):
        parts = block(item, SPECIAL)
        on, title = day(parts.get("date")), some_words(parts.get("title"))
        hours, decree = day_hours(parts.get("hours")), words(parts.get("decree"))
        if on in found:
            item.wrong(f"{on} sudah diatur.", "Sebut setiap tanggal satu kali.")
        elif on:
            found[on] = SpecialDay(date=on, title=title, hours=hours, decree=decree)
    return {**inherited, **found}


def _season(item: Place, above: Mapping[str, Season]) -> Season | None:
    """One season; dates, hours and decree that it does not say come from that of its title."""
    model = above.get(_title(item))
    parts = block(item, {key: needed and model is None for key, needed in SEASON.items()})
    title, hours = some_words(parts.get("title")), week(parts.get("week"))
    start, end, decree = day(parts.get("from")), day(parts.get("to")), words(parts.get("decree"))
    if model is not None:
        start = start if "from" in parts else model.start
        end = end if "to" in parts else model.end
        hours = hours if "week" in parts else model.week
        decree = decree if "decree" in parts else model.decree
    if start is None or end is None:
        return None
    return Season(title=title, start=start, end=end, week=hours, decree=decree)


def _title(item: Place) -> str:
    value = item.node.value
    told = value.get("title") if isinstance(value, dict) else None
    return told.value.strip() if told is not None and isinstance(told.value, str) else ""


def _overlap(one: Season, other: Season) -> bool:
    return one.start <= other.end and other.start <= one.end
