"""The inbox: notices on the screen of one person, unread first.

Left out are notices of closed cases and of steps that have moved on: nothing is left to be done
about them.
"""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store

COUNTED = 100  # unread notices are counted up to here


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One notice as its reader sees it; the case may have moved on since."""

    id: int
    kind: str
    number: str
    sop: Sop
    step: str | None  # where the case stands now
    promised_at: datetime
    due_at: datetime | None
    read: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page begins."""

    read: bool
    id: int


_STILL_TRUE = """d.channel = 'screen' AND c.closed_at IS NULL
  AND (n.kind = 'overdue_below' OR n.addressee IN ('turn:' || c.turn, 'person:' || c.holder))"""
_FROM = (
    "FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id "
    f"WHERE d.person_id = %(me)s AND {_STILL_TRUE}"
)
_INBOX = f"""
SELECT d.id, n.kind, c.number, c.sop_id, c.step, n.promised_at, c.due_at, d.read_at IS NOT NULL
{_FROM}
  AND (NOT %(read)s OR d.read_at IS NOT NULL)
  AND (d.id < %(id)s OR (NOT %(read)s AND d.read_at IS NOT NULL))
ORDER BY (d.read_at IS NOT NULL), d.id DESC LIMIT %(limit)s
"""


def inbox(
    store: Store, person: int, *, after: Cursor | None = None, limit: int = 30
) -> tuple[list[Told], Cursor | None]:
    """One page of a person's notices and where the next begins; unread first, then newest first."""
    start = after or Cursor(read=False, id=2**62)
    params = {"me": person, "read": start.read, "id": start.id, "limit": limit + 1}
    rows = store.rows(_INBOX, params)
    found = [
        Told(id=id_, kind=kind, number=number, sop=(sop := sops.by_id(store, sop_id)),
             step=sop.states[step].step.number if step in sop.states else None,
             promised_at=at, due_at=due, read=read)
        for id_, kind, number, sop_id, step, at, due, read in rows[:limit]
    ]  # fmt: skip
    more = len(rows) > limit
    return found, Cursor(read=found[-1].read, id=found[-1].id) if more else None


def unread(store: Store, person: int) -> int:
    """How many notices on the screen are unread (at most 100 are counted)."""
    row = store.row(
        f"SELECT count(*) FROM (SELECT 1 {_FROM} AND d.read_at IS NULL LIMIT %(most)s) few",
        {"me": person, "most": COUNTED},
    )
    return int(row[0]) if row else 0
