"""Notices in the store: the outbox, the deliveries that come of it, and what is settled or read.

A batch of the outbox takes the same few statements however many notices and receivers it holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import psycopg

from engine.domain.telling import ABOUT_THE_WHOLE, ABOUT_TIME, FOR_THE_DOER
from engine.store.session import Store


def _any(kinds: Iterable[str]) -> str:
    return f"n.kind = ANY('{{{','.join(sorted(kinds))}}}')"


# Why nothing is left to tell of a notice `n` to the person of delivery `d` about case `c`; NULL
# while something is. Read off the facts recorded since, whose changes say what they moved: so it
# needs no clock, and is right even where no worker has come by.
#   closed  the case has ended
#   moved   the step that was meant has been left
#   taken   somebody else does the step
#   eased   the due moment that was meant is another now
SETTLED = f"""
CASE WHEN c.closed_at IS NOT NULL THEN 'closed' WHEN c.version = n.version THEN NULL ELSE (
  SELECT CASE
    WHEN moved AND NOT ({_any(ABOUT_THE_WHOLE)} AND clock <> 'step' AND c.ready_at IS NULL)
      THEN 'moved'
    WHEN {_any(FOR_THE_DOER)} AND c.holder <> d.person_id THEN 'taken'
    WHEN {_any(ABOUT_TIME)} AND CASE clock WHEN 'step' THEN due WHEN 'service' THEN promised
      WHEN 'legal' THEN legal ELSE due OR promised OR legal END THEN 'eased'
  END
  FROM (
    SELECT max(said #>> '{{says,clock}}') FILTER (WHERE version = n.version) AS clock,
      bool_or(said -> 'changes' ? 'step') FILTER (WHERE version > n.version) AS moved,
      bool_or(said -> 'changes' ? 'due_at') FILTER (WHERE version > n.version) AS due,
      bool_or(said -> 'changes' ? 'promised_at') FILTER (WHERE version > n.version) AS promised,
      bool_or(said -> 'changes' ? 'legal_at') FILTER (WHERE version > n.version) AS legal
    FROM (
      SELECT h.version, h.body::jsonb AS said FROM history h
      WHERE h.case_id = n.case_id AND h.version >= n.version
    ) facts
  ) since
) END"""

_PICK = (
    "SELECT id, kind, addressee, case_id, clock_timestamp() FROM notices "
    "WHERE worked_off_at IS NULL ORDER BY id LIMIT %s FOR UPDATE SKIP LOCKED"
)
_SITTING = (
    "SELECT DISTINCT t.desk, p.id FROM unnest(%s::text[], %s::date[]) t (desk, day) "
    "JOIN holdings h ON h.unit = split_part(t.desk, ':', 1) "
    "AND h.starts <= t.day AND coalesce(h.ends, t.day) >= t.day "
    "JOIN positions s ON (s.unit, s.code) = (h.unit, h.position) "
    "JOIN people p ON p.id = h.person_id AND p.active "
    "WHERE split_part(t.desk, ':', 2) = h.position "
    "OR (split_part(t.desk, ':', 2) = '@loket' AND 'counter' = ANY(s.duties)) ORDER BY 1, 2"
)
_PUT = (
    "INSERT INTO deliveries (notice_id, person_id, channel, delivered_at, next_try_at) "
    "SELECT g.notice, g.person, g.channel, CASE WHEN g.channel = 'screen' THEN g.at END, "
    "CASE WHEN g.channel = 'mail' THEN g.at END FROM unnest(%s::bigint[], %s::bigint[], "
    "%s::text[], %s::timestamptz[]) g (notice, person, channel, at) ON CONFLICT DO NOTHING"
)
# A row that another worker holds is looked at by him; whoever reads asks for himself besides.
_SETTLE = (
    "UPDATE deliveries SET settled = past.why, next_try_at = NULL FROM ("
    f"SELECT d.id, {SETTLED} AS why FROM notices n JOIN deliveries d ON d.notice_id = n.id "
    "JOIN cases c ON c.id = n.case_id WHERE n.case_id = ANY(%s) AND d.person_id IS NOT NULL "
    "AND d.settled IS NULL AND (d.next_try_at IS NOT NULL "
    "OR d.channel = 'screen' AND d.read_at IS NULL) ORDER BY d.id FOR UPDATE OF d SKIP LOCKED"
    ") past WHERE deliveries.id = past.id AND past.why IS NOT NULL"
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
class Delivery:
    """One notice on its way to one person (None: the applicant) by one channel."""

    notice: Waiting
    person: int | None
    channel: str  # "screen" or "mail"


def pick(connection: psycopg.Connection[Any], limit: int) -> list[Waiting]:
    """Locks unworked notices in order; another worker's are skipped."""
    rows = connection.execute(_PICK, (limit,)).fetchall()
    return [Waiting(**dict(zip(Waiting.__slots__, row, strict=True))) for row in rows]


def sitting(connection: psycopg.Connection[Any], desks: Mapping[str, date]) -> dict[str, list[int]]:
    """Who sits at each of these desks on its day; a desk at which nobody sits is left out."""
    found: dict[str, list[int]] = {}
    if desks:
        rows = connection.execute(_SITTING, (list(desks), list(desks.values())))
        for desk, person in rows:
            found.setdefault(desk, []).append(person)
    return found


def with_address(connection: psycopg.Connection[Any], cases: Sequence[int]) -> set[int]:
    """Those of the cases whose applicant left an address for letters."""
    if not cases:
        return set()
    rows = connection.execute(
        "SELECT case_id FROM words WHERE case_id = ANY(%s) AND field = 'applicant.email'",
        (list(cases),),
    )
    return {case for (case,) in rows}


def put(connection: psycopg.Connection[Any], deliveries: Sequence[Delivery]) -> None:
    """Puts deliveries; put twice each stays one. A letter may be thought of at once."""
    columns = (
        [one.notice.id for one in deliveries],
        [one.person for one in deliveries],
        [one.channel for one in deliveries],
        [one.notice.now for one in deliveries],
    )
    connection.execute(_PUT, columns)


def settle(connection: psycopg.Connection[Any], cases: Sequence[int]) -> None:
    """Marks what nobody needs to be told any more about these cases."""
    connection.execute(_SETTLE, (list(cases),))


def worked_off(connection: psycopg.Connection[Any], notices: Sequence[Waiting]) -> None:
    """Marks notices as worked off."""
    connection.execute(
        "UPDATE notices SET worked_off_at = clock_timestamp() WHERE id = ANY(%s)",
        ([notice.id for notice in notices],),
    )


def mark_read(store: Store, person: int, up_to: int) -> None:
    """Marks a person's notices as read up to one of them."""
    store.run(
        "UPDATE deliveries SET read_at = clock_timestamp() WHERE person_id = %s AND id <= %s "
        "AND channel = 'screen' AND read_at IS NULL",
        (person, up_to),
    )
