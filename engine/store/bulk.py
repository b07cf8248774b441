"""Bulk: many facts in one statement and one commit, for imports, sweeps and bulk actions.

The caller has locked the rows (FOR UPDATE, in order of id), so the guard cannot fail; it is kept
all the same, and the count is compared.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from engine.domain.case import Case
from engine.store.cases import SELECT_CASE, SET_COLUMNS, Loaded, case_of, columns_of
from engine.store.history import Entry
from engine.store.session import Store

_TYPES = {
    "version": "int", "head": "bytea", "holder": "bigint",
    **dict.fromkeys(("opened_at", "due_at", "warn_at", "promised_at", "ready_at", "closed_at",
                     "next_at"), "timestamptz"),
}  # fmt: skip
_INPUT = ", ".join(f"%s::{_TYPES.get(name, 'text')}[]" for name in SET_COLUMNS)
_MOVED = (
    f"WITH given AS (SELECT * FROM unnest(%s::bigint[], %s::int[], {_INPUT}) "
    f"AS g (id, read, {', '.join('n_' + name for name in SET_COLUMNS)})), "
    f"moved AS (UPDATE cases c SET {', '.join(f'{name} = g.n_{name}' for name in SET_COLUMNS)} "
    "FROM given g WHERE c.id = g.id AND c.version = g.read RETURNING c.id), "
    "fact AS (INSERT INTO history "
    "(case_id, version, kind, happened_at, recorded_at, actor, body, digest) "
    "SELECT f.* FROM unnest(%s::bigint[], %s::int[], %s::text[], %s::timestamptz[], "
    "%s::timestamptz[], %s::bigint[], %s::text[], %s::bytea[]) f), "
    "said AS (INSERT INTO words (case_id, version, field, text, salt) SELECT w.* FROM "
    "unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::bytea[]) w), "
    "told AS (INSERT INTO notices (case_id, version, kind, addressee, promised_at) SELECT n.* FROM "
    "unnest(%s::bigint[], %s::int[], %s::text[], %s::text[], %s::timestamptz[]) n) "
    "SELECT count(*) FROM moved"
)


_LOCK = (
    f"SELECT {SELECT_CASE}, clock_timestamp(), o.revision FROM cases c, office o "
    "WHERE c.number = ANY(%s) ORDER BY c.id FOR UPDATE OF c"
)
# The LIMIT stands inside: without it the planner misjudges the pick and reads the whole table.
_DUE = (
    f"SELECT {SELECT_CASE} FROM cases c WHERE c.next_at <= %s "
    "ORDER BY c.next_at LIMIT %s FOR UPDATE SKIP LOCKED"
)


def locked(
    store: Store, connection: psycopg.Connection[Any], numbers: Sequence[str]
) -> list[Loaded]:
    """The cases with these numbers, locked in order of id."""
    rows = connection.execute(_LOCK, (list(numbers),)).fetchall()
    return [Loaded(case_of(store, row), row[-2], row[-1]) for row in rows]


def due(store: Store, connection: psycopg.Connection[Any], now: datetime, limit: int) -> list[Case]:
    """The cases whose next moment has come, in that order, locked; others' locks are skipped."""
    rows = connection.execute(_DUE, (now, limit)).fetchall()
    return [case_of(store, row) for row in rows]


class LostGuard(RuntimeError):
    """A row changed although it was locked: the transaction must not be committed."""


def record_all(connection: psycopg.Connection[Any], chains: Sequence[Sequence[Entry]]) -> int:
    """Records one or more consecutive facts for each of many locked cases; answers how many facts.

    Raises LostGuard when not every case moved.
    """
    if not chains:
        return 0
    ends = [columns_of(chain[-1].after) for chain in chains]
    entries = [new for chain in chains for new in chain]
    params = [
        [chain[0].before.id for chain in chains],
        [chain[0].before.version for chain in chains],
        *(list(column) for column in zip(*ends, strict=True)),
        *_facts(entries),
        *_words(entries),
        *_notices(entries),
    ]
    moved = connection.execute(_MOVED, params).fetchone()
    if moved is None or moved[0] != len(chains):
        raise LostGuard(f"{moved} of {len(chains)} cases moved")
    return len(entries)


def _columns(rows: list[tuple[Any, ...]], width: int) -> list[list[Any]]:
    return (
        [list(column) for column in zip(*rows, strict=True)] if rows else [[] for _ in range(width)]
    )


def _facts(entries: list[Entry]) -> list[list[Any]]:
    return _columns(
        [
            (e.before.id, e.fact.version, e.fact.kind.value, e.fact.happened_at, e.fact.recorded_at,
             e.fact.actor, e.sealed.body.decode(), e.sealed.digest)
            for e in entries
        ],
        8,
    )  # fmt: skip


def _words(entries: list[Entry]) -> list[list[Any]]:
    return _columns(
        [
            (e.before.id, e.fact.version, w.field, w.text, w.salt)
            for e in entries
            for w in e.fact.words
        ],
        5,
    )


def _notices(entries: list[Entry]) -> list[list[Any]]:
    return _columns(
        [
            (e.before.id, e.fact.version, p.kind, p.to, e.fact.recorded_at)
            for e in entries
            for p in e.promises
        ],
        5,
    )
