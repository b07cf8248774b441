"""History: facts appended together with the case they move and the notices they promise.

One guarded statement does all of it and is the commit; nobody can see half of it, and of two
writers at the same version one gets no row back and decides again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from engine.domain.case import Case, decode
from engine.domain.facts import Fact, Sealed, read, seal
from engine.domain.notices import Promise, promises
from engine.domain.people import Office
from engine.domain.replay import fold
from engine.store.cases import SET_COLUMNS, columns_of
from engine.store.session import Row, Store


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


_MOVED = (
    "UPDATE cases SET "
    + ", ".join(f"{name} = %s" for name in SET_COLUMNS)
    + " WHERE id = %s AND version = %s RETURNING id"
)
_FACT = (
    "INSERT INTO history (case_id, version, kind, happened_at, recorded_at, actor, body, digest) "
    "SELECT id, %s, %s, %s::timestamptz, %s::timestamptz, %s::bigint, %s, %s FROM moved"
)
_SAID = (
    "INSERT INTO words (case_id, version, field, text, salt) SELECT id, %s, w.* FROM moved, "
    "unnest(%s::text[], %s::text[], %s::bytea[]) w"
)
_TOLD = (
    "INSERT INTO notices (case_id, version, kind, addressee, promised_at) "
    "SELECT id, %s, n.kind, n.to_whom, %s::timestamptz FROM moved, "
    "unnest(%s::text[], %s::text[]) n (kind, to_whom)"
)
_FILED = (
    "INSERT INTO documents (case_id, version, media_type, size, content, salt) "
    "SELECT id, %s, %s, %s, %s, %s FROM moved"
)
_ONCE = "INSERT INTO onces (key, case_id, version) SELECT %s, id, %s FROM moved"


def record(store: Store, new: Entry) -> bool:
    """Records one fact; False when another fact was faster, and then nothing was written.

    Raises psycopg.errors.UniqueViolation when the entry's one-time key is taken.
    """
    with store.connection() as connection:
        return record_on(connection, new)


def record_on(connection: psycopg.Connection[Row], new: Entry) -> bool:
    """The same on a connection whose transaction holds more."""
    values = [*columns_of(new.after), new.before.id, new.before.version]
    statement, params = appended(new, _MOVED, values)
    row = connection.execute(statement, params).fetchone()
    return bool(row and row[0])


def appended(new: Entry, moved: str, params: list[Any]) -> tuple[str, list[Any]]:
    """The statement that moves (or inserts) the case row and appends everything beside it."""
    fact = new.fact
    parts = [f"WITH moved AS ({moved})", f"fact AS ({_FACT})"]
    params += [fact.version, fact.kind.value, fact.happened_at, fact.recorded_at, fact.actor,
               new.sealed.body.decode(), new.sealed.digest]  # fmt: skip
    if fact.words:
        parts.append(f"said AS ({_SAID})")
        params += [fact.version, [w.field for w in fact.words], [w.text for w in fact.words],
                   [w.salt for w in fact.words]]  # fmt: skip
    if new.promises:
        parts.append(f"told AS ({_TOLD})")
        params += [fact.version, fact.recorded_at, [p.kind for p in new.promises],
                   [p.to for p in new.promises]]  # fmt: skip
    if new.document:
        parts.append(f"filed AS ({_FILED})")
        params += [fact.version, new.document.media_type, len(new.document.content),
                   new.document.content, new.document.salt]  # fmt: skip
    if new.once:
        parts.append(f"single AS ({_ONCE})")
        params += [new.once, fact.version]
    return ", ".join(parts) + " SELECT count(*) FROM moved", params


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
