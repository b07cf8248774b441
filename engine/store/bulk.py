"""Bulk: many facts in one statement and one commit, for imports, sweeps and bulk actions.

The caller has locked the rows (FOR UPDATE, in order of id), so the guard cannot fail; it is kept
all the same, and the count is compared.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
import psycopg

from engine.domain.case import Case
from engine.domain.facts import Word
from engine.domain.notices import Promise
from engine.store.cases import SELECT_CASE, SET_COLUMNS, Loaded, case_of, columns_of
from engine.store.history import Entry
from engine.store.session import Store

_TYPES = {
    "version": "int",
    "head": "bytea",
    "holder": "bigint",
    **dict.fromkeys(
        (
            "opened_at", "due_at", "promised_at", "ready_at", "closed_at", "pressing_at",
            "near_at", "next_at",
        ),
        "timestamptz",
    ),
}  # fmt: skip
_ROW = ", ".join(f"{name} {_TYPES.get(name, 'text')}" for name in SET_COLUMNS)
_SET = ", ".join(f"{name} = g.{name}" for name in SET_COLUMNS)
_FACT = (
    "case_id bigint, version int, kind text, happened_at timestamptz, recorded_at timestamptz, "
    "actor bigint, body text, digest bytea"
)
_WORD = "case_id bigint, version int, field text, text text, salt bytea"
_NOTICE = "case_id bigint, version int, kind text, addressee text, promised_at timestamptz"
# Rows travel as JSON: encoding arrays parameter by parameter took most of a sweep's time.
_MOVED = (
    f"WITH given AS (SELECT * FROM json_to_recordset(%s) AS g (id bigint, read int, {_ROW})), "
    f"moved AS (UPDATE cases c SET {_SET} FROM given g WHERE c.id = g.id AND c.version = g.read "
    "RETURNING c.id), "
    "fact AS (INSERT INTO history "
    "(case_id, version, kind, happened_at, recorded_at, actor, body, digest) "
    f"SELECT f.* FROM json_to_recordset(%s) AS f ({_FACT})), "
    "said AS (INSERT INTO words (case_id, version, field, text, salt) "
    f"SELECT w.* FROM json_to_recordset(%s) AS w ({_WORD})), "
    "told AS (INSERT INTO notices (case_id, version, kind, addressee, promised_at) "
    f"SELECT n.* FROM json_to_recordset(%s) AS n ({_NOTICE})) "
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
    entries = [new for chain in chains for new in chain]
    if any(new.document or new.once for new in entries):
        raise ValueError("documents and one-time keys do not travel in bulk")
    rows = [_row(chain[0].before, chain[-1].after) for chain in chains]
    words = [_word(new, word) for new in entries for word in new.fact.words]
    notices = [_notice(new, promise) for new in entries for promise in new.promises]
    params = [_json(part) for part in (rows, [_fact(new) for new in entries], words, notices)]
    moved = connection.execute(_MOVED, params).fetchone()
    if moved is None or moved[0] != len(chains):
        raise LostGuard(f"{moved} of {len(chains)} cases moved")
    return len(entries)


def _json(rows: list[dict[str, Any]]) -> str:
    return orjson.dumps(rows, default=_hexadecimal, option=orjson.OPT_UTC_Z).decode()


def _hexadecimal(raw: Any) -> str:
    """Bytes in PostgreSQL's own notation."""
    return f"\\x{raw.hex()}"


def _row(before: Case, after: Case) -> dict[str, Any]:
    values = zip(SET_COLUMNS, columns_of(after), strict=True)
    return {"id": before.id, "read": before.version, **dict(values)}


def _fact(new: Entry) -> dict[str, Any]:
    fact = new.fact
    return {
        "case_id": new.before.id,
        "version": fact.version,
        "kind": fact.kind,
        "happened_at": fact.happened_at,
        "recorded_at": fact.recorded_at,
        "actor": fact.actor,
        "body": new.sealed.body.decode(),
        "digest": new.sealed.digest,
    }


def _word(new: Entry, word: Word) -> dict[str, Any]:
    return {
        "case_id": new.before.id,
        "version": new.fact.version,
        "field": word.field,
        "text": word.text,
        "salt": word.salt,
    }


def _notice(new: Entry, promise: Promise) -> dict[str, Any]:
    return {
        "case_id": new.before.id,
        "version": new.fact.version,
        "kind": promise.kind,
        "addressee": promise.to,
        "promised_at": new.fact.recorded_at,
    }
