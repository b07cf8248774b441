"""The register book (pencatatan dan pendataan) of an SOP: one line a case, in order of opening.

A book belongs to a unit and an SOP, whatever version each case is bound to (PermenPAN-RB 35/2012:
the block "pencatatan dan pendataan" of the identity).
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.store.session import Store


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book."""

    id: int
    number: str
    opened_at: datetime
    applicant: str
    complete_at: datetime | None
    promised_at: datetime | None
    ready_at: datetime | None
    handed_over_at: datetime | None
    receiver: str
    closed_at: datetime | None
    status: str
    ending: str | None


@dataclass(frozen=True, slots=True)
class Tally:
    """What a period adds up to; `unfinished` is what was open at its end, whenever opened."""

    opened: int
    done: int
    ended_otherwise: int  # refused, withdrawn, cancelled, not ours
    handed_over: int
    late: int  # ready or closed after the promised moment
    unfinished: int


# A hand-over that was taken back did not happen to the book.
_TAKEN_BACK = """SELECT FROM history t WHERE t.case_id = c.id AND t.kind = 'taken_back'
    AND (t.body::json #>> '{says,of}')::int = h.version"""
_LINE = f"""
SELECT c.id, c.number, c.opened_at,
  coalesce((SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
            ORDER BY w.version DESC LIMIT 1), ''),
  (c.memory::json ->> 'complete_at')::timestamptz, c.promised_at, c.ready_at, given.happened_at,
  coalesce(receiver.text, ''), c.closed_at, c.status, c.ending
FROM cases c
LEFT JOIN LATERAL (
  SELECT h.version, h.happened_at FROM history h WHERE h.case_id = c.id AND h.kind = 'handed_over'
    AND NOT EXISTS ({_TAKEN_BACK})
  ORDER BY h.version DESC LIMIT 1) given ON true
LEFT JOIN words receiver ON receiver.case_id = c.id AND receiver.version = given.version
  AND receiver.field = 'receiver'
WHERE c.unit = %(unit)s AND c.sop_id IN (SELECT id FROM sops WHERE code = %(code)s) AND """
_IN_PERIOD = """c.opened_at >= %(since)s AND c.opened_at < %(until)s
  AND (c.opened_at, c.id) > (%(after)s::timestamptz, %(id)s)"""
# What stops being work: the product lies ready, or the case is closed.
_OPEN_AT_END = """c.opened_at < %(until)s
  AND coalesce(least(c.ready_at, c.closed_at), 'infinity') >= %(until)s"""
_ORDER = " ORDER BY c.opened_at, c.id LIMIT %(limit)s"

_TALLY = f"""
SELECT count(*) FILTER (WHERE c.opened_at >= %(since)s),
  count(*) FILTER (WHERE c.opened_at >= %(since)s AND (c.ending = 'done'
    OR c.closed_at IS NULL AND c.ready_at IS NOT NULL)),
  count(*) FILTER (WHERE c.opened_at >= %(since)s AND c.ending <> 'done'),
  count(*) FILTER (WHERE c.opened_at >= %(since)s AND EXISTS (SELECT FROM history h
    WHERE h.case_id = c.id AND h.kind = 'handed_over' AND NOT EXISTS ({_TAKEN_BACK}))),
  count(*) FILTER (WHERE c.opened_at >= %(since)s
    AND c.promised_at < coalesce(c.ready_at, c.closed_at)),
  count(*) FILTER (WHERE {_OPEN_AT_END})
FROM cases c WHERE c.unit = %(unit)s AND c.sop_id IN (SELECT id FROM sops WHERE code = %(code)s)
  AND c.opened_at < %(until)s"""


def register(
    store: Store,
    unit: str,
    code: str,
    since: datetime,
    until: datetime,
    *,
    after: tuple[datetime | str, int] = ("-infinity", 0),
    limit: int = 100,
) -> list[Line]:
    """The lines of a period; one more than `limit` says there are more."""
    asked = _asked(unit, code, until, limit) | {"since": since, "after": after[0], "id": after[1]}
    return [Line(*row) for row in store.rows(_LINE + _IN_PERIOD + _ORDER, asked)]


def unfinished(store: Store, unit: str, code: str, until: datetime, limit: int = 200) -> list[Line]:
    """What was still work at a moment, whenever opened, oldest first."""
    asked = _asked(unit, code, until, limit)
    return [Line(*row) for row in store.rows(_LINE + _OPEN_AT_END + _ORDER, asked)]


def before(store: Store, unit: str, code: str, since: datetime, after: tuple[datetime, int]) -> int:
    """How many lines the book of a period has up to a line: the number that line bears."""
    row = store.row(
        "SELECT count(*) FROM cases WHERE unit = %s AND sop_id IN (SELECT id FROM sops "
        "WHERE code = %s) AND opened_at >= %s AND (opened_at, id) <= (%s, %s)",
        (unit, code, since, *after),
    )
    return int(row[0]) if row else 0


def tally(store: Store, unit: str, code: str, since: datetime, until: datetime) -> Tally:
    """What a period adds up to."""
    row = store.row(_TALLY, _asked(unit, code, until, 0) | {"since": since})
    assert row is not None
    return Tally(*row)


def still_open(store: Store, units: frozenset[str]) -> dict[tuple[str, str], int]:
    """How many cases of each (unit, code) are open."""
    rows = store.rows(
        "SELECT c.unit, s.code, sum(c.count)::int FROM (SELECT unit, sop_id, count(*) FROM cases "
        "WHERE unit = ANY(%s) AND closed_at IS NULL GROUP BY unit, sop_id) c "
        "JOIN sops s ON s.id = c.sop_id GROUP BY c.unit, s.code",
        (sorted(units),),
    )
    return {(unit, code): count for unit, code, count in rows}


def _asked(unit: str, code: str, until: datetime, limit: int) -> dict[str, Any]:
    return {"unit": unit, "code": code, "until": until, "limit": limit + 1}
