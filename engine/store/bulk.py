"""Bulk: many facts in one statement and one commit, for imports, sweeps and bulk actions.

The caller has locked the rows (FOR UPDATE, in order of id), so the guard cannot fail; it is kept
all the same, and the count is compared.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import orjson
import psycopg

from engine.domain.case import Case
from engine.store.cases import SELECT_CASE, SET_COLUMNS, Loaded, case_of, columns_of
from engine.store.history import Entry
from engine.store.session import Row, Store
from engine.store.wire import codes, hexadecimal

_CASE = {"id": "bigint", "read": "int", **SET_COLUMNS}
_SET = ", ".join(f"{name} = g.{name}" for name in SET_COLUMNS)
_FACT = {
    "case_id": "bigint", "version": "int", "kind": "text", "happened_at": "timestamptz",
    "recorded_at": "timestamptz", "actor": "bigint", "body": "text", "digest": "bytea",
}  # fmt: skip
_NOTICE = {
    "case_id": "bigint", "version": "int", "kind": "text", "addressee": "text",
    "promised_at": "timestamptz",
}  # fmt: skip
_WORD = "case_id bigint, version int, field text, text text, salt bytea"


def _unnested(columns: dict[str, str]) -> str:
    return f"unnest({', '.join(f'%s::{kind}[]' for kind in columns.values())})"


_MOVED = (
    f"WITH moved AS (UPDATE cases c SET {_SET} FROM {_unnested(_CASE)} AS g ({', '.join(_CASE)}) "
    "WHERE c.id = g.id AND c.version = g.read RETURNING c.id), "
    f"fact AS (INSERT INTO history ({', '.join(_FACT)}) SELECT * FROM {_unnested(_FACT)}), "
    f"told AS (INSERT INTO notices ({', '.join(_NOTICE)}) SELECT * FROM {_unnested(_NOTICE)}) "
)
_SAID = (
    ", said AS (INSERT INTO words (case_id, version, field, text, salt) "
    f"SELECT w.* FROM json_to_recordset(%s) AS w ({_WORD})) "
)
_COUNT = "SELECT count(*) FROM moved"
_LOCK = (
    f"SELECT {SELECT_CASE}, clock_timestamp(), o.revision FROM cases c, office o "
    "WHERE c.number = ANY(%s) ORDER BY c.id FOR UPDATE OF c"
)
# The LIMIT stands inside: without it the planner misjudges the pick and reads the whole table.
_DUE = (
    f"SELECT {SELECT_CASE}, clock_timestamp(), o.revision FROM cases c, office o "
    "WHERE c.next_at <= coalesce(%s::timestamptz, now()) AND NOT EXISTS "
    "(SELECT FROM stuck_cases s WHERE s.case_id = c.id AND s.retry_at > now()) "
    "ORDER BY c.next_at LIMIT %s FOR UPDATE OF c SKIP LOCKED"
)


def locked(
    store: Store, connection: psycopg.Connection[Any], numbers: Sequence[str]
) -> list[Loaded]:
    """The cases with these numbers, locked in order of id."""
    rows = connection.execute(_LOCK, (list(numbers),)).fetchall()
    return [Loaded(case_of(store, row), row[-2], row[-1]) for row in rows]


def due(connection: psycopg.Connection[Any], now: datetime | None, limit: int) -> list[Row]:
    """Rows whose next moment has come, in that order, locked; locks of others are skipped.

    Each is read by `case_of`, and ends with the database's clock and the office's revision. Cases
    at which a sweep has failed are left alone for a while.
    """
    return connection.execute(_DUE, (now, limit)).fetchall()


class LostGuard(RuntimeError):
    """A row changed although it was locked: the transaction must not be committed."""


def record_all(connection: psycopg.Connection[Any], chains: Sequence[Sequence[Entry]]) -> int:
    """Records one or more consecutive facts for each of many locked cases; answers how many facts.

    Raises LostGuard when not every case moved.
    """
    if not chains:
        return 0
    entries = [new for chain in chains for new in chain]
    if any(new.document or new.once for new in entries):
        raise ValueError("documents and one-time keys do not travel in bulk")
    params = [
        *_arrays(_CASE, (_row(chain[0].before, chain[-1].after) for chain in chains)),
        *_arrays(_FACT, map(_fact, entries)),
        *_arrays(_NOTICE, (row for new in entries for row in _notices(new))),
    ]
    words = [word for new in entries for word in _words(new)]
    if words:
        params.append(orjson.dumps(words, default=hexadecimal).decode())
    moved = connection.execute(f"{_MOVED}{_SAID if words else ''}{_COUNT}", params).fetchone()
    if moved is None or moved[0] != len(chains):
        raise LostGuard(f"{moved} of {len(chains)} cases moved")
    return len(entries)


def _arrays(columns: dict[str, str], rows: Iterable[tuple[Any, ...]]) -> Iterable[str]:
    """One array a column; the driver's own way, value by value, took most of a sweep's time."""
    return map(codes, list(zip(*rows, strict=True)) or [()] * len(columns))


def _row(before: Case, after: Case) -> tuple[Any, ...]:
    return before.id, before.version, *columns_of(after)


def _fact(new: Entry) -> tuple[Any, ...]:
    fact = new.fact
    return (
        new.before.id, fact.version, fact.kind, fact.happened_at, fact.recorded_at, fact.actor,
        new.sealed.body.decode(), new.sealed.digest,
    )  # fmt: skip


def _notices(new: Entry) -> Iterable[tuple[Any, ...]]:
    for promise in new.promises:
        yield new.before.id, new.fact.version, promise.kind, promise.to, new.fact.recorded_at


def _words(new: Entry) -> Iterable[dict[str, Any]]:
    for word in new.fact.words:
        yield {
            "case_id": new.before.id,
            "version": new.fact.version,
            "field": word.field,
            "text": word.text,
            "salt": word.salt,
        }
