"""The board: what is open by unit, SOP and step, what is late, and whose turn it is.

Lateness is computed from the due moments and now, so the numbers are right when no worker runs.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store

SINCE = "c.pressing_at"
LATE = f"coalesce({SINCE} < %(now)s, false)"
NEAR = f"(NOT {LATE} AND coalesce(c.near_at <= %(now)s, false))"
IN_UNITS = "c.closed_at IS NULL AND c.unit = ANY(%(units)s)"


@dataclass(frozen=True, kw_only=True, slots=True)
class Cell:
    """The cases of one unit that stand at one step of an SOP version."""

    unit: str
    sop: Sop
    step: str | None  # number; None: with the applicant, or ready
    status: str
    open: int
    near: int
    late: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Sum:
    """What a line of the board adds up to."""

    open: int = 0
    near: int = 0
    late: int = 0


@dataclass(frozen=True, kw_only=True)
class Board:
    """The board of some units at one moment."""

    now: datetime
    cells: tuple[Cell, ...]
    longest: datetime | None = None  # the earliest moment missed
    soonest: datetime | None = None  # the next moment among those near

    @cached_property
    def total(self) -> Sum:
        """All open cases."""
        return total(self.cells)

    @property
    def open(self) -> int:
        """Open cases."""
        return self.total.open

    @property
    def near(self) -> int:
        """Cases near their due moment."""
        return self.total.near

    @property
    def late(self) -> int:
        """Late cases."""
        return self.total.late

    def standing(self, status: str) -> int:
        """How many open cases have this status."""
        return sum(cell.open for cell in self.cells if cell.status == status)

    @cached_property
    def by_sop(self) -> list[tuple[Sop, tuple[Cell, ...]]]:
        """The cells of each SOP version, the most late first."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.sop.digest].append(cell)
        lines = [(cells[0].sop, tuple(cells)) for cells in found.values()]
        return sorted(lines, key=lambda line: (*_rank(line[1]), line[0].title, -line[0].version))

    @cached_property
    def by_unit(self) -> list[tuple[str, Sum]]:
        """What each unit has open, the most late first."""
        found: dict[str, list[Cell]] = defaultdict(list)
        for cell in self.cells:
            found[cell.unit].append(cell)
        lines = sorted(found.items(), key=lambda line: (*_rank(line[1]), line[0]))
        return [(unit, total(cells)) for unit, cells in lines]


def total(cells: Iterable[Cell]) -> Sum:
    """The sum of some cells."""
    many = list(cells)
    return Sum(
        open=sum(cell.open for cell in many),
        near=sum(cell.near for cell in many),
        late=sum(cell.late for cell in many),
    )


def by_step(cells: Iterable[Cell]) -> dict[str, Sum]:
    """The sums of an SOP's steps by their numbers; cases at no step are left out."""
    found: dict[str, list[Cell]] = defaultdict(list)
    for cell in cells:
        if cell.step:
            found[cell.step].append(cell)
    return {step: total(many) for step, many in found.items()}


def _rank(cells: Iterable[Cell]) -> tuple[int, int]:
    whole = total(cells)
    return -whole.late, -whole.open


_COUNT = f"""
SELECT c.unit, c.sop_id, c.step, c.status, count(*), count(*) FILTER (WHERE {NEAR}),
  count(*) FILTER (WHERE {LATE}), min({SINCE}) FILTER (WHERE {LATE}),
  min({SINCE}) FILTER (WHERE {NEAR})
FROM cases c WHERE {IN_UNITS} GROUP BY c.unit, c.sop_id, c.step, c.status
"""


def board(store: Store, units: frozenset[str], now: datetime) -> Board:
    """Counts of the units' open cases by unit, SOP and step, in one query."""
    rows = store.rows(_COUNT, {"now": now, "units": sorted(units)})
    cells = []
    for unit, sop_id, step, status, count, near, late, *_ in rows:
        sop = sops.by_id(store, sop_id)
        at_step = status in ("running", "suspended") and step in sop.states
        number = sop.states[step].step.number if at_step else None
        cells.append(
            Cell(unit=unit, sop=sop, step=number, status=status, open=count, near=near, late=late)
        )
    return Board(
        now=now,
        cells=tuple(cells),
        longest=min((row[7] for row in rows if row[7]), default=None),
        soonest=min((row[8] for row in rows if row[8]), default=None),
    )
