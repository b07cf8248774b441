"""The floor under an advance: the loop anybody would write by hand with psycopg, five round trips.

It writes the very rows that Sopan writes, prepared beforehand, and hashes the same bytes; it knows
no rules, no people and no working time.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import psycopg

from engine.commands.act import By, situation
from engine.domain import steps
from engine.store import cases, history
from engine.store.cases import SET_COLUMNS, columns_of
from tests.bench.ground import WAY, Ground

_UPDATE = (
    f"UPDATE cases SET {', '.join(f'{name} = %s' for name in SET_COLUMNS)} "
    "WHERE id = %s AND version = %s"
)
_FACT = (
    "INSERT INTO history (case_id, version, kind, happened_at, recorded_at, actor, body, digest) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s)"
)
_NOTICE = (
    "INSERT INTO notices (case_id, version, kind, addressee, promised_at) "
    "VALUES (%s, %s, %s, %s, %s)"
)
_HEAD = list(SET_COLUMNS).index("head")

Rows = tuple[int, list[Any], list[Any], list[list[Any]]]


def prepared(ground: Ground, numbers: list[str]) -> list[list[Rows]]:
    """For each step of the way, the rows every case will need, decided beforehand."""
    columns = [_way_of(ground, number) for number in numbers]
    return [list(step) for step in zip(*columns, strict=True)]


def _way_of(ground: Ground, number: str) -> list[Rows]:
    loaded = cases.load(ground.store, number)
    rows = []
    for desk, outcome, check in WAY:
        at = situation(ground.store, loaded, By(person=ground.person(desk)))
        fact = steps.complete(at, outcome, ticked=frozenset({check}))
        new = history.entry(loaded.case, fact, at.office)
        rows.append(_rows(new, [[p.kind, p.to] for p in new.promises]))
        loaded = cases.Loaded(new.after, loaded.now, loaded.revision)
    return rows


def _rows(new: history.Entry, told: list[list[str]]) -> Rows:
    case, fact = new.before, new.fact
    update = [*columns_of(new.after), case.id, case.version]
    row = [case.id, fact.version, fact.kind.value, fact.happened_at, fact.recorded_at, fact.actor,
           new.sealed.body.decode(), b""]  # fmt: skip
    notices = [[case.id, fact.version, *one, fact.recorded_at] for one in told]
    return case.id, update, row, notices


def run(connection: psycopg.Connection[Any], step: list[Rows]) -> int:
    """Advances each case by one step, a transaction a case; answers how many."""
    execute: Callable[..., Any] = connection.execute
    for case_id, update, fact, notices in step:
        execute("BEGIN")
        execute("SELECT version, head, memory FROM cases WHERE id = %s FOR UPDATE", (case_id,))
        digest = hashlib.sha256(fact[6].encode()).digest()
        update[_HEAD] = fact[7] = digest
        execute(_UPDATE, update)
        execute(_FACT, fact)
        for notice in notices:
            execute(_NOTICE, notice)
        execute("COMMIT")
    return len(step)
