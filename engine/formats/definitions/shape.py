"""Shapes: turns places of a definition into texts, lists, dates and limits, noting what is not one.

Every function here answers with something harmless after it has noted a fault, so that the rest of
the file is still read and its author sees all faults at once.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from typing import TypeVar

from engine.domain.limit import Limit, LimitUnclear, WordsOnly, parse_limit
from engine.domain.soundness.flaw import meant
from engine.formats.definitions.book import Place

Chosen = TypeVar("Chosen", bound=StrEnum)
Keys = Mapping[str, bool]  # known keys; true for those that must be there
Block = Mapping[str, Place]

_CODE = re.compile(r"[a-z][a-z0-9_-]*")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# What an author who thinks in the paper's own headings writes, and the keys it may stand for.
_INDONESIAN = {
    "alasan": "reason",
    "batas_waktu": "within limit",
    "berlaku": "effective",
    "biaya": "fee",
    "dasar_hukum": "legal_basis",
    "disahkan": "ratified",
    "hasil": "then",
    "isian": "fields intake",
    "jangka_waktu": "limit",
    "jeda": "pauses",
    "jenis": "type unit_kind",
    "judul": "title",
    "kegiatan": "do",
    "kelengkapan": "needs",
    "kembali": "return",
    "keterangan": "remarks",
    "keterkaitan": "related",
    "kode": "code",
    "langkah": "steps",
    "layanan": "service",
    "nomor": "number",
    "output": "yields",
    "pelaksana": "by roles",
    "peralatan": "equipment",
    "peringatan": "warning",
    "persyaratan": "requirements needs",
    "petunjuk": "hint",
    "pilihan": "choices",
    "produk": "product",
    "selesai": "end",
    "sumber": "source",
    "surat": "letter",
    "tanggal": "date effective",
    "uraian": "do",
    "versi": "version",
    "waktu": "within limit",
}
_FLAGS = {"yes": True, "true": True, "no": False, "false": False}


def block(place: Place, keys: Keys) -> Block:
    """The values under the known keys; unknown and missing keys are noted."""
    found = dict(entries(place))
    for key, child in found.items():
        if key not in keys:
            place.book.note(
                child.node.line,
                f"{place.name or 'Berkas'}: kunci “{key}” tidak dikenal.",
                _key_meant(key, keys),
            )
    if isinstance(place.node.value, dict):
        for key in (k for k, needed in keys.items() if needed and k not in found):
            place.book.broken.add((*place.where, key))
            place.book.note(
                place.node.line,
                f"{place.name or 'Berkas'}: “{key}” belum ada.",
                f"Tambahkan {key}: dengan isinya.",
            )
    return {key: child for key, child in found.items() if key in keys}


def _key_meant(key: str, keys: Keys) -> str:
    words = _INDONESIAN.get(key.lower(), "").split()
    known = [word for word in words if word in keys]
    return f"Mungkin maksudnya “{known[0]}”." if known else meant(key, keys)


def entries(place: Place | None) -> Iterator[tuple[str, Place]]:
    """The keys of a mapping with their values."""
    if place is None:
        return
    if isinstance(place.node.value, dict):
        for key, node in place.node.value.items():
            yield key, place.child(key, node)
    elif place.node.value != "":
        place.wrong("harus berupa pasangan kunci dan isi.", "Tulis kunci: isi, satu baris satu.")


def coded(place: Place | None) -> Iterator[tuple[str, Place]]:
    """The keys of a mapping, each of which must be a code, with their values."""
    for key, child in entries(place):
        is_code(child, key)
        yield key, child


def is_code(place: Place, text: str) -> bool:
    """Whether the text is a code; notes it if not."""
    if _CODE.fullmatch(text):
        return True
    place.wrong(
        f"kode “{text}” tidak dapat dipakai.",
        "Pakai huruf kecil, angka, garis bawah, atau tanda hubung, diawali huruf.",
    )
    return False


def items(place: Place | None) -> Iterator[Place]:
    """The values of a list."""
    if place is None:
        return
    if isinstance(place.node.value, list):
        for count, node in enumerate(place.node.value, 1):
            yield Place(node, (*place.where, f"#{count}"), f"{place.name} ke-{count}", place.book)
    elif place.node.value != "":
        place.wrong("harus berupa daftar.", "Tulis dalam kurung siku: [satu, dua], atau dengan -.")


def words(place: Place | None) -> str:
    """A text; nothing where there is none."""
    if place is None:
        return ""
    if isinstance(place.node.value, str):
        return place.node.value.strip()
    place.wrong("harus berupa teks.", "Tulis satu teks, dalam tanda kutip bila memuat tanda baca.")
    return ""


def some_words(place: Place | None) -> str:
    """A text that may not be empty."""
    text = words(place)
    if place is not None and not text and place.where not in place.book.broken:
        place.wrong("masih kosong.", "Isi, atau hapus barisnya bila tidak diwajibkan.")
    return text


def texts(place: Place | None) -> tuple[str, ...]:
    """A list of texts."""
    return tuple(text for item in items(place) if (text := some_words(item)))


def codes(place: Place | None) -> tuple[str, ...]:
    """A list of codes."""
    found = [(item, some_words(item)) for item in items(place)]
    return tuple(text for item, text in found if text and is_code(item, text))


def flag(place: Place | None, default: bool = False) -> bool:
    """Yes or no."""
    text = words(place)
    if place is None or text.lower() in _FLAGS:
        return _FLAGS.get(text.lower(), default)
    place.wrong(f"“{text}” bukan yes atau no.", "Tulis yes atau no.")
    return default


def choice(place: Place, kind: type[Chosen], default: Chosen) -> Chosen:
    """One of the words of an enumeration."""
    text = words(place)
    if text in [member.value for member in kind]:
        return kind(text)
    if place.where not in place.book.broken:
        place.wrong(f"“{text}” tidak dikenal.", meant(text, [member.value for member in kind]))
    return default


def day(place: Place | None) -> date | None:
    """A date, written year-month-day."""
    text = some_words(place)
    if place is None or not text:
        return None
    try:
        if _DATE.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    place.wrong(f"“{text}” bukan tanggal.", "Tulis tahun-bulan-hari, misalnya 2026-03-27.")
    return None


def limit(place: Place | None) -> Limit:
    """A time limit with its original words."""
    text = words(place)
    try:
        return parse_limit(text)
    except LimitUnclear as unclear:
        assert place is not None
        remedy = str(unclear.details["remedy"])
        place.wrong(f"batas waktu “{text}” belum jelas.", f"{remedy[:1].upper()}{remedy[1:]}.")
        return WordsOnly(text=text)
