"""Notices in the store: the outbox, the deliveries that come of it, and what has been read."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from engine.store.session import Store

_PICK = (
    "SELECT id, kind, addressee, case_id, clock_timestamp() FROM notices "
    "WHERE worked_off_at IS NULL ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
)
_PUT = (
    "INSERT INTO deliveries (notice_id, person_id, channel, delivered_at, read_at, next_try_at) "
    "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
)
# Materialized: joined to a plain subquery, the planner may run the pick anew for each row it looks
# at, and claim many letters of which one is read.
_CLAIM = (
    "WITH due AS MATERIALIZED (SELECT id FROM deliveries WHERE next_try_at <= clock_timestamp() "
    "ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED) "
    "UPDATE deliveries d SET tries = tries + 1, "
    "next_try_at = clock_timestamp() + interval '1 minute' * power(4, tries) "
    "FROM due WHERE d.id = due.id RETURNING d.id, d.notice_id, d.person_id, d.tries"
)
_ABOUT = (
    "SELECT n.kind, c.number, s.title, CASE WHEN %s::bigint IS NULL THEN "
    "(SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.email' "
    "ORDER BY version DESC LIMIT 1) ELSE (SELECT email FROM people WHERE id = %s) END "
    "FROM notices n JOIN cases c ON c.id = n.case_id JOIN sops s ON s.id = c.sop_id "
    "WHERE n.id = %s"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Waiting:
    """A notice nobody has worked off yet."""

    id: int
    kind: str
    addressee: str
    case_id: int
    now: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """A letter claimed for a try."""

    delivery: int
    tries: int
    kind: str
    number: str
    title: str
    address: str | None
    to_staff: bool


def pick(connection: psycopg.Connection[Any], limit: int) -> list[Waiting]:
    """Locks unworked notices in order; another worker's are skipped."""
    rows = connection.execute(_PICK, (limit,)).fetchall()
    return [Waiting(**dict(zip(Waiting.__slots__, row, strict=True))) for row in rows]


def put(
    connection: psycopg.Connection[Any], notice: Waiting, person: int | None, channel: str
) -> None:
    """One delivery of a notice; put twice it stays one. A letter is due at once."""
    on_screen = channel == "screen"
    connection.execute(
        _PUT,
        (
            notice.id,
            person,
            channel,
            notice.now if on_screen else None,
            None if on_screen else notice.now,
            None if on_screen else notice.now,
        ),
    )


def worked_off(connection: psycopg.Connection[Any], notices: list[Waiting]) -> None:
    """Marks notices as worked off."""
    connection.execute(
        "UPDATE notices SET worked_off_at = clock_timestamp() WHERE id = ANY(%s)",
        ([notice.id for notice in notices],),
    )


def has_address(connection: psycopg.Connection[Any], case_id: int) -> bool:
    """Whether the applicant of a case left an address for letters."""
    found = connection.execute(
        "SELECT 1 FROM words WHERE case_id = %s AND field = 'applicant.email'", (case_id,)
    ).fetchone()
    return found is not None


def claim_letter(store: Store) -> Due | None:
    """Claims the letter that is due longest by moving its next try, four times as far each time."""
    claimed = store.row(_CLAIM)
    if claimed is None:
        return None
    delivery, notice, person, tries = claimed
    about = store.row(_ABOUT, (person, person, notice))
    kind, number, title, address = about or ("", "", "", None)
    return Due(
        delivery=delivery,
        tries=tries,
        kind=kind,
        number=number,
        title=title,
        address=address,
        to_staff=person is not None,
    )


def delivered(store: Store, delivery: int) -> None:
    """The letter is out."""
    store.run(
        "UPDATE deliveries SET delivered_at = clock_timestamp(), next_try_at = NULL, error = NULL "
        "WHERE id = %s",
        (delivery,),
    )


def failed(store: Store, delivery: int, error: str, *, for_good: bool) -> None:
    """The letter did not go out; given up for good it stays visible with its error."""
    store.run(
        "UPDATE deliveries SET error = %s, next_try_at = CASE WHEN %s THEN NULL "
        "ELSE next_try_at END WHERE id = %s",
        (error[:500], for_good, delivery),
    )


def mark_read(store: Store, person: int, up_to: int) -> None:
    """Marks a person's notices as read up to one of them."""
    store.run(
        "UPDATE deliveries SET read_at = clock_timestamp() WHERE person_id = %s AND id <= %s "
        "AND read_at IS NULL",
        (person, up_to),
    )
