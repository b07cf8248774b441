"""Alignment: the fewest deviations by which a trace departs from what an SOP's table allows.

A deviation is an activity too many or one that is missing, each counting one; this is the cost of
an optimal alignment (Adriansyah 2014), found exactly. For each prefix of a trace the search keeps
the fewest deviations up to each state of the table. Less their least, such rows recur from trace
to trace, so a row and an activity are worked out once and looked up from then on.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from engine.domain.conformance.table import Table

Row = tuple[int, ...]


class Move(NamedTuple):
    """One deviation of a trace."""

    place: int  # before which activity of the trace, counted from 0
    activity: str
    extra: bool  # the trace has it and the SOP does not; else the other way round


@dataclass(kw_only=True)
class Search:
    """The search over one table, with what it has worked out so far."""

    table: Table
    _rows: list[Row] = field(default_factory=list)
    _numbers: dict[Row, int] = field(default_factory=dict)
    _known: list[dict[str, tuple[int, int]]] = field(default_factory=list)
    _totals: dict[tuple[str, ...], int] = field(default_factory=dict)
    _last: list[int] = field(default_factory=list)  # deviations from a row to the nearest end

    def __post_init__(self) -> None:
        self._number(self._first)

    @property
    def _first(self) -> Row:
        """The row before any activity; every state of a table is reached from its start."""
        return tuple(far for _, far in self._apart[0])

    def fewest(self, trace: Sequence[str]) -> int:
        """The fewest deviations of a trace; 0 exactly for those that fit."""
        key = tuple(trace)
        total = self._totals.get(key)
        if total is None:
            total = self._totals[key] = self._total(key)
        return total

    def _total(self, trace: Sequence[str]) -> int:
        row, total, known = 0, 0, self._known
        for activity in trace:
            step = known[row].get(activity)
            if step is None:
                step = known[row][activity] = self._step(row, activity)
            row = step[0]
            total += step[1]
        return total + self._last[row]

    def moves(self, trace: Sequence[str]) -> list[Move]:
        """Deviations of a trace, as few as possible, in its order."""
        rows = [self._first]
        for activity in trace:
            rows.append(self._after(rows[-1], activity))
        state = min(self.table.ends, key=lambda end: rows[-1][end])
        place, found = len(trace), list[Move]()
        while place or rows[0][state]:
            step = self._back(rows, trace, place, state)
            if step[2]:
                found.append(step[2])
            place, state = step[0], step[1]
        return found[::-1]

    def _back(
        self, rows: list[Row], trace: Sequence[str], place: int, state: int
    ) -> tuple[int, int, Move | None]:
        """One step back on a shortest way: to which place and state, and what deviates there."""
        cost = rows[place][state]
        if place:
            activity, before = trace[place - 1], rows[place - 1]
            for origin, row in enumerate(self.table.moves):
                if row.get(activity) == state and before[origin] == cost:
                    return place - 1, origin, None
            if before[state] + 1 == cost:
                return place - 1, state, Move(place - 1, activity, extra=True)
        origin, activity = next(
            (origin, activity)
            for origin, row in enumerate(self.table.moves)
            for activity, target in row.items()
            if target == state and rows[place][origin] + 1 == cost
        )
        return place, origin, Move(place, activity, extra=False)

    def _step(self, number: int, activity: str) -> tuple[int, int]:
        row = self._after(self._rows[number], activity)
        least = min(row)
        return self._number(tuple([cost - least for cost in row]) if least else row), least

    def _number(self, row: Row) -> int:
        number = self._numbers.get(row)
        if number is None:
            number = self._numbers[row] = len(self._rows)
            self._rows.append(row)
            self._known.append({})
            self._last.append(min(row[end] for end in self.table.ends))
        return number

    def _after(self, row: Row, activity: str) -> Row:
        """The row after one more activity: too many, or done and then whatever is missing."""
        after = [cost + 1 for cost in row]
        for origin, target in self._ways.get(activity, ()):
            cost = row[origin]
            # Elsewhere nothing can become less: what is missing after a row is in that row.
            if cost < after[target]:
                for state, far in self._apart[target]:
                    if cost + far < after[state]:
                        after[state] = cost + far
        return tuple(after)

    @cached_property
    def _ways(self) -> dict[str, list[tuple[int, int]]]:
        """From where to where each activity leads."""
        ways: dict[str, list[tuple[int, int]]] = {}
        for origin, moves in enumerate(self.table.moves):
            for activity, target in moves.items():
                ways.setdefault(activity, []).append((origin, target))
        return ways

    @cached_property
    def _apart(self) -> list[list[tuple[int, int]]]:
        """The states that each state leads to, and in how many activities at least."""
        return [self._reach(start) for start in range(len(self.table.moves))]

    def _reach(self, start: int) -> list[tuple[int, int]]:
        far, waiting = {start: 0}, [start]
        for state in waiting:
            for target in self.table.moves[state].values():
                if target not in far:
                    far[target] = far[state] + 1
                    waiting.append(target)
        return sorted(far.items())
