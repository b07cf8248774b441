"""Facts: what happened to a case, each sealed into bytes that hold the digest of the fact before.

The bytes are canonical JSON (RFC 8785: sorted keys, no spaces; no floats occur) and are stored and
hashed as stored. Personal words never enter them: a fact holds a salted commitment for each, the
words and their salts lie beside the history and can be erased (UU 27/2022 on personal data).
"""

import hashlib
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

CANONICAL = orjson.OPT_SORT_KEYS | orjson.OPT_UTC_Z


class Happening(StrEnum):
    """Every kind of fact, with the transition it makes."""

    OPENED = "opened"  # nothing -> first step, or -> returned when papers are missing
    DECLARED_COMPLETE = "declared_complete"  # not a transition: the service clock starts
    COMPLETENESS_WITHDRAWN = "completeness_withdrawn"  # not a transition: the clock is reset
    CLAIMED = "claimed"  # not a transition: one person takes the step
    COMPLETED = "completed"  # step -> step, returned, ready or closed, as the outcome says
    REASSIGNED = "reassigned"  # not a transition: another person holds the step
    SUSPENDED = "suspended"  # running -> suspended
    RESUMED = "resumed"  # suspended -> running
    RESUBMITTED = "resubmitted"  # returned -> running
    EXTENDED = "extended"  # not a transition: the promised moment moves
    TAKEN_BACK = "taken_back"  # back to the step one has just completed
    CORRECTED = "corrected"  # not a transition: intake data set right
    DEVIATED = "deviated"  # step -> a step the SOP would not lead to
    HANDED_OVER = "handed_over"  # ready -> closed, or the hand-over step -> its next
    CLOSED = "closed"  # open -> closed: withdrawn, refused, not ours
    REOPENED = "reopened"  # not a transition of this case: a linked case was opened
    NOTED = "noted"  # not a transition
    ATTACHED = "attached"  # not a transition
    ERASED = "erased"  # not a transition: the words are gone, the chain stays
    DUE_SOON = "due_soon"  # not a transition: a clock nears its end
    OVERDUE = "overdue"  # not a transition: a clock has run out
    ESCALATED = "escalated"  # not a transition: lateness is told one rung higher
    RECALCULATED = "recalculated"  # not a transition: a changed calendar moved its due moments


@dataclass(frozen=True, kw_only=True, slots=True)
class Word:
    """One personal text: what the chain commits to, never holds."""

    field: str  # "note", "reason", "applicant.name", "intake.keperluan", "step.2.tanggal"
    text: str
    salt: bytes

    @classmethod
    def of(cls, field: str, text: str) -> "Word":
        """A word with a fresh 128-bit salt; what no text can hold is left out of it."""
        return cls(field=field, text=text.replace("\0", ""), salt=secrets.token_bytes(16))

    @property
    def commitment(self) -> str:
        """SHA-256 over salt and text, hexadecimal."""
        return commitment(self.salt, self.text.encode())


def words(**texts: str) -> tuple[Word, ...]:
    """The texts that are not empty, as words."""
    return tuple(Word.of(name, text.strip()) for name, text in texts.items() if text.strip())


def commitment(salt: bytes, content: bytes) -> str:
    """What the chain says about words or files that lie outside it."""
    return hashlib.sha256(salt + content).hexdigest()


@dataclass(frozen=True, kw_only=True, slots=True)
class Fact:
    """One thing that happened: who, as what, when it happened and what follows from it.

    `says` are the particulars of its kind; `changes` are the fields of the case it sets, so that a
    replay needs no clock, calendar or look-up.
    """

    version: int
    kind: Happening
    happened_at: datetime
    recorded_at: datetime
    actor: int | None
    position: str  # desk; "sopan" for the system
    says: Mapping[str, Any] = field(default_factory=dict)
    changes: Mapping[str, Any] = field(default_factory=dict)
    words: tuple[Word, ...] = ()
    committed: Mapping[str, str] = field(default_factory=dict)  # as read back: field -> commitment


@dataclass(frozen=True, slots=True)
class Sealed:
    """The bytes of a fact as stored, and their digest: the head of the chain."""

    body: bytes
    digest: bytes


def seal(fact: Fact, head: bytes) -> Sealed:
    """Binds a fact to the head before it."""
    content = {
        "actor": fact.actor,
        "before": head.hex(),
        "changes": fact.changes,
        "happened_at": fact.happened_at,
        "kind": fact.kind,
        "position": fact.position,
        "recorded_at": fact.recorded_at,
        "says": fact.says,
        "version": fact.version,
        "words": {word.field: word.commitment for word in fact.words},
    }
    body = orjson.dumps(content, option=CANONICAL)
    return Sealed(body, hashlib.sha256(body).digest())


def read(
    body: bytes | str, decode: Callable[[dict[str, Any]], dict[str, Any]] = lambda raw: raw
) -> Fact:
    """The fact that was sealed into these bytes; `decode` turns raw changes into case values."""
    raw = orjson.loads(body)
    return Fact(
        version=raw["version"],
        kind=Happening(raw["kind"]),
        happened_at=datetime.fromisoformat(raw["happened_at"]),
        recorded_at=datetime.fromisoformat(raw["recorded_at"]),
        actor=raw["actor"],
        position=raw["position"],
        says=raw["says"],
        changes=decode(raw["changes"]),
        committed=raw["words"],
    )


def broken_links(rows: list[tuple[int, bytes, bytes]]) -> list[str]:
    """What is wrong with a chain of (version, body, digest), in order; empty when it holds.

    Finds an edited, swapped, dropped or inserted fact inside the chain; a cut tail is found by
    comparing the last digest with the case's head.
    """
    faults, head = [], b""
    for place, (version, body, digest) in enumerate(rows, 1):
        raw = orjson.loads(body)
        if version != place or raw["version"] != version:
            faults.append(
                f"Fakta {place}: nomor urut yang tersimpan {version}, seharusnya {place}."
            )
        if hashlib.sha256(body).digest() != digest:
            faults.append(f"Fakta {version}: isinya tidak cocok dengan sidiknya.")
        if raw["before"] != head.hex():
            faults.append(f"Fakta {version}: tidak menyambung pada fakta sebelumnya.")
        head = digest
    return faults
