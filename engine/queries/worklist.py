"""The worklist: every open step that may be mine to do, soonest due first.

A person's turns are few; each is one index range, so a page costs the same whatever the number of
cases. The page begins after the last (due moment, id) of the page before.
"""

from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.case import Status
from engine.domain.people import Actor
from engine.domain.sop import Sop, Step
from engine.store import sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Task:
    """One line of a worklist."""

    id: int
    number: str
    unit: str
    sop: Sop
    step: Step | None
    status: Status
    turn: str
    holder: int | None
    holder_name: str | None
    applicant: str
    due_at: datetime | None
    warn_at: datetime | None
    entered_at: datetime
    promised_at: datetime | None
    draft: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page begins."""

    due: datetime | None
    id: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Page:
    """One page of tasks, with the database's clock."""

    tasks: tuple[Task, ...]
    now: datetime
    following: Cursor | None


_PICK = """
WITH mine AS (
  SELECT DISTINCT turn FROM turns WHERE desk = ANY(%(desks)s)
), page AS (
  SELECT * FROM (
    SELECT c.* FROM mine m CROSS JOIN LATERAL (
      SELECT * FROM cases c WHERE c.turn = m.turn AND c.closed_at IS NULL
        AND (c.holder IS NULL OR c.holder = %(me)s) AND NOT %(only_held)s
        AND (coalesce(c.due_at, 'infinity'), c.id) > (%(due)s::timestamptz, %(id)s)
        AND (%(late_before)s::timestamptz IS NULL OR c.due_at < %(late_before)s)
      ORDER BY c.turn, coalesce(c.due_at, 'infinity'), c.id LIMIT %(limit)s
    ) c
    UNION
    SELECT c.* FROM cases c WHERE c.holder = %(me)s AND c.closed_at IS NULL
      AND (coalesce(c.due_at, 'infinity'), c.id) > (%(due)s::timestamptz, %(id)s)
      AND (%(late_before)s::timestamptz IS NULL OR c.due_at < %(late_before)s)
  ) found ORDER BY coalesce(due_at, 'infinity'), id LIMIT %(limit)s
)
SELECT p.id, p.number, p.unit, p.sop_id, p.step, p.status, p.turn, p.holder, h.name, p.due_at,
  p.warn_at, p.promised_at, p.memory::json ->> 'entered_at', p.opened_at,
  (SELECT text FROM words w WHERE w.case_id = p.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1),
  EXISTS (SELECT 1 FROM drafts d WHERE d.person_id = %(me)s
          AND d.place = 'case:' || p.number || ':' || p.step)
FROM page p LEFT JOIN people h ON h.id = p.holder
ORDER BY coalesce(p.due_at, 'infinity'), p.id
"""


def worklist(
    store: Store,
    actor: Actor,
    day: date,
    now: datetime,
    *,
    desk: str | None = None,
    only_held: bool = False,
    only_late: bool = False,
    after: Cursor | None = None,
    limit: int = 50,
) -> Page:
    """One page of the steps at the actor's desks (or at one of them), or held by him."""
    desks = sorted(actor.desks(day) if desk is None else actor.desks(day) & {desk})
    start = after or Cursor(due=None, id=0)
    rows = store.rows(
        _PICK,
        {
            "desks": desks, "me": actor.id, "only_held": only_held, "limit": limit + 1,
            "due": "-infinity" if after is None else (start.due or "infinity"), "id": start.id,
            "late_before": now if only_late else None,
        },
    )  # fmt: skip
    tasks = tuple(_task(store, row) for row in rows[:limit])
    more = len(rows) > limit
    following = Cursor(due=tasks[-1].due_at, id=tasks[-1].id) if more and tasks else None
    return Page(tasks=tasks, now=now, following=following)


def _task(store: Store, row: tuple) -> Task:  # type: ignore[type-arg]
    (id_, number, unit, sop_id, step, status, turn, holder, holder_name, due, warn, promised,
     entered, opened, applicant, draft) = row  # fmt: skip
    sop = sops.by_id(store, sop_id)
    return Task(
        id=id_, number=number, unit=unit, sop=sop,
        step=sop.states[step].step if step in sop.states else None, status=Status(status),
        turn=turn, holder=holder, holder_name=holder_name, applicant=applicant or "",
        due_at=due, warn_at=warn, promised_at=promised, draft=draft,
        entered_at=datetime.fromisoformat(entered) if entered else opened,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Load:
    """How much waits at one desk of a person."""

    desk: str
    waiting: int
    late: int


def loads(store: Store, actor: Actor, day: date, now: datetime) -> list[Load]:
    """How many open steps wait at each of the actor's desks, and how many of them are late."""
    rows = store.rows(
        "SELECT t.desk, count(c.id), count(c.id) FILTER (WHERE c.due_at < %s) FROM turns t "
        "LEFT JOIN cases c ON c.turn = t.turn AND c.closed_at IS NULL "
        "AND (c.holder IS NULL OR c.holder = %s) WHERE t.desk = ANY(%s) GROUP BY t.desk",
        (now, actor.id, sorted(actor.desks(day))),
    )
    return [Load(desk=desk, waiting=waiting, late=late) for desk, waiting, late in rows]
