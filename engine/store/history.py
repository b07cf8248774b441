"""History: facts appended together with the case they move and the notices they promise.

One guarded statement does all of it and is the commit; nobody can see half of it, and of two
writers at the same version one gets no row back and decides again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

import psycopg

from engine.domain.case import Case, decode
from engine.domain.facts import Fact, Sealed, read, seal
from engine.domain.notices import Promise, promises
from engine.domain.people import Office
from engine.domain.replay import fold
from engine.store import wire
from engine.store.cases import SET_COLUMNS, columns_of
from engine.store.session import Row, Store
from engine.store.wire import given


@dataclass(frozen=True, kw_only=True, slots=True)
class Document:
    """A file attached by a fact."""

    media_type: str
    content: bytes
    salt: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A fact about to be recorded, with everything that must be true together with it."""

    before: Case
    fact: Fact
    sealed: Sealed
    after: Case
    promises: tuple[Promise, ...] = ()
    document: Document | None = None
    once: UUID | None = None


def entry(
    before: Case,
    fact: Fact,
    office: Office,
    *,
    document: Document | None = None,
    once: UUID | None = None,
) -> Entry:
    """Seals a fact on the case's head, folds it in, and makes the promises that follow."""
    sealed = seal(fact, before.head)
    after = fold(before, fact, sealed.digest)
    return Entry(
        before=before,
        fact=fact,
        sealed=sealed,
        after=after,
        promises=promises(before, fact, after, office),
        document=document,
        once=once,
    )


_FACT_AT = 1 + len(SET_COLUMNS)  # where the values of the fact begin
KEY = _FACT_AT + 5
_MOVED = (
    "UPDATE cases SET "
    + ", ".join(
        f"{name} = {given(n, kind)}" for n, (name, kind) in enumerate(SET_COLUMNS.items(), 1)
    )
    + f" WHERE id = {given(KEY, 'bigint')} "
    f"AND version = {given(KEY + 1, 'int')} RETURNING id"
)
_VERSION, _RECORDED = given(1, "int"), given(_FACT_AT + 2, "timestamptz")
_FACT = (
    "INSERT INTO history (case_id, version, digest, kind, happened_at, recorded_at, actor, body) "
    f"SELECT id, {_VERSION}, {given(2, 'bytea')}, {given(_FACT_AT)}, "
    f"{given(_FACT_AT + 1, 'timestamptz')}, {_RECORDED}, {given(_FACT_AT + 3, 'bigint')}, "
    f"{given(_FACT_AT + 4)} FROM moved"
)


@cache
def _statement(
    moved: str, promises: int, *, keys: int, words: bool, document: bool, once: bool
) -> str:
    """The statement that moves (or inserts) the case row and appends everything beside it.

    Its first parameter holds every code and moment, in one array: thirty parameters cost more
    than the work they ask for. Free texts and files are parameters of their own.
    """
    parts = [f"WITH moved AS ({moved})", f"fact AS ({_FACT})"]
    if promises:
        first = KEY + keys
        rows = ", ".join(
            f"({given(n)}, {given(n + 1)})" for n in range(first, first + 2 * promises, 2)
        )
        parts.append(
            "told AS (INSERT INTO notices (case_id, version, kind, addressee, promised_at) "
            f"SELECT id, {_VERSION}, n.*, {_RECORDED} FROM moved, (VALUES {rows}) n)"
        )
    if words:
        parts.append(
            "said AS (INSERT INTO words (case_id, version, field, text, salt) "
            f"SELECT id, {_VERSION}, w.* FROM moved, "
            "unnest($2::text[], $3::text[], $4::bytea[]) w)"
        )
    if document:
        n = 5 if words else 2
        parts.append(
            "filed AS (INSERT INTO documents (case_id, version, media_type, size, content, salt) "
            f"SELECT id, {_VERSION}, ${n}, octet_length(${n + 1}::bytea), ${n + 1}::bytea, "
            f"${n + 2}::bytea FROM moved)"
        )
    if once:
        n = 2 + 3 * words + 3 * document
        parts.append(
            "single AS (INSERT INTO onces (key, case_id, version) "
            f"SELECT ${n}::uuid, id, {_VERSION} FROM moved)"
        )
    return ", ".join(parts) + " SELECT id FROM moved"


def record(store: Store, new: Entry) -> bool:
    """Records one fact; False when another fact was faster, and then nothing was written.

    Raises psycopg.errors.UniqueViolation when the entry's one-time key is taken.
    """
    with store.connection() as connection:
        return record_on(connection, new)


def record_on(connection: psycopg.Connection[Row], new: Entry) -> bool:
    """The same on a connection whose transaction may hold more."""
    return append(connection, new, _MOVED, (new.before.id, new.before.version)) is not None


def append(
    connection: psycopg.Connection[Row], new: Entry, moved: str, key: tuple[Any, ...]
) -> int | None:
    """Moves (or inserts) the case row and appends everything beside it; answers the row's id.

    `moved` finds the values of SET_COLUMNS given from 1 on, those of `key` from KEY on. None when
    it moved nothing, and then nothing was written.
    """
    fact = new.fact
    told = [
        *columns_of(new.after), fact.kind, fact.happened_at, fact.recorded_at, fact.actor,
        new.sealed.body.decode(), *key,
    ]  # fmt: skip
    for promise in new.promises:
        told += promise.kind, promise.to
    params: list[wire.Param] = [wire.codes(told)]
    if fact.words:
        params += [wire.array([word.field for word in fact.words]),
                   wire.array([word.text for word in fact.words]),
                   wire.array([wire.hexadecimal(word.salt) for word in fact.words])]  # fmt: skip
    if new.document:
        params += [new.document.media_type, new.document.content, new.document.salt]
    if new.once:
        params.append(str(new.once))
    statement = _statement(
        moved,
        len(new.promises),
        keys=len(key),
        words=bool(fact.words),
        document=new.document is not None,
        once=new.once is not None,
    )
    row = wire.ask(connection, statement, params)
    return int(row[0]) if row and row[0] else None


def facts_of(store: Store, case_id: int, up_to: int | None = None) -> list[tuple[Fact, bytes]]:
    """The facts of a case in order, each with its digest."""
    rows = store.rows(
        "SELECT body, digest FROM history WHERE case_id = %s AND version <= %s ORDER BY version",
        (case_id, up_to if up_to is not None else 2**31 - 1),
    )
    return [(read(body, decode), bytes(digest)) for body, digest in rows]


def facts_since(store: Store, case_id: int, version: int) -> list[Fact]:
    """What persons have recorded after a version."""
    rows: Sequence[Row] = store.rows(
        "SELECT body FROM history WHERE case_id = %s AND version > %s AND actor IS NOT NULL "
        "ORDER BY version",
        (case_id, version),
    )
    return [read(body, decode) for (body,) in rows]


def version_by_key(store: Store, key: UUID) -> tuple[str, int] | None:
    """The case number and version that a one-time key was used for."""
    return store.row(
        "SELECT c.number, o.version FROM onces o JOIN cases c ON c.id = o.case_id WHERE o.key = %s",
        (key,),
    )


TAKEN = psycopg.errors.UniqueViolation
