"""Offices: the units of a regency and the posts in them, read from one YAML file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from engine.domain.errors import DefinitionFaulty
from engine.domain.people import Duty, Position, Unit
from engine.domain.soundness.flaw import meant
from engine.formats.definitions import document
from engine.formats.definitions.book import Book, Place
from engine.formats.definitions.ladder import ladder
from engine.formats.definitions.shape import (
    Block,
    block,
    choice,
    coded,
    is_code,
    items,
    some_words,
    words,
)

DOCUMENT = {"regency": True, "kinds": False, "units": True}
KIND = {"calendar": False, "ladder": False, "positions": False}
UNIT = {
    "name": True,
    "kind": True,
    "short": True,
    "parent": False,
    "calendar": False,
    "address": False,
    "ladder": False,
    "positions": False,
}
POSITION = {"title": True, "superior": False, "duties": False}


@dataclass(frozen=True, kw_only=True, slots=True)
class Offices:
    """A regency, its units and their posts, in the order of the file."""

    regency: str
    units: tuple[Unit, ...]
    positions: tuple[Position, ...]


def read_offices(path: Path) -> Offices:
    """The units and posts in a file; a kind's posts exist in each of its units.

    Raises DefinitionFaulty, listing every fault with its line and remedy.
    """
    book = Book()
    marked = document(path, book)
    offices = None if marked is None else _offices(Place(marked[1], (), "", book))
    if offices is None or not book.is_usable():
        faults = "\n".join(f"baris {fault}" for fault in book.in_order())
        raise DefinitionFaulty(file=str(path), faults=faults)
    return offices


def _offices(place: Place) -> Offices:
    found = block(place, DOCUMENT)
    kinds = {code: block(child, KIND) for code, child in coded(found.get("kinds"))}
    units: dict[str, Unit] = {}
    positions: dict[str, Position] = {}
    superiors: list[tuple[str, Place]] = []
    for code, child in coded(found.get("units")):
        own = block(child, UNIT)
        kind = kinds.get(words(own.get("kind")), {})
        units[code] = _unit(code, child, own, kind)
        for group in (kind.get("positions"), own.get("positions")):
            for post, entry in coded(group):
                position, superior = _position(code, post, entry)
                positions[position.desk] = position
                superiors += [(position.superior or "", superior)] if superior else []
    _superiors_exist(superiors, positions)
    _units_fit(found.get("units"), units)
    return Offices(
        regency=some_words(found.get("regency")),
        units=tuple(units.values()),
        positions=tuple(positions.values()),
    )


def _unit(code: str, place: Place, own: Block, kind: Block) -> Unit:
    calendar = own.get("calendar") or kind.get("calendar")
    if calendar is None:
        place.wrong("belum menyebut kalender.", "Tambahkan calendar: pada unit atau jenisnya.")
    climbs = own.get("ladder") or kind.get("ladder")
    short = some_words(own.get("short"))
    if "short" in own and not re.fullmatch(r"[A-Z]{2,5}", short):
        own["short"].wrong(f"“{short}” bukan singkatan.", "Tulis 2-5 huruf besar, misalnya DKC.")
    return Unit(
        code=code,
        name=some_words(own.get("name")),
        kind=some_words(own.get("kind")),
        short=short,
        parent=some_words(own.get("parent")) or None,
        calendar=some_words(calendar),
        address=words(own.get("address")),
        ladder=ladder(climbs) if climbs else None,
    )


def _position(unit: str, code: str, place: Place) -> tuple[Position, Place | None]:
    found = block(place, POSITION)
    above = some_words(found.get("superior"))
    if above and ":" not in above and is_code(found["superior"], above):
        above = f"{unit}:{above}"
    duties = frozenset(choice(item, Duty, Duty.COUNTER) for item in items(found.get("duties")))
    position = Position(
        unit=unit,
        code=code,
        title=some_words(found.get("title")),
        duties=duties,
        superior=above or None,
    )
    return position, found.get("superior")


def _superiors_exist(superiors: list[tuple[str, Place]], positions: Mapping[str, Position]) -> None:
    for desk, place in superiors:
        if desk not in positions and place.where not in place.book.broken:
            place.wrong(f"atasan “{desk}” tidak ada.", meant(desk, positions))


def _units_fit(place: Place | None, units: Mapping[str, Unit]) -> None:
    shorts: dict[str, str] = {}
    for code, child in coded(place):
        unit = units[code]
        if unit.parent and unit.parent not in units:
            child.wrong(f"induk “{unit.parent}” tidak ada.", meant(unit.parent, units))
        if unit.short in shorts:
            child.wrong(
                f"singkatan {unit.short} sudah dipakai {shorts[unit.short]}.",
                "Beri setiap unit singkatan yang berbeda.",
            )
        shorts.setdefault(unit.short, code)
