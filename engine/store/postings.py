"""Postings in the store: who holds which post, ended or given; every process sees it at once."""

from datetime import date, datetime
from typing import Any

import psycopg

from engine.domain.errors import NotFound, Refusal
from engine.domain.postings import must_keep_office
from engine.store import office
from engine.store.session import Row, Store

# Somebody who can keep the office on a day, with an account that opens.
_KEEPERS = (
    "SELECT 1 FROM holdings h JOIN people p ON p.id = h.person_id "
    "JOIN positions d ON (d.unit, d.code) = (h.unit, h.position) WHERE p.active "
    "AND 'admin' = ANY(d.duties) AND h.starts <= %(day)s AND (h.ends IS NULL OR h.ends >= %(day)s) "
    "LIMIT 1"
)


class LastKeeper(Refusal):
    """Without this person nobody could keep people and posts any more."""

    says = (
        "Sesudah itu tidak ada administrator lagi. Beri jabatan itu kepada orang lain dahulu, "
        "lalu ulangi."
    )


def today(store: Store) -> date:
    """The database's date, in the zone of the regency's calendars."""
    row = store.row("SELECT clock_timestamp()")
    assert row is not None
    calendar = next(iter(office.directory(store).calendars.values()), None)
    now: datetime = row[0]
    return (calendar.local(now) if calendar else now).date()


def must_keep(store: Store, by: int | None) -> None:
    """Raises NotAllowed unless an administrator acts, or (None) the operator of the machine."""
    if by is not None:
        must_keep_office(office.actor(store, by), today(store))


def begun(connection: psycopg.Connection[Any], holding: int) -> tuple[date, bool]:
    """The first day of a posting and whether it keeps the office; locked. Raises NotFound."""
    row: Row | None = connection.execute(
        "SELECT h.starts, coalesce('admin' = ANY(d.duties), false) FROM holdings h LEFT JOIN "
        "positions d ON (d.unit, d.code) = (h.unit, h.position) WHERE h.id = %s FOR UPDATE OF h",
        (holding,),
    ).fetchone()
    if row is None:
        raise NotFound(what="Penugasan ini")
    return row[0], row[1]


def end(connection: psycopg.Connection[Any], holding: int, ends: date) -> None:
    """Sets the last day of a posting."""
    connection.execute("UPDATE holdings SET ends = %s WHERE id = %s", (ends, holding))


def set_active(
    connection: psycopg.Connection[Any], person: int, uniquifier: str, *, active: bool
) -> None:
    """Opens or closes an account; the new uniquifier ends its sessions. Raises NotFound."""
    done = connection.execute(
        "UPDATE people SET active = %s, uniquifier = %s WHERE id = %s", (active, uniquifier, person)
    )
    if not done.rowcount:
        raise NotFound(what="Akun ini")


def must_leave_a_keeper(connection: psycopg.Connection[Any], day: date) -> None:
    """Raises LastKeeper when nobody would keep the office on a day."""
    if connection.execute(_KEEPERS, {"day": day}).fetchone() is None:
        raise LastKeeper
