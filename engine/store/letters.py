"""Letters in the store: which waits for a try, what goes into it, and what became of it.

A letter to staff gathers all that waits for one person. While it is under way its deliveries carry
the same `letter`, so that a worker that dies leaves the same letter to be sent again; once it is
known to have failed they wait loose, and the next one takes along what has come since.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import psycopg

from engine.domain.telling import URGENT
from engine.store.notices import SETTLED
from engine.store.session import Store
from engine.store.tables.desks import FAILED

# Each try is four times as far from the one before, so that a server has time to come back.
_NEXT = "%(now)s + interval '1 minute' * power(4, tries)"
# Materialized: joined to a plain subquery, the planner may run the pick anew for each row it looks
# at, and claim many letters of which one is read.
_CLAIM = f"""
WITH due AS MATERIALIZED (
  SELECT id FROM deliveries WHERE next_try_at <= %(now)s AND person_id IS NULL
  ORDER BY next_try_at LIMIT 1 FOR UPDATE SKIP LOCKED),
claimed AS (
  UPDATE deliveries d SET tries = tries + 1, next_try_at = {_NEXT}
  FROM due WHERE d.id = due.id RETURNING d.id, d.notice_id, d.tries)
SELECT d.id, d.tries, n.kind, c.number, s.title, (
  SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.email'
  ORDER BY version DESC LIMIT 1)
FROM claimed d JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id
JOIN sops s ON s.id = c.sop_id
"""
# The person is locked, not the delivery: nobody else gathers for the same person meanwhile.
_PICK = (
    "SELECT p.id, p.name, p.email, p.active, d.id, (SELECT min(letter) FROM deliveries "
    "WHERE person_id = p.id AND next_try_at IS NOT NULL) "
    "FROM deliveries d JOIN people p ON p.id = d.person_id WHERE d.next_try_at <= %s "
    "ORDER BY d.next_try_at LIMIT 1 FOR NO KEY UPDATE OF p SKIP LOCKED"
)
_SETTLE = (
    "UPDATE deliveries SET settled = past.why, next_try_at = NULL FROM ("
    f"SELECT d.id, CASE WHEN NOT %s THEN 'gone' ELSE {SETTLED} END AS why FROM deliveries d "
    "JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id "
    "WHERE d.person_id = %s AND d.next_try_at IS NOT NULL"
    ") past WHERE deliveries.id = past.id AND past.why IS NOT NULL"
)
_PAST = (
    "SELECT max(d.delivered_at), "
    "max(d.next_try_at) FILTER (WHERE d.tries > 0 AND d.next_try_at > %(now)s), "
    "coalesce(bool_or(n.kind = ANY(%(urgent)s)) FILTER (WHERE d.next_try_at <= %(now)s), false) "
    "FROM deliveries d JOIN notices n ON n.id = d.notice_id WHERE d.person_id = %(person)s "
    "AND d.channel = 'mail' "
    "AND (d.next_try_at IS NOT NULL OR d.delivered_at > %(now)s - %(gap)s)"
)
_BIND = f"""
WITH bound AS (
  UPDATE deliveries SET tries = tries + 1, letter = %(letter)s, next_try_at = {_NEXT}
  WHERE person_id = %(person)s AND next_try_at IS NOT NULL
  AND letter IS NOT DISTINCT FROM %(bound)s RETURNING id, notice_id)
SELECT b.id, n.kind, c.number, c.unit, c.sop_id, c.step, c.pressing_at
FROM bound b JOIN notices n ON n.id = b.notice_id JOIN cases c ON c.id = n.case_id ORDER BY b.id
"""


@dataclass(frozen=True, kw_only=True, slots=True)
class ToApplicant:
    """An applicant's letter claimed for a try."""

    delivery: int
    tries: int
    kind: str
    number: str
    title: str
    address: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Receiver:
    """A person of whom at least one notice waits to be written about; locked."""

    id: int
    name: str
    address: str
    active: bool
    delivery: int  # the one that waits longest
    letter: int | None  # one that a worker left when he died: it goes first


