"""Calendars: a unit's working time read from YAML, and written back as one self-contained text.

The file may name lists of holidays and a calendar it inherits from; the canonical text carries all
of it. It is kept beside the cases that were reckoned with it, and its digest is the calendar's
version.
"""

from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.errors import DefinitionFaulty, NotFound
from engine.domain.hours import Holiday, Week, apart
from engine.formats.calendars.canonical import calendar_text as calendar_text
from engine.formats.calendars.canonical import stamped
from engine.formats.calendars.holidays import holidays
from engine.formats.calendars.rules import seasons, special_days, zone
from engine.formats.calendars.working_hours import week
from engine.formats.definitions import document
from engine.formats.definitions.book import Book, Fault, Place
from engine.formats.definitions.shape import Block, block, day, is_code, some_words, words

DOCUMENT = {"calendar": True, "week": True, "seasons": False, "days": False, "holidays": False}
IDENTITY = {
    "title": True,
    "zone": True,
    "basis": False,
    "confirmed_until": False,
    "inherits": False,
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Written:
    """A calendar as its file tells it, with the code of the one above it ("" for none)."""

    calendar: Calendar
    inherits: str = ""


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where a calendar's text may look for others: its folder, and who is reading already."""

    folder: Path | None
    reading: tuple[str, ...] = field(default=())


def read_calendar(path: Path) -> Written:
    """The calendar in a file, whose name is its code; lists of holidays lie in `libur/` beside it.

    Raises NotFound when there is no such file, DefinitionFaulty with every fault, its line and
    remedy.
    """
    if not path.is_file():
        raise NotFound(what=f"Kalender {path.stem}")
    return _read(path, path.stem, Shelf(path.parent), str(path))


def load_calendar(path: Path) -> Calendar:
    """The calendar in a file with everything it inherits. Raises as `read_calendar` does."""
    return read_calendar(path).calendar


def parse_calendar(text: str, code: str) -> Calendar:
    """The calendar in a text that says all itself, such as a canonical text.

    Raises DefinitionFaulty.
    """
    return _read(text.encode(), code, Shelf(None), f"kalender {code}").calendar


def check_calendar(path: Path) -> tuple[Fault, ...]:
    """Everything that is wrong with a calendar file, from top to bottom."""
    book = Book()
    _written(path, path.stem, Shelf(path.parent), book)
    return book.in_order()


def _read(source: Path | bytes, code: str, shelf: Shelf, name: str) -> Written:
    book = Book()
    written = _written(source, code, shelf, book)
    if written is None:
        faults = "\n".join(f"baris {fault}" for fault in book.in_order())
        raise DefinitionFaulty(file=name, faults=faults)
    return written


def _written(source: Path | bytes, code: str, shelf: Shelf, book: Book) -> Written | None:
    found = document(source, book)
    if found is None:
        return None
    root = Place(found[1], (), "", book)
    if not isinstance(root.node.value, dict):
        root.wrong("bukan kalender.", "Mulailah dengan bagian calendar dan week.")
    heir = _is_heir(root)
    parts = block(root, {**DOCUMENT, "week": not heir})
    identity_keys = {**IDENTITY, "zone": not heir}
    identity = block(parts["calendar"], identity_keys) if "calendar" in parts else {}
    above = _above(identity.get("inherits"), Shelf(shelf.folder, (*shelf.reading, code)))
    told = _told(root, parts, identity, above, shelf.folder)
    if told["zone"] is None or not book.is_usable():
        return None
    calendar = Calendar(code=code, version="", **told)
    return Written(calendar=stamped(calendar), inherits=words(identity.get("inherits")))


def _is_heir(root: Place) -> bool:
    value = root.node.value
    identity = value.get("calendar") if isinstance(value, dict) else None
    return (
        identity is not None and isinstance(identity.value, dict) and "inherits" in identity.value
    )


def _above(place: Place | None, shelf: Shelf) -> Calendar | None:
    """The calendar inherited from; its faults are told where it is named."""
    code = some_words(place)
    if place is None or not code or not is_code(place, code):
        return None
    path = shelf.folder / f"{code}.yaml" if shelf.folder else None
    if path is None or not path.is_file():
        place.wrong(f"kalender “{code}” tidak ada.", f"Buat berkas {code}.yaml di folder ini.")
        return None
    if code in shelf.reading:
        place.wrong(f"“{code}” mewarisi kalender ini juga.", "Putuskan lingkarannya.")
        return None
    book = Book()
    found = _written(path, code, shelf, book)
    for fault in book.in_order():
        place.wrong(f"{path.name} baris {fault.line}: {fault.message}", fault.remedy)
    return found.calendar if found else None


def _told(
    root: Place, parts: Block, identity: Block, above: Calendar | None, folder: Path | None
) -> dict[str, Any]:
    """What a calendar says, and for all it does not say what the one above it does."""
    lists = folder / "libur" if folder else None
    told: dict[str, Any] = {
        "title": some_words(identity.get("title")),
        "basis": words(identity.get("basis")),
        "zone": zone(identity.get("zone"), above.zone if above else None),
        "confirmed_until": _confirmed_until(identity.get("confirmed_until"), above),
        "week": above.week if above and "week" not in parts else week(parts.get("week")),
        "seasons": seasons(parts.get("seasons"), above.seasons if above else ()),
        "special_days": special_days(parts.get("days"), above.special_days if above else {}),
        "holidays": holidays(parts.get("holidays"), lists, above.holidays if above else {}),
    }
    _must_work(root, told)
    _must_rest_on_decrees(root, told["holidays"].values(), told["confirmed_until"])
    return told


def _confirmed_until(place: Place | None, above: Calendar | None) -> date | None:
    if place is None:
        return above.confirmed_until if above else None
    return day(place) if words(place) else None


def _must_work(root: Place, told: dict[str, Any]) -> None:
    """Notes a week without hours, and work after midnight that meets another day's morning."""
    weeks: list[Week] = [told["week"], *(season.week for season in told["seasons"])]
    days = [hours for week in weeks for hours in week]
    days += [special.hours for special in told["special_days"].values()]
    if root.book.is_usable() and not any(told["week"]):
        root.wrong("minggunya tidak mempunyai jam kerja.", "Isi week: dengan jam setiap hari.")
    if not apart(days):
        root.wrong(
            "jam lewat tengah malam bertemu dengan jam buka suatu hari.",
            "Akhiri jaga malam paling lambat pada jam buka paling pagi dalam kalender ini.",
        )


def _must_rest_on_decrees(root: Place, days: Any, confirmed_until: date | None) -> None:
    """Notes a holiday that is only proposed although its date is said to be certain."""
    found: list[Holiday] = [one for one in days if not one.decree]
    early = [one for one in found if confirmed_until and one.date <= confirmed_until]
    if early:
        root.wrong(
            f"{early[0].date} ({early[0].name}) belum berdasar keputusan, padahal libur dinyatakan "
            f"pasti sampai {confirmed_until}.",
            "Isi decree:, atau majukan confirmed_until.",
        )
