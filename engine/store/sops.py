"""SOP versions in the store: adopted bytes, and which of them is in force where and when.

In force is computed from date ranges; no job ever switches it.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

import psycopg

from engine.domain.errors import NotFound, NotInForce, TwoInForce
from engine.domain.sop import Sop
from engine.formats.definitions import read_adopted
from engine.store.session import Store


def by_id(store: Store, sop_id: int) -> Sop:
    """The SOP version with this row id; parsed once a process."""
    return _cached(store, "id", sop_id)


def by_digest(store: Store, digest: str) -> Sop:
    """The SOP version whose file has this digest."""
    return _cached(store, "digest", digest)


def id_of(store: Store, digest: str) -> int:
    """The row id of a digest."""
    by_digest(store, digest)
    return int(store.texts[("row", digest)])


def _cached(store: Store, column: str, key: Any) -> Sop:
    found = store.texts.get((column, key))
    if found is None:
        row = store.row(f"SELECT id, digest, path, body FROM sops WHERE {column} = %s", (key,))
        if row is None:
            raise NotFound(what="Naskah SOP ini")
        found = read_adopted(bytes(row[3]))
        store.texts |= {("id", row[0]): found, ("digest", row[1]): found, ("row", row[1]): row[0]}
    assert isinstance(found, Sop)
    return found


@dataclass(frozen=True, kw_only=True, slots=True)
class InForce:
    """A version in force in a unit."""

    unit: str
    code: str
    sop_id: int
    since: date
    until: date | None


def in_force(store: Store, unit: str, code: str, day: date) -> Sop:
    """The version of an SOP in force in a unit on a day. Raises NotInForce."""
    row = store.row(
        "SELECT a.sop_id FROM adoptions a JOIN practices p ON p.id = a.practice_id "
        "WHERE p.unit = %s AND p.code = %s AND a.during @> %s::date",
        (unit, code, day),
    )
    if row is None:
        raise NotInForce(sop=code, day=f"{day:%d-%m-%Y}")
    return by_id(store, row[0])


def all_in_force(store: Store, day: date, units: frozenset[str] | None = None) -> list[InForce]:
    """Every version in force on a day, in the units given or everywhere."""
    rows = store.rows(
        "SELECT p.unit, p.code, a.sop_id, lower(a.during), upper(a.during) FROM adoptions a "
        "JOIN practices p ON p.id = a.practice_id WHERE a.during @> %s::date "
        "AND (%s::text[] IS NULL OR p.unit = ANY(%s)) ORDER BY p.unit, p.code",
        (day, None if units is None else sorted(units), sorted(units or ())),
    )
    return [
        InForce(unit=unit, code=code, sop_id=sop_id, since=since, until=until)
        for unit, code, sop_id, since, until in rows
    ]


def recorded_digest(connection: psycopg.Connection[Any], path: str) -> tuple[int, str, str] | None:
    """(id, digest, letter) of the text already adopted from this path, or None."""
    return connection.execute(
        "SELECT s.id, s.digest, coalesce((SELECT letter FROM adoptions a WHERE a.sop_id = s.id "
        "ORDER BY a.id LIMIT 1), '') FROM sops s WHERE s.path = %s",
        (path,),
    ).fetchone()


def add_text(connection: psycopg.Connection[Any], sop: Sop, path: str, body: bytes) -> int:
    """Keeps the bytes of an SOP version; answers its row id."""
    row = connection.execute(
        "INSERT INTO sops (digest, code, version, title, path, body) "
        "VALUES (%s, %s, %s, %s, %s, %s) RETURNING id",
        (sop.digest, sop.code, sop.version, sop.title, path, body),
    ).fetchone()
    assert row is not None
    return int(row[0])


def adopt(
    connection: psycopg.Connection[Any],
    sop: Sop,
    sop_id: int,
    unit: str,
    *,
    since: date,
    letter: str,
    by: str,
) -> bool:
    """Records that a unit adopts a version from a day on; its predecessor ends the day before.

    False when that is already recorded. Raises TwoInForce when a later version is in the way.
    """
    practice = _practice(connection, unit, sop.code)
    known = "SELECT 1 FROM adoptions WHERE practice_id = %s AND sop_id = %s"
    if connection.execute(known, (practice, sop_id)).fetchone():
        return False
    connection.execute(
        "UPDATE adoptions SET during = daterange(lower(during), %s) "
        "WHERE practice_id = %s AND during @> %s::date AND lower(during) < %s",
        (since, practice, since, since),
    )
    try:
        connection.execute(
            "INSERT INTO adoptions (practice_id, sop_id, during, basis, letter, recorded_by) "
            "VALUES (%s, %s, daterange(%s, NULL), 'adopted as ratified on paper', %s, %s)",
            (practice, sop_id, since, letter, by),
        )
    except psycopg.errors.ExclusionViolation as taken:
        raise TwoInForce(sop=sop.title, unit=unit) from taken
    return True


def _practice(connection: psycopg.Connection[Any], unit: str, code: str) -> int:
    row = connection.execute(
        "INSERT INTO practices (unit, code) VALUES (%s, %s) ON CONFLICT (unit, code) "
        "DO UPDATE SET code = excluded.code RETURNING id",
        (unit, code),
    ).fetchone()
    assert row is not None
    return int(row[0])


def add_turns(connection: psycopg.Connection[Any], turns: dict[str, tuple[str, ...]]) -> None:
    """Makes turns known by their desks, so that worklists find them."""
    pairs = [(desk, turn) for turn, desks in turns.items() for desk in desks]
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO turns (desk, turn) VALUES (%s, %s) ON CONFLICT DO NOTHING", pairs
        )
