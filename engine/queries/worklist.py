"""The worklist: every open step that may be mine to do, soonest due first.

What counts is the moment that is missed first: of the step, or, since many SOPs limit no single
step, of the whole service. A person's turns are few and each is one index range, so a page costs
the same whatever the number of cases; it begins after the last (moment, id) of the page before.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from functools import cached_property, lru_cache
from hashlib import blake2b
from typing import Any

import orjson

from engine.domain.case import Interruption, Status, decode
from engine.domain.people import Actor
from engine.domain.sop import Sop, State
from engine.queries.board import NEAR, SINCE
from engine.store import sops
from engine.store.session import Row, Store


class Group(StrEnum):
    """The heading under which a step stands; a late step is late even while it is paused."""

    LATE = "late"
    TODAY = "today"
    LATER = "later"
    NO_LIMIT = "no_limit"
    PAUSED = "paused"


class Show(StrEnum):
    """Which of the steps are wanted."""

    ALL = "all"
    MINE = "mine"  # those I have taken
    FREE = "free"  # those of my posts that nobody has taken
    LATE = "late"


@dataclass(frozen=True, kw_only=True, slots=True)
class Day:
    """The moment of asking, and the midnight that ends the reader's day."""

    now: datetime
    ends: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One line of a worklist."""

    id: int
    number: str
    version: int
    unit: str
    sop: Sop
    state: State
    status: Status
    turn: str
    holder: int | None
    holder_name: str | None
    taken_at: datetime | None
    applicant: str
    due_at: datetime | None
    promised_at: datetime | None
    since: datetime | None  # the moment that is missed, or will be missed first
    near: bool
    entered_at: datetime | None
    pauses: tuple[Interruption, ...]
    comings: int  # how often the case has come to this step; 0 where nothing was ever sent back
    draft_at: datetime | None
    group: Group


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page begins."""

    since: datetime | None
    id: int


