"""Calendars: a unit's working time read from YAML, and written back as one self-contained text.

The file may name lists of holidays; the canonical text carries them all. It is kept beside
the cases that were reckoned with it, and its digest is the calendar's version.
"""

import hashlib
import json
from datetime import date
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from engine.domain.calendar import Calendar
from engine.domain.errors import DefinitionFaulty, NotFound
from engine.domain.hours import Season, SpecialDay, Week, apart
from engine.formats.calendars.holidays import holidays, holidays_text
from engine.formats.calendars.working_hours import day_hours, day_text, week, week_text
from engine.formats.definitions import document
from engine.formats.definitions.book import Book, Fault, Place
from engine.formats.definitions.shape import Block, block, day, items, some_words, words

DOCUMENT = {"calendar": True, "week": True, "seasons": False, "days": False, "holidays": False}
IDENTITY = {"title": True, "zone": True, "basis": False, "confirmed_until": False}
SEASON = {"title": True, "from": True, "to": True, "week": True, "decree": False}
SPECIAL = {"title": True, "date": True, "hours": True, "decree": False}


def load_calendar(path: Path) -> Calendar:
    """The calendar in a file, whose name is its code; lists of holidays lie in `libur/` beside it.

    Raises NotFound when there is no such file, DefinitionFaulty with every fault, its line and
    remedy.
    """
    if not path.is_file():
        raise NotFound(what=f"Kalender {path.stem}")
    return _loaded(path, path.stem, path.parent / "libur", str(path))


def parse_calendar(text: str, code: str) -> Calendar:
    """The calendar in a text that names no list of holidays, such as its canonical text.

    Raises DefinitionFaulty.
    """
    return _loaded(text.encode(), code, None, f"kalender {code}")


def check_calendar(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a calendar file, from top to bottom."""
    book = Book()
    _calendar(path, path.stem, path.parent / "libur", book)
    return book.in_order()


def calendar_text(calendar: Calendar) -> str:
    """The canonical text: everything the calendar says, itself a calendar file without lists."""
    told: dict[str, Any] = {
        "calendar": {
            "title": calendar.title,
            "zone": calendar.zone.key,
            "basis": calendar.basis,
            "confirmed_until": str(calendar.confirmed_until or ""),
        },
        "week": week_text(calendar.week),
        "seasons": [_season_text(season) for season in calendar.seasons],
        "days": [_special_text(special) for _, special in sorted(calendar.special_days.items())],
        "holidays": holidays_text(calendar.holidays.values()),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)


def _loaded(source: Path | bytes, code: str, folder: Path | None, name: str) -> Calendar:
    book = Book()
    calendar = _calendar(source, code, folder, book)
    if calendar is None:
        faults = "\n".join(f"baris {fault}" for fault in book.in_order())
        raise DefinitionFaulty(file=name, faults=faults)
    return calendar


def _calendar(source: Path | bytes, code: str, folder: Path | None, book: Book) -> Calendar | None:
    found = document(source, book)
    if found is None:
        return None
    root = Place(found[1], (), "", book)
    if not isinstance(root.node.value, dict):
        root.wrong("bukan kalender.", "Mulailah dengan bagian calendar dan week.")
    parts = block(root, DOCUMENT)
    identity = block(parts["calendar"], IDENTITY) if "calendar" in parts else {}
    rules = _rules(parts, folder)
    zone = _zone(identity.get("zone"))
    confirmed = words(identity.get("confirmed_until"))
    until = day(identity["confirmed_until"]) if confirmed else None
    _must_work(root, rules)
    if zone is None or not book.is_usable():
        return None
    return _versioned(
        code=code,
        title=some_words(identity.get("title")),
        zone=zone,
        basis=words(identity.get("basis")),
        confirmed_until=until,
        **rules,
    )


def _versioned(**values: Any) -> Calendar:
    """The calendar with the digest of its own canonical text as version."""
    text = calendar_text(Calendar(version="", **values))
    return Calendar(version=hashlib.sha256(text.encode()).hexdigest()[:12], **values)


def _rules(parts: Block, folder: Path | None) -> dict[str, Any]:
    return {
        "week": week(parts.get("week")),
        "seasons": _seasons(parts.get("seasons")),
        "special_days": _special_days(parts.get("days")),
        "holidays": holidays(parts.get("holidays"), folder),
    }


def _zone(place: Place | None) -> ZoneInfo | None:
    name = some_words(place)
    if place is None or not name:
        return None
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        remedy = "Tulis Asia/Jakarta (WIB), Asia/Makassar (WITA), atau Asia/Jayapura (WIT)."
        place.wrong(f"zona waktu “{name}” tidak dikenal.", remedy)
        return None


def _seasons(place: Place | None) -> tuple[Season, ...]:
    found: list[Season] = []
    for item in items(place):
        parts = block(item, SEASON)
        start, end = day(parts.get("from")), day(parts.get("to"))
        hours, title = week(parts.get("week")), some_words(parts.get("title"))
        if start is None or end is None:
            continue
        if end < start or any(start <= one.end and one.start <= end for one in found):
            item.wrong("tanggalnya terbalik atau bertumpuk.", "Periksa from dan to setiap masa.")
            continue
        decree = words(parts.get("decree"))
        found.append(Season(title=title, start=start, end=end, week=hours, decree=decree))
    return tuple(sorted(found, key=lambda season: season.start))


def _special_days(place: Place | None) -> dict[date, SpecialDay]:
    found: dict[date, SpecialDay] = {}
    for item in items(place):
        parts = block(item, SPECIAL)
        on, title = day(parts.get("date")), some_words(parts.get("title"))
        hours, decree = day_hours(parts.get("hours")), words(parts.get("decree"))
        if on in found:
            item.wrong(f"{on} sudah diatur.", "Sebut setiap tanggal satu kali.")
        elif on:
            found[on] = SpecialDay(date=on, title=title, hours=hours, decree=decree)
    return found


def _must_work(root: Place, rules: dict[str, Any]) -> None:
    """Notes a week without hours, and work after midnight that meets another day's morning."""
    weeks: list[Week] = [rules["week"], *(season.week for season in rules["seasons"])]
    days = [hours for week in weeks for hours in week]
    days += [special.hours for special in rules["special_days"].values()]
    if root.book.is_usable() and not any(rules["week"]):
        root.wrong("minggunya tidak mempunyai jam kerja.", "Isi week: dengan jam setiap hari.")
    if not apart(days):
        root.wrong(
            "jam lewat tengah malam bertemu dengan jam buka suatu hari.",
            "Akhiri jaga malam paling lambat pada jam buka paling pagi dalam kalender ini.",
        )


def _season_text(season: Season) -> dict[str, Any]:
    return {
        "title": season.title,
        "from": str(season.start),
        "to": str(season.end),
        "week": week_text(season.week),
        "decree": season.decree,
    }


def _special_text(special: SpecialDay) -> dict[str, Any]:
    return {
        "title": special.title,
        "date": str(special.date),
        "hours": day_text(special.hours),
        "decree": special.decree,
    }