@dataclass(frozen=True, kw_only=True, slots=True)
class Past:
    """What has been written to a person."""

    last: datetime | None  # the last letter within the gap
    busy_until: datetime | None  # when a letter under way, or a failed one, is tried again
    urgent: bool  # whether something waits that does not wait for hours


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One notice that goes out with a letter, and where its case stands."""

    delivery: int
    kind: str
    number: str
    unit: str
    sop_id: int
    step: str | None
    due_at: datetime | None


def claim(store: Store, now: datetime) -> ToApplicant | None:
    """Claims the applicant's letter that is due longest by moving its next try."""
    row = store.row(_CLAIM, {"now": now})
    return ToApplicant(**dict(zip(ToApplicant.__slots__, row, strict=True))) if row else None


def receiver(connection: psycopg.Connection[Any], now: datetime) -> Receiver | None:
    """The person whose notices have waited longest; persons that others write to are skipped."""
    row = connection.execute(_PICK, (now,)).fetchone()
    return Receiver(**dict(zip(Receiver.__slots__, row, strict=True))) if row else None


def settle(connection: psycopg.Connection[Any], to: Receiver) -> None:
    """Drops what is not worth writing any more: the case has moved on, or the person has left."""
    connection.execute(_SETTLE, (to.active, to.id))


def past(connection: psycopg.Connection[Any], to: Receiver, now: datetime, gap: timedelta) -> Past:
    """What has been written to a person, and how urgent the rest is."""
    params = {"person": to.id, "now": now, "gap": gap, "urgent": sorted(URGENT)}
    row = connection.execute(_PAST, params).fetchone()
    assert row is not None
    return Past(last=row[0], busy_until=row[1], urgent=row[2])


def postpone(connection: psycopg.Connection[Any], to: Receiver, until: datetime) -> None:
    """Nothing of what waits for a person is looked at before then."""
    connection.execute(
        "UPDATE deliveries SET next_try_at = %s WHERE person_id = %s AND next_try_at < %s",
        (until, to.id, until),
    )


def bind(connection: psycopg.Connection[Any], to: Receiver, now: datetime) -> list[Told]:
    """Gathers what waits for a person into one letter and moves its next try."""
    params = {
        "person": to.id,
        "now": now,
        "bound": to.letter,
        "letter": to.letter or to.delivery,
    }
    rows = connection.execute(_BIND, params).fetchall()
    return [Told(**dict(zip(Told.__slots__, row, strict=True))) for row in rows]


def delivered(store: Store, deliveries: Sequence[int], now: datetime) -> None:
    """The letter is out."""
    store.run(
        "UPDATE deliveries SET delivered_at = %s, next_try_at = NULL, error = NULL "
        "WHERE id = ANY(%s)",
        (now, list(deliveries)),
    )


def failed(store: Store, deliveries: Sequence[int], error: str, *, tries: int) -> None:
    """The letter did not go out; what has been tried so often is given up, visibly."""
    store.run(
        "UPDATE deliveries SET error = %s, letter = NULL, next_try_at = CASE WHEN tries >= %s "
        "THEN NULL ELSE next_try_at END WHERE id = ANY(%s)",
        (error[:500], tries, list(deliveries)),
    )


def try_again(store: Store, units: frozenset[str], delivery: int | None = None) -> int:
    """Queues failed letters of these units' cases anew, one or all; answers how many."""
    return store.run(
        "UPDATE deliveries SET tries = 0, error = NULL, next_try_at = clock_timestamp() "
        f"FROM notices n JOIN cases c ON c.id = n.case_id WHERE n.id = notice_id AND {FAILED} "
        "AND c.unit = ANY(%s) AND (%s::bigint IS NULL OR deliveries.id = %s)",
        (sorted(units), delivery, delivery),
    )
