"""YAML 1.2 in which every scalar is text and every value knows its line.

A document written by an office must mean what the eye reads: `07.30` stays `07.30`, `no` stays a
word, `070` keeps its zero. Only a schema, later, gives text a type. What could make one page mean
something else than it shows (duplicate keys, aliases, tags, a second document) is refused.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from engine.domain.errors import Refusal

LARGEST = 1024 * 1024  # characters; the longest SOP seen has 30 thousand
DEEPEST = 20  # levels of nesting

# Escapes in quoted scalars can spell characters that a database, UTF-8 or the next reader of the
# text cannot keep.
_UNSTORABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)


class DocumentUnreadable(Refusal):
    """The text is no document of the accepted kind; `fault` says where and what to do."""

    says = "%(name)s tidak dapat dibaca: %(fault)s"

    def __init__(self, name: str, fault: "Fault") -> None:
        self.fault = fault
        super().__init__(name=name, fault=fault)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong at a line of a document, with the remedy.

    `says` is the Indonesian sentence and the key of its translation; `details` fill its places.
    """

    line: int  # counted from 1
    says: str
    details: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"baris {self.line}: {self.says % self.details}"


@dataclass(frozen=True, slots=True)
class Marked:
    """A value with the line it stands on; a value in a mapping stands on the line of its key."""

    value: "dict[str, Marked] | list[Marked] | str"
    line: int  # counted from 1


def read(text: str, name: str) -> Marked:
    """The one document in `text`; `name` is what a refusal calls it.

    Raises DocumentUnreadable for bad syntax, a duplicate key, an anchor, alias or tag, a second
    document, more than a megabyte, or nesting beyond twenty levels.
    """
    if len(text) > LARGEST:
        raise DocumentUnreadable(name, Fault(1, _TOO_LARGE, {"cap": LARGEST // 1024}))
    try:
        return _document(YAML(typ="safe", pure=True).parse(text), name)
    except YAMLError as wrong:
        raise DocumentUnreadable(name, _syntax(wrong, text)) from None


_TOO_LARGE = "berkas lebih besar dari %(cap)s KiB. Pecahlah menjadi beberapa berkas."
_SYNTAX = (
    "susunan YAML keliru di baris ini atau baris sebelumnya. Periksa lekukan (spasi, bukan tab), "
    "tanda kutip, dan tanda titik dua."
)
_CHARACTER = "ada huruf kendali atau huruf rusak. Hapus huruf itu atau ketik ulang barisnya."
_TWICE = "kunci “%(key)s” sudah ada di baris %(first)s. Hapus atau ganti nama salah satunya."
_NOT_TEXT = "kunci harus satu kata atau kalimat, bukan daftar. Tulis kuncinya sebagai teks."
_ALIAS = "jangkar dan alias (& dan *) tidak dipakai di sini. Tulis nilainya secara lengkap."
_TAG = "penanda jenis (!) tidak dipakai di sini. Hapus penanda itu."
_DEEP = "nilai bersarang terlalu dalam. Sederhanakan susunannya."
_SECOND = "ada dokumen kedua dalam berkas ini (---). Simpan setiap dokumen dalam berkas sendiri."


def _syntax(wrong: YAMLError, text: str) -> Fault:
    if isinstance(wrong, MarkedYAMLError) and wrong.problem_mark is not None:
        return Fault(wrong.problem_mark.line + 1, _SYNTAX)
    place = getattr(wrong, "position", 0)
    return Fault(text.count("\n", 0, place) + 1, _CHARACTER)


def _document(events: Iterator[Event], name: str) -> Marked:
    reader = _Reader(events, name)
    event = reader.next()
    while not isinstance(event, DocumentStartEvent | StreamEndEvent):
        event = reader.next()
    if isinstance(event, StreamEndEvent):
        return Marked("", 1)
    marked = reader.value(reader.next(), 0)
    reader.next()
    after = reader.next()
    if isinstance(after, DocumentStartEvent):
        raise reader.refusal(after, _SECOND)
    return marked


class _Reader:
    """Builds values out of the parser's events."""

    def __init__(self, events: Iterator[Event], name: str) -> None:
        self.events = events
        self.name = name

    def next(self) -> Event:
        return next(self.events)

    def refusal(self, event: Event, says: str, **details: Any) -> DocumentUnreadable:
        return DocumentUnreadable(self.name, Fault(_line(event), says, details))

    def value(self, event: Event, depth: int, line: int | None = None) -> Marked:
        self._must_be_plain(event, depth)
        at = line or _line(event)
        if isinstance(event, MappingStartEvent):
            return Marked(self._mapping(depth + 1), at)
        if isinstance(event, SequenceStartEvent):
            return Marked(self._sequence(depth + 1), at)
        return Marked(self._text(event), at)

    def _text(self, event: Event) -> str:
        if not isinstance(event, ScalarEvent):
            raise self.refusal(event, _NOT_TEXT)
        text = str(event.value)
        if _UNSTORABLE.search(text):
            raise self.refusal(event, _CHARACTER)
        return text

    def _must_be_plain(self, event: Event, depth: int) -> None:
        if isinstance(event, AliasEvent) or getattr(event, "anchor", None) is not None:
            raise self.refusal(event, _ALIAS)
        if getattr(event, "tag", None) is not None:
            raise self.refusal(event, _TAG)
        if depth > DEEPEST:
            raise self.refusal(event, _DEEP)

    def _mapping(self, depth: int) -> dict[str, Marked]:
        found: dict[str, Marked] = {}
        while not isinstance(key := self.next(), MappingEndEvent):
            self._must_be_plain(key, depth)
            name = self._text(key)
            if name in found:
                raise self.refusal(key, _TWICE, key=name, first=found[name].line)
            found[name] = self.value(self.next(), depth, _line(key))
        return found

    def _sequence(self, depth: int) -> list[Marked]:
        found = []
        while not isinstance(event := self.next(), SequenceEndEvent):
            found.append(self.value(event, depth))
        return found


def _line(event: Event) -> int:
    return int(event.start_mark.line) + 1
