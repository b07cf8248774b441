"""The sheet on which the router draws: what stands there already, and what the next piece costs."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from engine.domain.flowchart.tracks import HALF_ROW, Tracks

OPPOSITE = (2, 3, 0, 1)  # the side across
TURN, CROSSING = 40, 300
SHARED = 0.4  # lines to the same place are drawn to one another


@dataclass(frozen=True, kw_only=True, slots=True)
class Wish:
    """An arrow to be drawn; without goals it ends in a mark beside its symbol."""

    to: str  # lines to the same place may run together
    origins: tuple[int, ...]
    goals: tuple[int, ...] = ()
    back: bool = False
    weight: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A way over the tracks, node by node; a mark at a corner has one node and its number."""

    to: str
    nodes: tuple[int, ...]
    cost: float  # of its length and turns, times the wish's weight; crossings are counted apart
    marked: bool = False
    corner: int | None = None
    makeshift: bool = False  # not what was wished for

    def crosses(self, other: "Line") -> bool:
        """Whether two lines to different places meet."""
        return self.to != other.to and not set(self.nodes[1:-1]).isdisjoint(other.nodes[1:-1])


class Remaining(dict[int, float]):
    """The least that the way from a node to the nearest goal can still cost."""

    def __init__(self, tracks: Tracks, goals: Sequence[int]) -> None:
        super().__init__()
        self.places = tracks.places
        self.goals = [tracks.places[goal] for goal in goals]

    def __missing__(self, node: int) -> float:
        level, x = self.places[node]
        self[node] = least = min(
            abs(x - there) + HALF_ROW * abs(level - row) + TURN * (x != there and level != row)
            for row, there in self.goals
        )
        return least


class Ground:
    """The empty sheet: tracks and symbols, and how far every node is from the goals asked for."""

    def __init__(self, tracks: Tracks, symbols: frozenset[int]) -> None:
        self.tracks = tracks
        self.symbols = symbols
        self._tables: dict[tuple[int, ...], Remaining] = {}

    def remaining(self, goals: tuple[int, ...]) -> Remaining:
        """The table of these goals, filled as it is used."""
        if goals not in self._tables:
            self._tables[goals] = Remaining(self.tracks, goals)
        return self._tables[goals]


class Sheet:
    """What is drawn already, and what the next piece of a line would cost there."""

    def __init__(self, ground: Ground, lines: Iterable[Line]) -> None:
        self.ground = ground
        self.tracks = ground.tracks
        self.closed = set(ground.symbols)
        self.edges: dict[tuple[int, int], str] = {}
        self.passing: dict[int, list[tuple[int, int, str]]] = {}
        self.leaving: set[tuple[int, int]] = set()
        self.entered: set[tuple[int, int]] = set()
        self.corners: dict[int, set[int]] = {}
        for line in lines:
            self._draw(line)

    def _draw(self, line: Line) -> None:
        if line.corner is not None:
            self.corners.setdefault(line.nodes[0], set()).add(line.corner)
            return
        sides = sides_of(self.tracks, line.nodes)
        for node, side in zip(line.nodes, sides, strict=False):
            self.edges[node, side] = line.to
        for node, (came, goes) in zip(line.nodes[1:], pairwise(sides), strict=False):
            self.passing.setdefault(node, []).append((came, goes, line.to))
        self.leaving.add((line.nodes[0], sides[0]))
        if line.marked:
            self.closed.update(line.nodes[2:])
        else:
            self.entered.add((line.nodes[-1], OPPOSITE[sides[-1]]))

    def price(self, node: int, came: int, goes: int, to: str) -> float | None:
        """What leaving a node costs; None where the way is not free."""
        ahead = self.tracks.ahead[node][goes]
        if ahead is None or (ahead, OPPOSITE[goes]) in self.edges:
            return None
        owner = self.edges.get((node, goes))
        if owner is not None and owner != to:
            return None
        cost = self.tracks.lengths[node][goes] * (SHARED if owner else 1)
        turned = came != goes
        for before, after, other in self.passing.get(node, ()):
            if other != to and (turned or before != after):
                return None
            cost += CROSSING if other != to else 0
        return cost + (TURN if turned else 0)

    def crossings(self, nodes: Sequence[int], to: str) -> int:
        """How many lines to other places a way crosses."""
        passed = (other for node in nodes[1:-1] for *_, other in self.passing.get(node, ()))
        return sum(other != to for other in passed)

    def free_corner(self, node: int) -> int:
        """The first corner of a symbol without a mark; past the fourth, marks are gathered."""
        used = self.corners.get(node, set())
        return next(corner for corner in range(len(used) + 1) if corner not in used)

    def free_to_leave(self, node: int, side: int) -> bool:
        """Whether nothing leaves or enters by this side yet."""
        return (node, side) not in self.leaving and (node, side) not in self.entered


def sides_of(tracks: Tracks, nodes: Sequence[int]) -> list[int]:
    """The side by which each node but the last is left."""
    return [tracks.ahead[node].index(following) for node, following in pairwise(nodes)]