@dataclass(frozen=True, kw_only=True)
class Page:
    """One page of tasks; equal digests mean equal rows, and rows nobody looks at stay unread."""

    store: Store = field(repr=False)
    rows: tuple[Row, ...] = field(repr=False)
    following: Cursor | None
    digest: str

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """The rows as tasks."""
        return tuple(_task(self.store, row) for row in self.rows)


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How many steps of one turn stand in a group, held by me or by nobody."""

    turn: str
    group: Group
    mine: bool
    count: int


_AT_A_STEP = "c.status IN ('running', 'suspended')"
_GROUP = f"""CASE WHEN {SINCE} < %(now)s THEN 'late' WHEN c.status = 'suspended' THEN 'paused'
  WHEN {SINCE} IS NULL THEN 'no_limit' WHEN {SINCE} < %(ends)s THEN 'today' ELSE 'later' END"""
_WANTED = {
    Show.ALL: "(c.holder IS NULL OR c.holder = %(me)s)",
    Show.MINE: "c.holder = %(me)s",
    Show.FREE: "c.holder IS NULL",
    Show.LATE: f"(c.holder IS NULL OR c.holder = %(me)s) AND {SINCE} < %(now)s",
}
_TURNS = "mine AS (SELECT DISTINCT turn FROM turns WHERE desk = ANY(%(desks)s))"
# A step reassigned to me from a desk at which I do not sit. A closed case has no holder; to ask
# for open ones here would tempt the planner to read the index of all open cases.
_ELSEWHERE = "c.holder = %(me)s AND NOT EXISTS (SELECT 1 FROM mine m WHERE m.turn = c.turn)"
_ORDER = f"coalesce({SINCE}, 'infinity'::timestamptz), c.id"
_AFTER = f"({_ORDER}) > (%(since)s::timestamptz, %(id)s)"

_COLUMNS = f"""
SELECT c.id, c.number, c.version, c.unit, c.sop_id, c.step, c.status, c.turn, c.holder, h.name,
  CASE WHEN c.holder IS NOT NULL THEN (SELECT max(happened_at) FROM history t
    WHERE t.case_id = c.id AND t.kind IN ('claimed', 'reassigned')) END,
  (SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1),
  c.due_at, c.promised_at, {SINCE}, {NEAR}, c.memory,
  CASE WHEN (c.memory::json ->> 'returns')::int > 0 THEN (SELECT count(*) FROM history t
    WHERE t.case_id = c.id AND t.kind IN ('opened', 'completed', 'resubmitted', 'deviated')
    AND t.body::json #>> '{{changes,status}}' = 'running'
    AND t.body::json #>> '{{changes,step}}' = c.step) ELSE 0 END,
  (SELECT saved_at FROM drafts d WHERE d.person_id = %(me)s
   AND d.place = 'case:' || c.number || ':' || c.step),
  {_GROUP}
"""
_SINCE = 14  # the place of the moment that orders a page


@lru_cache
def _picked(show: Show, elsewhere: bool) -> str:
    """The statement for one page; put together from constants, once a process."""
    wanted = f"{_AT_A_STEP} AND {_WANTED[show]} AND {_AFTER}"
    others = f"UNION ALL SELECT c.* FROM cases c WHERE {_ELSEWHERE} AND {wanted}"
    return f"""
WITH {_TURNS}, page AS (
  SELECT * FROM (
    SELECT c.* FROM mine m CROSS JOIN LATERAL (
      SELECT * FROM cases c WHERE c.turn = m.turn AND c.closed_at IS NULL AND {wanted}
      ORDER BY {_ORDER} LIMIT %(limit)s) c
    {others if elsewhere else ""}
  ) c ORDER BY {_ORDER} LIMIT %(limit)s
) {_COLUMNS} FROM page c LEFT JOIN people h ON h.id = c.holder ORDER BY {_ORDER}"""


_NAMED = f"""
WITH {_TURNS} {_COLUMNS} FROM cases c LEFT JOIN people h ON h.id = c.holder
WHERE c.number = ANY(%(numbers)s) AND {_AT_A_STEP} AND {_WANTED[Show.ALL]}
  AND (c.turn IN (SELECT turn FROM mine) OR c.holder = %(me)s) ORDER BY {_ORDER}"""

_TALLIED = f"""
WITH {_TURNS}
SELECT c.turn, {_GROUP}, c.holder IS NOT NULL, count(*) FROM (
  SELECT c.* FROM mine m JOIN cases c ON c.turn = m.turn
  WHERE c.closed_at IS NULL AND {_AT_A_STEP} AND {_WANTED[Show.ALL]}
  UNION ALL
  SELECT c.* FROM cases c WHERE {_ELSEWHERE} AND {_AT_A_STEP}
) c GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"""


def worklist(
    store: Store,
    actor: Actor,
    desks: Collection[str],
    day: Day,
    *,
    show: Show = Show.ALL,
    elsewhere: bool = True,
    after: Cursor | None = None,
    limit: int = 30,
) -> Page:
    """One page of the steps at these desks; with `elsewhere` also what is held from other desks."""
    params = _params(actor, desks, day) | {"limit": limit + 1, "since": "-infinity", "id": 0}
    if after is not None:
        params |= {"since": after.since or "infinity", "id": after.id}
    rows = store.rows(_picked(show, elsewhere and show is not Show.FREE), params)
    return Page(
        store=store,
        rows=tuple(rows[:limit]),
        following=_after(rows[limit - 1]) if len(rows) > limit else None,
        digest=digest_of(rows),
    )


def named(
    store: Store, actor: Actor, desks: Collection[str], day: Day, numbers: Collection[str]
) -> tuple[Task, ...]:
    """Those of the named cases whose open step may be the actor's to do."""
    params = _params(actor, desks, day) | {"numbers": list(numbers)}
    return tuple(_task(store, row) for row in store.rows(_NAMED, params))


def tallies(store: Store, actor: Actor, desks: Collection[str], day: Day) -> tuple[Tally, ...]:
    """How many open steps wait at each turn of the actor, by group."""
    rows = store.rows(_TALLIED, _params(actor, desks, day))
    return tuple(
        Tally(turn=turn, group=Group(group), mine=mine, count=count)
        for turn, group, mine, count in rows
    )


def digest_of(rows: object) -> str:
    """A short digest of what was read: the same in every process."""
    return blake2b(repr(rows).encode(), digest_size=9).hexdigest()


def _params(actor: Actor, desks: Collection[str], day: Day) -> dict[str, Any]:
    return {"me": actor.id, "desks": sorted(desks), "now": day.now, "ends": day.ends}


def _after(row: Row) -> Cursor:
    return Cursor(since=row[_SINCE], id=row[0])


def _task(store: Store, row: Row) -> Task:
    (id_, number, version, unit, sop_id, step, status, turn, holder, holder_name, taken, applicant,
     due, promised, since, near, memory, comings, draft, group) = row  # fmt: skip
    sop, raw = sops.by_id(store, sop_id), orjson.loads(memory)
    kept = decode({name: raw[name] for name in ("entered_at", "pauses") if name in raw})
    return Task(
        id=id_, number=number, version=version, unit=unit, sop=sop, state=sop.states[step],
        status=Status(status), turn=turn, holder=holder, holder_name=holder_name, taken_at=taken,
        applicant=applicant or "", due_at=due, promised_at=promised, since=since, near=near,
        draft_at=draft,
        entered_at=kept.get("entered_at"), pauses=kept.get("pauses", ()), comings=comings,
        group=Group(group),
    )  # fmt: skip
