"""Deliveries: who was told what, by which channel, when, and what became of each letter."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from engine.store.session import Row, Store
from engine.store.tables.desks import FAILED

PAGE = 50


class State(StrEnum):
    """What became of a delivery."""

    FAILED = "failed"  # given up: somebody must look
    WAITING = "waiting"  # waits for its first or a further try
    SENT = "sent"
    DROPPED = "dropped"  # not sent: nothing was left to tell
    SHOWN = "shown"  # on the screen


_STATES = {
    State.FAILED: FAILED,
    State.WAITING: "next_try_at IS NOT NULL",
    State.SENT: "channel = 'mail' AND delivered_at IS NOT NULL",
    State.DROPPED: "channel = 'mail' AND settled IS NOT NULL AND delivered_at IS NULL",
    State.SHOWN: "channel = 'screen'",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Delivery:
    """One notice to one receiver by one channel."""

    id: int
    state: State
    kind: str
    number: str
    unit: str
    title: str  # of the SOP
    receiver: str | None  # None: the applicant
    promised_at: datetime
    delivered_at: datetime | None
    read_at: datetime | None
    next_try_at: datetime | None
    tries: int
    error: str | None
    settled: str | None  # why nothing was left to tell


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page begins."""

    failed: bool
    id: int


_STATE = "CASE " + " ".join(f"WHEN {true} THEN '{name}'" for name, true in _STATES.items()) + " END"
_SELECT = (
    f"SELECT d.id, {_STATE}, n.kind, c.number, c.unit, s.title, p.name, n.promised_at, "
    "d.delivered_at, d.read_at, d.next_try_at, d.tries, d.error, d.settled "
    "FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id "
    "JOIN sops s ON s.id = c.sop_id LEFT JOIN people p ON p.id = d.person_id"
)
_OF_CASE = f"{_SELECT} WHERE n.case_id = %s ORDER BY d.id DESC LIMIT %s"
_PART = (
    f"({_SELECT} WHERE c.unit = ANY(%(units)s) AND d.id < {{before}} AND {{which}} "
    "ORDER BY d.id DESC LIMIT %(limit)s)"
)
_NEWEST = str(2**62)


def deliveries(
    store: Store,
    units: frozenset[str],
    state: State | None = None,
    *,
    after: Cursor | None = None,
    limit: int = PAGE,
) -> tuple[list[Delivery], Cursor | None]:
    """One page about these units' cases, in one state or all, and where the next begins.

    Failed letters come first, then the newest.
    """
    start = after or Cursor(failed=True, id=2**62)
    parts = []
    if start.failed and state in (None, State.FAILED):
        parts.append(_PART.format(which=FAILED, before="%(id)s"))
    if state is not State.FAILED:
        which = _STATES[state] if state else f"NOT ({FAILED})"
        before = _NEWEST if start.failed else "%(id)s"
        parts.append(_PART.format(which=which, before=before))
    # Each part reads its own index in order; only what both have found is put in order together.
    rows = store.rows(
        f"SELECT * FROM ({' UNION ALL '.join(parts)}) found (id, state) "
        "ORDER BY (state = 'failed') DESC, id DESC LIMIT %(limit)s",
        {"units": sorted(units), "id": start.id, "limit": limit + 1},
    )
    found = [_delivery(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return found, None
    return found, Cursor(failed=found[-1].state is State.FAILED, id=found[-1].id)


def of_case(store: Store, case_id: int, *, limit: int = 200) -> list[Delivery]:
    """Everything that was told about one case, newest first."""
    return [_delivery(row) for row in store.rows(_OF_CASE, (case_id, limit))]


def failed(store: Store, units: frozenset[str] | None = None) -> int:
    """How many letters were given up, about the cases of these units or of all."""
    row = store.row(
        "SELECT count(*) FROM deliveries d JOIN notices n ON n.id = d.notice_id "
        f"JOIN cases c ON c.id = n.case_id WHERE {FAILED} "
        "AND (%(units)s::text[] IS NULL OR c.unit = ANY(%(units)s))",
        {"units": None if units is None else sorted(units)},
    )
    return int(row[0]) if row else 0


def _delivery(row: Row) -> Delivery:
    values = dict(zip(Delivery.__slots__, row, strict=True))
    return Delivery(**{**values, "state": State(values["state"])})
