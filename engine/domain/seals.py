"""Seals: from time to time a signed root over the heads of all chains that have moved since.

A chain proves order to friends only, since whoever owns the database can reckon it anew. A seal
binds the heads by a key that is not in the database (Ed25519, RFC 8032), and names the seal before
it, so that none can be taken out. What lies under a seal cannot be changed, lost or put back
without being found.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

from engine.domain import merkle
from engine.domain.facts import CANONICAL


class Occasion(StrEnum):
    """Why a seal was made."""

    SCHEDULE = "schedule"
    HAND = "hand"
    CAMPAIGN = "campaign"  # an evaluation was closed


@dataclass(frozen=True, slots=True)
class Leaf:
    """The head of one chain: what a seal binds."""

    case_id: int
    version: int
    head: bytes
    number: str  # by which people outside know the case, even when its row is gone

    @property
    def line(self) -> bytes:
        """The bytes that are hashed: a line that people can read."""
        return f"{self.case_id} {self.version} {self.head.hex()} {self.number}".encode()

    @classmethod
    def of(cls, line: bytes) -> Self:
        """The leaf on a line. Raises ValueError."""
        case_id, version, head, number = line.decode().split(" ", 3)
        return cls(int(case_id), int(version), bytes.fromhex(head), number)


@dataclass(frozen=True, kw_only=True, slots=True)
class Statement:
    """What a seal says; its canonical bytes are signed."""

    number: int  # from 1, without gaps
    before: bytes  # digest of the statement of the seal before it; empty for the first
    at: datetime
    why: Occasion
    cases: int  # how many leaves
    facts: int  # how many facts came under a seal with it
    root: bytes
    key: bytes  # the public key, 32 bytes

    @property
    def body(self) -> bytes:
        """The canonical bytes (RFC 8785), stored and signed as they are."""
        content = {
            "at": self.at, "before": self.before.hex(), "cases": self.cases, "facts": self.facts,
            "key": self.key.hex(), "number": self.number, "root": self.root.hex(), "why": self.why,
        }  # fmt: skip
        return orjson.dumps(content, option=CANONICAL)


@dataclass(frozen=True, kw_only=True, slots=True)
class Seal:
    """A signed statement, and the leaves it binds as lines in the order of their cases."""

    body: bytes
    signature: bytes
    lines: tuple[bytes, ...]

    @property
    def digest(self) -> bytes:
        """By which the next seal names this one, and a witness print shows it."""
        return hashlib.sha256(self.body).digest()


def read(body: bytes) -> Statement:
    """The statement in these bytes. Raises ValueError, KeyError or TypeError."""
    raw = orjson.loads(body)
    return Statement(
        number=raw["number"],
        before=bytes.fromhex(raw["before"]),
        at=datetime.fromisoformat(raw["at"]),
        why=Occasion(raw["why"]),
        cases=raw["cases"],
        facts=raw["facts"],
        root=bytes.fromhex(raw["root"]),
        key=bytes.fromhex(raw["key"]),
    )


def public_key(secret: bytes) -> bytes:
    """The public half of a secret key of 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def seal(
    secret: bytes, leaves: Sequence[Leaf], before: tuple[int, Seal | None], at: datetime,
    why: Occasion, facts: int,
) -> Seal:  # fmt: skip
    """Seals these leaves after the seal before, given with its number (0: this is the first)."""
    lines = tuple(leaf.line for leaf in sorted(leaves, key=lambda leaf: leaf.case_id))
    last, named = before
    body = Statement(
        number=last + 1,
        before=named.digest if named else b"",
        at=at,
        why=why,
        cases=len(lines),
        facts=facts,
        root=merkle.root(lines),
        key=public_key(secret),
    ).body
    signature = Ed25519PrivateKey.from_private_bytes(secret).sign(body)
    return Seal(body=body, signature=signature, lines=lines)


def is_signed(body: bytes, signature: bytes, key: bytes) -> bool:
    """Whether the holder of the key has signed these bytes."""
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, body)
    except (InvalidSignature, ValueError):
        return False
    return True
