"""The inbox: what Sopan has to tell one person: what presses and is unread, and what came earlier.

A request is named once, under what presses most. Of closed cases, and of steps that have moved on,
nothing presses: such notices are settled, and say why.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.sop import Sop
from engine.domain.telling import BY_PRESSURE
from engine.store import sops
from engine.store.notices import SETTLED
from engine.store.session import Row, Store
from engine.store.tables.desks import UNREAD

COUNTED = 100  # pressing requests are counted, and shown, up to here


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One notice as its reader sees it; the case may have moved on since."""

    id: int  # of several about the same request, the newest one's
    kind: str
    number: str
    sop: Sop
    step: str | None  # where the case stands now
    promised_at: datetime
    due_at: datetime | None  # the moment that is missed first
    settled: str | None  # why nothing is left to do


_FROM = (
    "FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id "
    "WHERE d.person_id = %(me)s"
)
_PRESSING = f"{_FROM} AND {UNREAD} AND ({SETTLED}) IS NULL"
_TOLD = "n.kind, c.number, c.sop_id, c.step, n.promised_at, c.pressing_at"
_PLACE = "coalesce(array_position(%(kinds)s::text[], n.kind), 99)"
_NEWS = f"""
SELECT id, kind, number, sop_id, step, promised_at, pressing_at, NULL FROM (
  SELECT DISTINCT ON (c.id) max(d.id) OVER (PARTITION BY c.id) AS id, {_TOLD}, {_PLACE} AS place
  {_PRESSING} ORDER BY c.id, place, d.id DESC
) once ORDER BY place, id DESC LIMIT %(limit)s
"""
_EARLIER = f"""
SELECT d.id, {_TOLD}, coalesce(d.settled, {SETTLED}) {_FROM} AND d.channel = 'screen'
  AND d.id < %(before)s
  AND (d.read_at IS NOT NULL OR d.settled IS NOT NULL OR ({SETTLED}) IS NOT NULL)
ORDER BY d.id DESC LIMIT %(limit)s
"""
_UNREAD = f"SELECT count(*) FROM (SELECT DISTINCT n.case_id {_PRESSING} LIMIT %(limit)s) few"


def news(store: Store, person: int) -> list[Told]:
    """What presses and is unread, the most pressing kind first, then the newest."""
    params = {"me": person, "kinds": list(BY_PRESSURE), "limit": COUNTED}
    return [_told(store, row) for row in store.rows(_NEWS, params)]


def earlier(
    store: Store, person: int, *, before: int | None = None, limit: int = 30
) -> tuple[list[Told], int | None]:
    """One page of what is read or settled, newest first, and where the next begins."""
    params = {"me": person, "before": before or 2**62, "limit": limit + 1}
    rows = store.rows(_EARLIER, params)
    found = [_told(store, row) for row in rows[:limit]]
    return found, found[-1].id if len(rows) > limit else None


def unread(store: Store, person: int) -> int:
    """About how many requests something presses and is unread (at most 100 are counted)."""
    row = store.row(_UNREAD, {"me": person, "limit": COUNTED})
    return int(row[0]) if row else 0


def _told(store: Store, row: Row) -> Told:
    id_, kind, number, sop_id, step, at, due, settled = row
    sop = sops.by_id(store, sop_id)
    return Told(
        id=id_, kind=kind, number=number, sop=sop, promised_at=at, due_at=due, settled=settled,
        step=sop.states[step].step.number if step in sop.states else None,
    )  # fmt: skip
