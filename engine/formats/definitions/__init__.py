"""Definitions: an SOP version read from its YAML file, with everything that is wrong with it.

One file is one version; its digest is the SHA-256 of the file's bytes, so that a changed byte in an
adopted file is found.
"""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from engine.domain.errors import DefinitionFaulty
from engine.domain.sop import Sop
from engine.domain.soundness import flaws_of
from engine.domain.soundness.flaw import Level
from engine.formats.definitions import identity
from engine.formats.definitions.book import Book, Fault, Place
from engine.formats.definitions.fields import fields
from engine.formats.definitions.ladder import ladder
from engine.formats.definitions.shape import block
from engine.formats.definitions.steps import steps
from engine.formats.yaml import LARGEST, DocumentUnreadable, Marked, read

DOCUMENT = {
    "sop": True,
    "service": True,
    "roles": True,
    "four_eyes": False,
    "intake": False,
    "requirements": False,
    "pauses": False,
    "ladder": False,
    "steps": True,
}
PARTS: dict[str, Callable[[Place], Any]] = {
    "sop": identity.identity,
    "service": identity.promise,
    "roles": identity.roles,
    "four_eyes": identity.four_eyes,
    "intake": fields,
    "requirements": identity.requirements,
    "pauses": identity.pauses,
    "ladder": ladder,
    "steps": steps,
}


def read_definition(source: Path | bytes, name: str = "") -> Sop:
    """The SOP version in a file or in its bytes; `name` is what a refusal calls it.

    Raises DefinitionFaulty, listing every error with its line and remedy; warnings are ignored.
    """
    sop, faults = check_definition(source)
    if sop is None:
        errors = [f"baris {fault}" for fault in faults if fault.level is Level.ERROR]
        called = name or (str(source) if isinstance(source, Path) else "ini")
        raise DefinitionFaulty(file=called, faults="\n".join(errors))
    return sop


def read_adopted(content: bytes) -> Sop:
    """The SOP version in bytes that were adopted: its soundness was judged then, by the rules then.

    A rule made stricter later must not take a text in force away from its cases. Raises
    DefinitionFaulty only where the bytes cannot be read at all.
    """
    book = Book()
    found = document(content, book)
    sop = found and _read(Place(found[1], (), "", book), hashlib.sha256(content).hexdigest())
    if not sop:
        faults = "\n".join(f"baris {fault}" for fault in book.in_order())
        raise DefinitionFaulty(file="yang diadopsi", faults=faults)
    return sop


def check_definition(source: Path | bytes) -> tuple[Sop | None, tuple[Fault, ...]]:
    """The SOP version, or None when an error forbids it, and all faults from top to bottom."""
    book = Book()
    found = document(source, book)
    sop = None
    if found is not None:
        content, root = found
        sop = _sop(Place(root, (), "", book), hashlib.sha256(content).hexdigest())
    return (sop if book.is_usable() else None), book.in_order()


def document(source: Path | bytes, book: Book) -> tuple[bytes, Marked] | None:
    """The bytes and the document in a file, or None after its fault has been written down."""
    content = source if isinstance(source, bytes) else _content(source, book)
    root = None if content is None else _root(content, book)
    return None if content is None or root is None else (content, root)


def _content(path: Path, book: Book) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(LARGEST + 1)
    except IsADirectoryError:
        book.note(1, "Ini sebuah folder, bukan berkas.", "Sebut berkas .yaml di dalamnya.")
    except FileNotFoundError:
        book.note(1, "Berkas tidak ditemukan.", "Periksa nama dan foldernya.")
    except (OSError, ValueError) as refused:
        why = getattr(refused, "strerror", None) or "nama tidak sah"
        book.note(1, f"Berkas tidak dapat dibuka ({why}).", "Periksa nama dan izin bacanya.")
    return None


def _root(content: bytes, book: Book) -> Marked | None:
    if len(content) > LARGEST:
        book.note(1, f"Berkas lebih besar dari {LARGEST // 1024} KiB.", "Satu berkas satu SOP.")
        return None
    try:
        return read(content.decode("utf-8-sig"), "berkas")
    except UnicodeDecodeError as wrong:
        line = content.count(b"\n", 0, wrong.start) + 1
        book.note(line, "Berkas bukan teks UTF-8.", "Simpan ulang sebagai teks UTF-8.")
    except DocumentUnreadable as unreadable:
        fault = unreadable.fault
        message = fault.says % fault.details
        book.note(fault.line, message[:1].upper() + message[1:], "")
    return None


def _sop(place: Place, digest: str) -> Sop | None:
    sop = _read(place, digest)
    if sop and sop.steps:
        for flaw in flaws_of(sop, judge_ways=not _flow_is_broken(place.book)):
            place.book.note_flaw(flaw)
    return sop


def _read(place: Place, digest: str) -> Sop | None:
    if not isinstance(place.node.value, dict):
        place.wrong("bukan definisi SOP.", "Mulailah dengan bagian sop, service, roles, dan steps.")
        return None
    found = block(place, DOCUMENT)
    parts = {key: PARTS[key](child) for key, child in found.items()}
    if not {"sop", "service", "roles", "steps"} <= set(parts):
        return None
    promise = parts.pop("service")
    sop = Sop(digest=digest, **parts.pop("sop"), service=promise.service, **parts)
    _clock_starts_as_said(found["service"], promise.starts, sop)
    return sop


def _clock_starts_as_said(place: Place, starts: identity.Starts | None, sop: Sop) -> None:
    declared = not sop.opening_declares
    if starts is identity.Starts.OPENING and (declared or sop.requirements):
        place.wrong(
            "starts: opening tidak sesuai; jangka waktu SOP ini mulai ketika berkas lengkap.",
            "Tulis starts: file complete, atau hapus persyaratan dan declares: complete.",
        )


def _flow_is_broken(book: Book) -> bool:
    """Whether some step's number or exits could not be read, so that no way can be judged."""
    return any(
        where == ("steps",)
        or (where[0] == "steps" and (len(where) == 2 or where[2] in ("number", "then")))
        for where in book.broken
        if where
    )
