"""The case file: one JSON document by which anybody can check a case without Sopan.

It holds the facts as the bytes that were hashed, the words that may be shown with their salts, the
text of the SOP and of the calendars, and the seals with their proofs. Beside it go two checkers
that need nothing installed: a program (Python's standard library only) and a page for a browser.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import orjson

FORMAT = "sopan-case-file/1"
PROGRAM = Path(__file__).with_name("verify.py")
PAGE = Path(__file__).with_name("verify.html")


@dataclass(frozen=True, kw_only=True, slots=True)
class Proof:
    """A seal, and the way from one head of the case to its root."""

    statement: bytes
    signature: bytes
    version: int  # the fact whose digest is the head
    head: bytes
    place: int
    hashes: Sequence[bytes]


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """What goes into the document."""

    id: int
    number: str
    made_at: datetime
    facts: Sequence[tuple[bytes, bytes]]  # body and digest, in order
    total: int  # how many facts the case has; more than are here when this is a slice
    words: Sequence[tuple[int, str, str, bytes]] | None  # version, field, text, salt; None: kept
    sop: bytes
    calendars: Sequence[tuple[str, str, str]]  # code, version, canonical text
    seals: Sequence[Proof]


def document(file: CaseFile) -> bytes:
    """The document, readable line by line."""
    told = {
        "format": FORMAT,
        "case": {"id": file.id, "number": file.number, "facts": file.total},
        "made_at": file.made_at,
        "facts": [{"body": body.decode(), "digest": digest.hex()} for body, digest in file.facts],
        "redacted": file.words is None,
        "words": [
            {"version": version, "field": field, "text": text, "salt": salt.hex()}
            for version, field, text, salt in file.words or ()
        ],
        "sop": base64.b64encode(file.sop).decode(),
        "calendars": [
            {"code": code, "version": version, "text": text}
            for code, version, text in file.calendars
        ],
        "seals": [_proof(proof) for proof in file.seals],
    }
    return orjson.dumps(told, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z)


def _proof(proof: Proof) -> dict[str, object]:
    return {
        "statement": proof.statement.decode(),
        "signature": proof.signature.hex(),
        "version": proof.version,
        "head": proof.head.hex(),
        "place": proof.place,
        "proof": [one.hex() for one in proof.hashes],
    }
