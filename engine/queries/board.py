"""The board: what is open by unit, SOP and step, what is late, and whose turn it is.

Lateness is computed from the due moments and now, so the numbers are right when no worker runs.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store

LATE = (
    "(c.due_at < %(now)s OR "
    "(c.promised_at < %(now)s AND c.ready_at IS NULL AND c.closed_at IS NULL))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """How many cases stand at one step of an SOP in the units looked at."""

    step: str | None  # number; None: ready, or with the applicant
    status: str
    open: int
    near: int
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One SOP version on the board."""

    sop: Sop
    sop_id: int
    cells: tuple[Cell, ...]

    @property
    def open(self) -> int:
        """Open cases."""
        return sum(cell.open for cell in self.cells)

    @property
    def near(self) -> int:
        """Cases near their due moment."""
        return sum(cell.near for cell in self.cells)

    @property
    def late(self) -> int:
        """Late cases."""
        return sum(cell.late for cell in self.cells)

    @property
    def busiest(self) -> Cell | None:
        """The step at which most cases stand."""
        steps = [cell for cell in self.cells if cell.step]
        return max(steps, key=lambda cell: (cell.open, cell.late), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Board:
    """The board of some units at one moment."""

    now: datetime
    lines: tuple[Line, ...]
    paused: int

    @property
    def open(self) -> int:
        """Open cases."""
        return sum(line.open for line in self.lines)

    @property
    def near(self) -> int:
        """Cases near their due moment."""
        return sum(line.near for line in self.lines)

    @property
    def late(self) -> int:
        """Late cases."""
        return sum(line.late for line in self.lines)


_COUNT = f"""
SELECT c.sop_id, c.step, c.status, count(*),
  count(*) FILTER (WHERE c.warn_at <= %(now)s AND NOT coalesce({LATE}, false)),
  count(*) FILTER (WHERE {LATE})
FROM cases c WHERE c.closed_at IS NULL AND c.unit = ANY(%(units)s)
GROUP BY c.sop_id, c.step, c.status
"""


def board(store: Store, units: frozenset[str], now: datetime) -> Board:
    """Counts of the units' open cases by SOP and step."""
    found: dict[int, list[Cell]] = defaultdict(list)
    paused = 0
    for sop_id, step, status, count, near, late in store.rows(
        _COUNT, {"now": now, "units": sorted(units)}
    ):
        at_step = status in ("running", "suspended") and step
        number = sops.by_id(store, sop_id).states[step].step.number if at_step else None
        found[sop_id].append(Cell(step=number, status=status, open=count, near=near, late=late))
        paused += count if status == "suspended" else 0
    lines = [
        Line(sop=sops.by_id(store, sop_id), sop_id=sop_id, cells=tuple(cells))
        for sop_id, cells in found.items()
    ]
    return Board(
        now=now,
        lines=tuple(sorted(lines, key=lambda line: (-line.late, -line.open, line.sop.title))),
        paused=paused,
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class Open:
    """One open case in a supervisor's list."""

    id: int
    number: str
    unit: str
    sop: Sop
    step: str | None
    status: str
    turn: str
    holder: int | None
    holder_name: str | None
    applicant: str
    since: datetime  # the due moment it misses, or will miss
    late: bool
    pause_reason: str | None
    pause_since: datetime | None


_LIST = f"""
SELECT c.id, c.number, c.unit, c.sop_id, c.step, c.status, c.turn, c.holder, h.name,
  (SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1),
  least(c.due_at, CASE WHEN c.ready_at IS NULL THEN c.promised_at END) AS since,
  coalesce({LATE}, false), c.memory::json -> 'pauses' -> -1
FROM cases c LEFT JOIN people h ON h.id = c.holder
WHERE c.closed_at IS NULL AND c.unit = ANY(%(units)s)
  AND CASE %(state)s WHEN 'late' THEN {LATE}
      WHEN 'near' THEN c.warn_at <= %(now)s AND NOT coalesce({LATE}, false)
      WHEN 'running' THEN NOT coalesce({LATE}, false)
        AND coalesce(c.warn_at > %(now)s, true) ELSE true END
  AND (%(sop)s::int IS NULL OR c.sop_id = %(sop)s)
  AND (%(step)s::text IS NULL OR c.step = %(step)s OR c.step LIKE %(step)s || '#%%')
  AND (coalesce(least(c.due_at, CASE WHEN c.ready_at IS NULL THEN c.promised_at END), 'infinity'),
       c.id) > (%(after)s::timestamptz, %(id)s)
ORDER BY coalesce(least(c.due_at, CASE WHEN c.ready_at IS NULL THEN c.promised_at END), 'infinity'),
  c.id LIMIT %(limit)s
"""


def open_cases(
    store: Store,
    units: frozenset[str],
    now: datetime,
    *,
    state: str = "all",
    sop_id: int | None = None,
    step: str | None = None,
    after: tuple[datetime | str, int] = ("-infinity", 0),
    limit: int = 50,
) -> list[Open]:
    """Open cases of the units, longest late first; one more than `limit` says there are more."""
    rows = store.rows(
        _LIST,
        {"units": sorted(units), "now": now, "state": state, "sop": sop_id, "step": step,
         "after": after[0], "id": after[1], "limit": limit + 1},
    )  # fmt: skip
    return [_open(store, row) for row in rows]


def _open(store: Store, row: tuple) -> Open:  # type: ignore[type-arg]
    (id_, number, unit, sop_id, step, status, turn, holder, holder_name, applicant, since, late,
     pause) = row  # fmt: skip
    sop = sops.by_id(store, sop_id)
    paused = pause if pause and status == "suspended" else None
    return Open(
        id=id_, number=number, unit=unit, sop=sop, status=status, turn=turn, holder=holder,
        step=sop.states[step].step.number if step in sop.states else None,
        holder_name=holder_name, applicant=applicant or "", since=since, late=late,
        pause_reason=paused["reason"] if paused else None,
        pause_since=datetime.fromisoformat(paused["start"]) if paused else None,
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Burden:
    """How much one holder, or one desk without a holder, has open."""

    holder: int | None
    name: str | None
    turn: str
    open: int
    late: int
    oldest: datetime | None


def burdens(store: Store, units: frozenset[str], now: datetime, limit: int = 12) -> list[Burden]:
    """Who has how much, the most first."""
    rows = store.rows(
        f"SELECT c.holder, h.name, min(c.turn), count(*), count(*) FILTER (WHERE {LATE}), "
        "min(c.opened_at) FROM cases c LEFT JOIN people h ON h.id = c.holder "
        "WHERE c.closed_at IS NULL AND c.status IN ('running', 'suspended') "
        "AND c.unit = ANY(%(units)s) "
        "GROUP BY c.holder, h.name, CASE WHEN c.holder IS NULL THEN c.turn END "
        "ORDER BY 5 DESC, 4 DESC LIMIT %(limit)s",
        {"units": sorted(units), "now": now, "limit": limit},
    )
    return [
        Burden(holder=holder, name=name, turn=turn, open=count, late=late, oldest=oldest)
        for holder, name, turn, count, late, oldest in rows
    ]
