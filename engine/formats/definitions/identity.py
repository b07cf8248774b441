"""The identity block, service standard, roles and pauses of a definition."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from engine.domain.sop import Kind, Legal, PauseReason, Ratified, Role, Service
from engine.formats.definitions.book import Place
from engine.formats.definitions.shape import (
    Block,
    block,
    choice,
    coded,
    codes,
    day,
    is_code,
    items,
    limit,
    some_words,
    texts,
    words,
)

IDENTITY = {
    "code": True,
    "version": True,
    "number": True,
    "title": True,
    "unit": False,
    "unit_kind": False,
    "made": False,
    "revised": False,
    "effective": True,
    "ratified": True,
    "legal_basis": False,
    "related": False,
    "warning": False,
    "qualifications": False,
    "equipment": False,
    "records": False,
    "source": False,
}
RATIFIED = {"by": True, "letter": True, "date": False}
SERVICE = {
    "limit": False,
    "starts": False,
    "fee": False,
    "product": False,
    "condition": False,
    "extension": False,
    "legal": False,
}
LEGAL = {"limit": True, "basis": True}
ROLE = {"title": True, "unit": False, "kind": False}
PAUSE = {"title": True, "at_most": False}

_LISTS = ("legal_basis", "related", "qualifications", "equipment", "records")


class Starts(StrEnum):
    """When the service clock starts, as the paper says it."""

    COMPLETE = "file complete"
    OPENING = "opening"


class Elsewhere(StrEnum):
    """Executors that are no posts of an office."""

    APPLICANT = "applicant"
    OUTSIDE = "outside"


def identity(place: Place) -> dict[str, Any]:
    """The identity block as the Sop's fields."""
    found = block(place, IDENTITY)
    return {
        "code": _prefix(found.get("code")),
        "version": _version(found.get("version")),
        "number": words(found.get("number")),
        "title": some_words(found.get("title")),
        "effective": day(found.get("effective")) or date.max,
        "ratified": _ratified(found.get("ratified")),
        **_owner(place, found),
        **{key: words(found.get(key)) for key in ("made", "revised", "warning", "source")},
        **{key: texts(found.get(key)) for key in _LISTS},
    }


def _prefix(place: Place | None) -> str:
    text = words(place)
    if place is not None and not re.fullmatch(r"[A-Z]{2,6}", text):
        place.wrong(
            f"“{text}” tidak dapat menjadi awalan nomor.", "Tulis 2-6 huruf besar, misalnya SKTM."
        )
    return text


def _version(place: Place | None) -> int:
    text = words(place)
    if re.fullmatch(r"[1-9][0-9]{0,5}", text):
        return int(text)
    if place is not None:
        place.wrong(f"“{text}” bukan nomor versi.", "Tulis 1, 2, 3, dan seterusnya.")
    return 0


def _ratified(place: Place | None) -> Ratified:
    if place is None:
        return Ratified(by="", letter="", date=None)
    found = block(place, RATIFIED)
    by, letter = some_words(found.get("by")), some_words(found.get("letter"))
    return Ratified(by=by, letter=letter, date=day(found.get("date")))


def _owner(place: Place, found: Block) -> dict[str, str | None]:
    owners = {key: some_words(found[key]) for key in ("unit", "unit_kind") if key in found}
    for key, text in owners.items():
        if text:
            is_code(found[key], text)
    if len(owners) != 1:
        place.wrong(
            "harus menyebut salah satu: unit atau unit_kind.",
            "Tulis unit: untuk satu unit, atau unit_kind: untuk SOP yang diadopsi sejenis unit.",
        )
    return {"unit": owners.get("unit") or None, "unit_kind": owners.get("unit_kind") or None}


@dataclass(frozen=True, slots=True)
class Promise:
    """The service standard, and when the file says its clock starts."""

    service: Service
    starts: Starts | None


def promise(place: Place) -> Promise:
    """The service standard."""
    found = block(place, SERVICE)
    starts = choice(found["starts"], Starts, Starts.COMPLETE) if "starts" in found else None
    service = Service(
        limit=limit(found.get("limit")),
        fee=words(found.get("fee")),
        product=words(found.get("product")),
        condition=words(found.get("condition")),
        extension=limit(found["extension"]) if "extension" in found else None,
        legal=_legal(found["legal"]) if "legal" in found else None,
    )
    return Promise(service, starts)


def _legal(place: Place) -> Legal:
    found = block(place, LEGAL)
    return Legal(limit=limit(found.get("limit")), basis=some_words(found.get("basis")))


def roles(place: Place) -> dict[str, Role]:
    """The executors in their declared order."""
    found = {code: _role(code, child) for code, child in coded(place)}
    if not found and place.where not in place.book.broken:
        place.wrong("belum menyebut pelaksana.", "Tulis paling sedikit satu: kode: Sebutan.")
    return found


def _role(code: str, place: Place) -> Role:
    if isinstance(place.node.value, str):
        return Role(code=code, title=some_words(place))
    found = block(place, ROLE)
    unit = some_words(found.get("unit")) or None
    elsewhere = choice(found["kind"], Elsewhere, Elsewhere.OUTSIDE) if "kind" in found else None
    kind = Kind(elsewhere.value) if elsewhere else Kind.OFFICE
    if unit and is_code(found["unit"], unit) and kind is not Kind.OFFICE:
        place.wrong("menyebut unit dan kind sekaligus.", "Pemohon dan pihak luar tidak berunit.")
    return Role(code=code, title=some_words(found.get("title")), kind=kind, unit=unit)


def pauses(place: Place) -> dict[str, PauseReason]:
    """The reasons for which a case may pause."""
    return {code: _pause(code, child) for code, child in coded(place)}


def _pause(code: str, place: Place) -> PauseReason:
    found = block(place, PAUSE)
    title = some_words(found.get("title"))
    return PauseReason(code=code, title=title, at_most=limit(found.get("at_most")))


def requirements(place: Place) -> dict[str, str]:
    """The papers the applicant brings, by code."""
    return {code: some_words(child) for code, child in coded(place)}


def four_eyes(place: Place) -> tuple[tuple[str, ...], ...]:
    """The groups of roles that must be different persons."""
    return tuple(codes(group) for group in items(place))
