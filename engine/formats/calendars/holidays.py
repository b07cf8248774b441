"""The holidays of a calendar file: lists by name, each with its decree, and single dates.

A decree that is left empty means that the holiday is only proposed yet.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from engine.domain.hours import Holiday, HolidayKind
from engine.formats.definitions import document
from engine.formats.definitions.book import Book, Place
from engine.formats.definitions.shape import block, choice, day, is_code, items, some_words, words

LIST = {"title": True, "decree": True, "dates": True}
DATE = {"date": True, "name": True, "kind": True, "decree": False}


def holidays(
    place: Place | None, folder: Path | None, inherited: Mapping[date, Holiday]
) -> dict[date, Holiday]:
    """The holidays under `holidays:`; a list that is named is a file of the folder."""
    found: dict[date, Holiday] = {}
    for item in items(place):
        for holiday in _told(item, folder):
            if holiday.date in found:
                item.wrong(
                    f"{holiday.date} sudah libur ({found[holiday.date].name}).",
                    "Sebut setiap tanggal satu kali; dua hari raya ditulis dalam satu nama.",
                )
            found[holiday.date] = holiday
    return {**inherited, **found}


def holidays_text(found: Iterable[Holiday]) -> list[dict[str, Any]]:
    """Holidays as `holidays` reads them, by date, each with its decree."""
    return [
        {"date": str(one.date), "name": one.name, "kind": one.kind, "decree": one.decree}
        for one in sorted(found, key=lambda one: one.date)
    ]


def _told(place: Place, folder: Path | None) -> Iterator[Holiday]:
    if isinstance(place.node.value, dict):
        yield from _single(place, None)
        return
    name = some_words(place)
    if not name or not is_code(place, name):
        return
    path = folder / f"{name}.yaml" if folder else None
    if path is None or not path.is_file():
        place.wrong(f"daftar libur “{name}” tidak ada.", f"Buat berkas libur/{name}.yaml.")
        return
    yield from _listed(place, path)


def _listed(place: Place, path: Path) -> list[Holiday]:
    """The holidays of a list; its faults are told where the calendar names it."""
    book = Book()
    found = document(path, book)
    told: list[Holiday] = []
    if found is not None:
        parts = block(Place(found[1], (), "", book), LIST)
        decree = words(parts.get("decree"))
        some_words(parts.get("title"))
        told = [one for item in items(parts.get("dates")) for one in _single(item, decree)]
    for fault in book.in_order():
        place.wrong(f"{path.name} baris {fault.line}: {fault.message}", fault.remedy)
    return told


def _single(place: Place, decree: str | None) -> Iterator[Holiday]:
    """One date; `decree` is that of its list."""
    parts = block(place, DATE)
    on, name = day(parts.get("date")), some_words(parts.get("name"))
    own = words(parts["decree"]) if "decree" in parts else decree
    if own is None:
        place.wrong("belum menyebut dasar liburnya.", "Tambahkan decree: nomor keputusannya.")
    kind = choice(parts["kind"], HolidayKind, HolidayKind.NATIONAL) if "kind" in parts else None
    if on and kind:
        yield Holiday(date=on, name=name, decree=own or "", kind=kind)
