"""The tracks on which the lines of a flowchart may run: middles of rows and columns, and gaps."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

NORTH, EAST, SOUTH, WEST = range(4)
HALF_ROW = 35  # what half a row weighs, in pixels; its real height is known only to the page
LANES = (36, 46, 56, 66)  # distance of the gutters' lanes from the middle of the nearest column
BETWEEN = 4  # distance of the two lanes between columns from the line that parts these
BESIDE = 50  # distance of a mark beside a symbol from the symbol's middle
MARK = 9  # half the width of such a mark


@dataclass(frozen=True, kw_only=True)
class Tracks:
    """A grid: `xs` are the upright tracks, and every half row is a level one.

    A node is a crossing of two tracks, numbered row by row from the top left.
    """

    xs: tuple[int, ...]
    centres: tuple[int, ...]  # places in `xs` of the columns' middles
    rows: int
    span: int  # pixels from edge to edge

    def node(self, row: int, column: int) -> int:
        """The node in the middle of a cell."""
        return 2 * row * len(self.xs) + self.centres[column]

    @cached_property
    def places(self) -> tuple[tuple[int, int], ...]:
        """Half rows from the top, and pixels from the left, of every node."""
        return tuple((level, x) for level in range(self.levels) for x in self.xs)

    @cached_property
    def ahead(self) -> tuple[tuple[int | None, ...], ...]:
        """The next node to the north, east, south and west of every node."""
        return tuple(tuple(self._ahead(node)) for node in range(len(self.xs) * self.levels))

    @cached_property
    def lengths(self) -> tuple[tuple[float, ...], ...]:
        """What the pieces to these next nodes weigh; a line along a border reads less well."""
        return tuple(
            tuple(0 if there is None else self._length(node, there) for there in self.ahead[node])
            for node in range(len(self.ahead))
        )

    def _length(self, node: int, there: int) -> float:
        level, x = self.places[node]
        other, to = self.places[there]
        return HALF_ROW if level != other else abs(x - to) * (1.3 if level % 2 else 1)

    @property
    def levels(self) -> int:
        """Level tracks: the middle of every row, and every border between two rows."""
        return 2 * self.rows - 1

    def _ahead(self, node: int) -> Iterator[int | None]:
        wide = len(self.xs)
        level, track = divmod(node, wide)
        yield node - wide if level > 0 else None
        yield node + 1 if track < wide - 1 else None
        yield node + wide if level < self.levels - 1 else None
        yield node - 1 if track > 0 else None

    @cached_property
    def middles(self) -> frozenset[int]:
        """Places in `xs` that are the middle of a column."""
        return frozenset(self.centres)


def tracks_of(
    *, rows: int, columns: int, width: int, gutters: tuple[int, int], lanes: int
) -> Tracks:
    """The tracks of a sheet; `lanes` is how many lanes the gutters hold."""
    left, right = gutters
    middles = [left + width * column + width // 2 for column in range(columns)]
    xs = set(middles)
    for middle in middles[:-1]:
        border = middle + width // 2
        xs |= {border - BETWEEN, border + BETWEEN}
    xs |= {middles[0] - lane for lane in LANES[:lanes] if lane < middles[0]}
    xs |= {middles[-1] + lane for lane in LANES[:lanes] if lane < width // 2 + right}
    ordered = tuple(sorted(xs))
    return Tracks(
        xs=ordered,
        centres=tuple(ordered.index(middle) for middle in middles),
        rows=rows,
        span=left + width * columns + right,
    )
