"""The form fields of a definition: what is asked at the counter and at a step."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation

from engine.domain.sop import Field, FieldType
from engine.formats.definitions.book import Place
from engine.formats.definitions.shape import (
    Block,
    block,
    choice,
    coded,
    flag,
    some_words,
    texts,
    words,
)

FIELD = {
    "type": False,
    "title": True,
    "hint": False,
    "required": False,
    "choices": False,
    "pattern": False,
    "minimum": False,
    "maximum": False,
}

# The keys that mean something only for some types.
_ONLY = {
    "choices": (FieldType.CHOICE,),
    "pattern": (FieldType.TEXT,),
    "minimum": (FieldType.NUMBER, FieldType.DATE),
    "maximum": (FieldType.NUMBER, FieldType.DATE),
}


def fields(place: Place | None) -> tuple[Field, ...]:
    """The questions in their order."""
    return tuple(_field(name, child) for name, child in coded(place))


def _field(name: str, place: Place) -> Field:
    if isinstance(place.node.value, str):
        return Field(name=name, title=some_words(place))
    found = block(place, FIELD)
    kind = choice(found["type"], FieldType, FieldType.TEXT) if "type" in found else FieldType.TEXT
    _fits(kind, place, found)
    return Field(
        name=name,
        title=some_words(found.get("title")),
        type=kind,
        required=flag(found.get("required"), default=True),
        choices=texts(found.get("choices")),
        hint=words(found.get("hint")),
        pattern=_pattern(found.get("pattern")),
        minimum=_bound(kind, found.get("minimum")),
        maximum=_bound(kind, found.get("maximum")),
    )


def _fits(kind: FieldType, place: Place, found: Block) -> None:
    for key, kinds in _ONLY.items():
        if key in found and kind not in kinds:
            usable = " atau ".join(kinds)
            found[key].wrong(
                f"tidak berlaku untuk type {kind}.", f"Hapus, atau tulis type: {usable}."
            )
    if kind is FieldType.CHOICE:
        offered = texts(found.get("choices"))
        if len(offered) < 2 or len(set(offered)) < len(offered):
            place.wrong(
                "pilihannya kurang dari dua atau berulang.", "Tulis choices: [Satu, Dua], berbeda."
            )


def _pattern(place: Place | None) -> str:
    text = words(place)
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError):
        assert place is not None
        place.wrong(f"“{text}” bukan ungkapan reguler.", "Periksa kurungnya, misalnya [0-9]{10}.")
        return ""
    return text


def _bound(kind: FieldType, place: Place | None) -> str:
    text = words(place)
    if place is None or place.where in place.book.broken or _is_bound(kind, text):
        return text
    place.wrong(f"“{text}” bukan batas untuk type {kind}.", "Tulis angka, atau tahun-bulan-hari.")
    return ""


def _is_bound(kind: FieldType, text: str) -> bool:
    try:
        if kind is FieldType.DATE:
            return bool(date.fromisoformat(text))
        return Decimal(text).is_finite()
    except (InvalidOperation, ValueError):
        return False
