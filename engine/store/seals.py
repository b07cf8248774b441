"""Seals in the store: what is to be sealed, what has been, and how far each case is covered."""

import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

import psycopg

from engine.domain.seals import Leaf, Seal, read
from engine.store.session import Row, Store

# One seal after the other, whoever makes them; the lock ends with the transaction.
_ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('sopan.seals'))"
# The head is taken from the history: a row that disagrees with it must not be sealed as it is.
_CHANGED = (
    "SELECT c.id, c.version, h.digest, c.number, c.version - coalesce(s.version, 0) FROM cases c "
    "JOIN history h ON (h.case_id, h.version) = (c.id, c.version) "
    "LEFT JOIN sealed_heads s ON s.case_id = c.id "
    "WHERE s.version IS DISTINCT FROM c.version OR s.head IS DISTINCT FROM h.digest ORDER BY c.id"
)
_REACHED = (
    "INSERT INTO sealed_heads (case_id, version, head, seal) "
    "SELECT l.*, %s FROM unnest(%s::bigint[], %s::int[], %s::bytea[]) l "
    "ON CONFLICT (case_id) DO UPDATE SET version = excluded.version, head = excluded.head, "
    "seal = excluded.seal"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Changed:
    """The heads that no seal binds yet, and how many facts they bring."""

    at: datetime
    leaves: tuple[Leaf, ...]
    facts: int


def changed(connection: psycopg.Connection[Row]) -> Changed:
    """What the next seal binds; from here to the end of the transaction nobody else seals."""
    connection.execute(_ONE_AT_A_TIME)
    now = connection.execute("SELECT clock_timestamp()").fetchone()
    assert now is not None
    rows = connection.execute(_CHANGED).fetchall()
    leaves = (Leaf(id_, version, bytes(head), number) for id_, version, head, number, _ in rows)
    return Changed(at=now[0], leaves=tuple(leaves), facts=sum(max(row[4], 0) for row in rows))


def add(connection: psycopg.Connection[Row], number: int, new: Seal) -> None:
    """Keeps a seal, and how far it reaches."""
    lines = zlib.compress(b"\n".join(new.lines))
    connection.execute(
        "INSERT INTO seals (number, body, signature, lines) VALUES (%s, %s, %s, %s)",
        (number, new.body.decode(), new.signature, lines),
    )
    leaves = [Leaf.of(line) for line in new.lines]
    columns = (
        [leaf.case_id for leaf in leaves],
        [leaf.version for leaf in leaves],
        [leaf.head for leaf in leaves],
    )
    connection.execute(_REACHED, (number, *columns))


def newest_on(connection: psycopg.Connection[Row]) -> tuple[int, Seal | None]:
    """The last seal that is kept, with its number; 0 when there is none."""
    row = connection.execute(
        "SELECT number, body, signature, lines FROM seals ORDER BY number DESC LIMIT 1"
    ).fetchone()
    return (row[0], _seal(*row[1:])) if row else (0, None)


def by_number(store: Store, number: int) -> Seal | None:
    """One seal with its leaves."""
    row = store.row("SELECT body, signature, lines FROM seals WHERE number = %s", (number,))
    return _seal(*row) if row else None


def numbers(store: Store) -> list[int]:
    """The numbers of all seals that are kept, in order."""
    return [number for (number,) in store.rows("SELECT number FROM seals ORDER BY number")]


def _seal(body: str, signature: bytes, lines: bytes) -> Seal:
    """The seal of a row; lines that can no longer be read are none, and then its root is wrong."""
    try:
        told = zlib.decompress(bytes(lines))
    except zlib.error:
        told = b""
    return Seal(
        body=body.encode(),
        signature=bytes(signature),
        lines=tuple(told.split(b"\n") if told else ()),
    )


def covering(
    store: Store, case_id: int, opened_at: datetime, version: int
) -> Iterator[tuple[int, Seal, int]]:
    """The seals that bind a head of this case, oldest first: number, seal, place of the leaf.

    Looked for from the case's opening to the seal that reaches the version. The leaves themselves
    are asked, since the table of reached heads is a convenience that anybody may have changed.
    """
    start = b"%d " % case_id
    for number, body in store.rows("SELECT number, body FROM seals ORDER BY number"):
        found = by_number(store, number) if _may_bind(body, opened_at) else None
        lines = found.lines if found else ()
        place = next((n for n, line in enumerate(lines) if line.startswith(start)), None)
        if found and place is not None:
            yield number, found, place
            if Leaf.of(lines[place]).version >= version:
                return


def _may_bind(body: str, opened_at: datetime) -> bool:
    try:
        return read(body.encode()).at >= opened_at
    except (LookupError, TypeError, ValueError):
        return True


@dataclass(frozen=True, slots=True)
class Reach:
    """How far seals cover one case."""

    version: int
    seal: int


def reach(store: Store, case_id: int) -> Reach | None:
    """The last fact of a case under a seal, and which seal that is; None: not sealed yet."""
    row = store.row("SELECT version, seal FROM sealed_heads WHERE case_id = %s", (case_id,))
    return Reach(*row) if row else None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """What is newer than the last seal."""

    cases: int
    facts: int
    since: datetime | None


def unsealed(store: Store) -> Unsealed:
    """Counts the facts that no seal covers yet, and since when there are any."""
    row = store.row(
        "SELECT count(*), coalesce(sum(c.version - coalesce(s.version, 0)), 0), "
        "min((SELECT recorded_at FROM history h WHERE h.case_id = c.id "
        "AND h.version = coalesce(s.version, 0) + 1)) "
        "FROM cases c LEFT JOIN sealed_heads s ON s.case_id = c.id "
        "WHERE c.version > coalesce(s.version, 0)"
    )
    assert row is not None
    return Unsealed(*row)
