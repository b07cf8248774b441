"""The board's lists: open cases in a supervisor's order, longest late first."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import orjson

from engine.domain.case import Interruption, Status, decode
from engine.domain.sop import Sop, State
from engine.queries.board import IN_UNITS, LATE, NEAR, SINCE
from engine.store import sops
from engine.store.session import Row, Store


class Condition(StrEnum):
    """How a case stands with its time."""

    LATE = "late"
    NEAR = "near"
    ON_TIME = "on_time"  # the rest: paused, with the applicant and ready ones too
    ALL = "all"


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is looked for; an empty field does not count."""

    condition: Condition = Condition.ALL
    sop: str = ""  # digest
    step: str = ""  # number
    status: Status | None = None
    holder: int | None = None
    turn: str = ""  # only what nobody holds there


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page begins; no moment means after all that have one."""

    since: datetime | None
    id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """One open case in a supervisor's list."""

    id: int
    number: str
    version: int
    unit: str
    sop: Sop
    state: State | None  # None: ready. While returned, where the file comes back to.
    status: Status
    turn: str
    holder: int | None
    holder_name: str | None
    applicant: str
    due_at: datetime | None
    promised_at: datetime | None
    since: datetime | None  # the moment it misses, or will miss first
    late: bool
    near: bool
    pauses: tuple[Interruption, ...]
    extendable: bool  # the service clock runs and was never extended

    @property
    def paused(self) -> Interruption | None:
        """The pause that has not ended yet."""
        return self.pauses[-1] if self.pauses and self.pauses[-1].end is None else None


_ORDER = f"coalesce({SINCE}, 'infinity'::timestamptz), c.id"
_CONDITIONS = {
    Condition.LATE: LATE,
    Condition.NEAR: NEAR,
    Condition.ON_TIME: f"NOT {LATE} AND NOT {NEAR}",
    Condition.ALL: "true",
}
_COLUMNS = f"""
SELECT c.id, c.number, c.version, c.unit, c.sop_id, c.step, c.status, c.turn, c.holder, h.name,
  (SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1),
  c.due_at, c.promised_at, {SINCE}, {LATE}, {NEAR}, c.ready_at, c.memory
"""
_NARROWED = {
    "sop": "c.sop_id = (SELECT id FROM sops WHERE digest = %(sop)s)",
    "step": "(c.step = %(step)s OR starts_with(c.step, %(step)s || '#')) "
    "AND c.status IN ('running', 'suspended')",
    "status": "c.status = %(status)s",
    "holder": "c.holder = %(holder)s",
    "turn": "c.turn = %(turn)s AND c.holder IS NULL AND c.status IN ('running', 'suspended')",
}


def open_cases(
    store: Store,
    units: frozenset[str],
    now: datetime,
    wanted: Wanted,
    *,
    after: Cursor | None = None,
    limit: int = 50,
) -> tuple[list[Open], Cursor | None]:
    """A page of the units' open cases, longest late first, and where the next page begins."""
    narrowed = [text for name, text in _NARROWED.items() if getattr(wanted, name)]
    where = " AND ".join((IN_UNITS, _CONDITIONS[wanted.condition], *narrowed))
    # The page is picked before names and words are looked up for it.
    statement = f"""
WITH page AS (
  SELECT * FROM cases c WHERE {where} AND ({_ORDER}) > (%(since)s::timestamptz, %(id)s)
  ORDER BY {_ORDER} LIMIT %(limit)s
) {_COLUMNS} FROM page c LEFT JOIN people h ON h.id = c.holder ORDER BY {_ORDER}"""
    rows = store.rows(statement, _params(units, now, wanted, after) | {"limit": limit + 1})
    found = [_open(store, row) for row in rows[:limit]]
    following = Cursor(since=found[-1].since, id=found[-1].id) if len(rows) > limit else None
    return found, following


def _params(
    units: frozenset[str], now: datetime, wanted: Wanted, after: Cursor | None
) -> dict[str, Any]:
    since: datetime | str = "-infinity"
    if after is not None:
        since = after.since or "infinity"
    return {
        "units": sorted(units), "now": now, "since": since, "id": after.id if after else 0,
        **{name: getattr(wanted, name) for name in _NARROWED},
    }  # fmt: skip


def _open(store: Store, row: Row) -> Open:
    (id_, number, version, unit, sop_id, step, status, turn, holder, holder_name, applicant, due,
     promised, since, late, near, ready, memory) = row  # fmt: skip
    sop, raw = sops.by_id(store, sop_id), orjson.loads(memory)
    return Open(
        id=id_, number=number, version=version, unit=unit, sop=sop, state=sop.states.get(step),
        status=Status(status), turn=turn, holder=holder, holder_name=holder_name,
        applicant=applicant or "", due_at=due, promised_at=promised, since=since, late=late,
        near=near, pauses=decode({"pauses": raw.get("pauses", [])})["pauses"],
        extendable=_extendable(raw) and ready is None,
    )  # fmt: skip


def _extendable(memory: Mapping[str, Any]) -> bool:
    return bool(memory.get("complete_at")) and not memory.get("extension")
