"""Opening in the store: the database's clock, the next number, and the first row of a case."""

import hashlib
from datetime import datetime
from typing import Any

import psycopg

from engine.store.cases import SET_COLUMNS
from engine.store.history import KEY, Entry, append
from engine.store.wire import given

_KEY = ("text", "text", "int", "bytea")  # number, unit, sop_id, code
_INSERT = (
    f"INSERT INTO cases (number, unit, sop_id, code, {', '.join(SET_COLUMNS)}) SELECT "
    + ", ".join(given(n, kind) for n, kind in enumerate(_KEY, KEY))
    + ", "
    + ", ".join(given(n, kind) for n, kind in enumerate(SET_COLUMNS.values(), 1))
    + " RETURNING id"
)


def now(connection: psycopg.Connection[Any]) -> datetime:
    """The database's clock."""
    row = connection.execute("SELECT clock_timestamp()").fetchone()
    assert row is not None
    return row[0]  # type: ignore[no-any-return]


def next_number(connection: psycopg.Connection[Any], prefix: str, year: int) -> str:
    """The next case number of a prefix and year; without gaps, since the row stays locked."""
    row = connection.execute(
        "INSERT INTO counters (prefix, last) VALUES (%s, 1) "
        "ON CONFLICT (prefix) DO UPDATE SET last = counters.last + 1 RETURNING last",
        (f"{prefix}-{year}",),
    ).fetchone()
    assert row is not None
    return f"{prefix}-{year}-{row[0]:05d}"


def insert(connection: psycopg.Connection[Any], new: Entry, sop_id: int, code: bytes) -> int:
    """Inserts the case row with its first fact; answers the row's id.

    Raises psycopg.errors.UniqueViolation when the entry's one-time key is taken.
    """
    key = new.after.number, new.after.unit, sop_id, code
    case_id = append(connection, new, _INSERT, key)
    assert case_id is not None
    return case_id


def receipt_hash(secret: str) -> bytes:
    """What the store keeps of a receipt's secret."""
    return hashlib.sha256(secret.encode()).digest()
