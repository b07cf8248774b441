"""Drawing a flowchart as SVG, one picture a table row: x in pixels, y in percent of the row.

A row may grow with its words and the lines still meet, without a script and in print as well. What
depends on a case is left open as slots, so that a ratified flowchart is drawn once.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from markupsafe import Markup, escape

from engine.domain.flowchart.drawing import SIZE, Finish, Flowchart, Point, Shape, Way
from engine.domain.flowchart.labels import CORNER_AT, LEAD
from engine.domain.flowchart.tracks import MARK

BEND = 7  # radius of an elbow
ARROW = 7  # length of an arrow head that ends at a mark
FENCE = "\0"  # stands around the name of a slot; no text of an SOP can hold it


def slot(kind: str, *names: object) -> str:
    """A place that a case fills."""
    return f"{FENCE}{':'.join((kind, *map(str, names)))}{FENCE}"


@dataclass(slots=True)
class Piece:
    """A straight piece: its owners, and what is cut off at either end for an elbow."""

    owners: set[int] = field(default_factory=set)
    start: int = BEND
    end: int = BEND

    def add(self, owner: int, start: int, end: int) -> None:
        """One more way runs here; an end is cut only if all its ways bend there."""
        self.owners.add(owner)
        self.start, self.end = min(self.start, start), min(self.end, end)

    def goes_on_in(self, other: "Piece") -> bool:
        """Whether the two are one line: drawn as one, they show no seam."""
        return self.owners == other.owners and not self.end and not other.start


class Drawing:
    """The pieces of all ways, gathered so that what several ways share is drawn once."""

    def __init__(self, chart: Flowchart) -> None:
        self.chart = chart
        self.arrows = chart.joins + chart.ways
        self.places = {row.number: place for place, row in enumerate(chart.rows)}
        # Keys: half row, x of the upright pieces; half row, left and right of the level ones.
        self.uprights: dict[tuple[int, int], Piece] = {}
        self.levels: dict[tuple[int, int, int], Piece] = {}
        self.elbows: dict[tuple[Point, int, int], set[int]] = {}
        self.heads: dict[tuple[Point, str], set[int]] = {}
        stops = self._stops()
        for owner, way in enumerate(self.arrows):
            self._gather(owner, way, stops)

    def _stops(self) -> dict[int, list[int]]:
        """Where level pieces begin and end, by half row: there shared lines are cut."""
        stops: dict[int, set[int]] = {}
        for way in self.arrows:
            for point in _line(way):
                stops.setdefault(int(2 * point.row), set()).add(point.x)
        return {level: sorted(xs) for level, xs in stops.items()}

    def _gather(self, owner: int, way: Way, stops: dict[int, list[int]]) -> None:
        points = _line(way)
        bends = points[1:-1]
        for one, other in pairwise(points):
            first, last = sorted((one, other))
            cut_first, cut_last = (BEND if p in bends else 0 for p in (first, last))
            if one.row == other.row:
                level = int(2 * one.row)
                xs = [x for x in stops[level] if first.x <= x <= last.x]
                for left, right in pairwise(xs):
                    self.levels.setdefault((level, left, right), Piece()).add(
                        owner, cut_first * (left == first.x), cut_last * (right == last.x)
                    )
            else:
                top, bottom = int(2 * first.row), int(2 * last.row)
                for half in range(top, bottom):
                    self.uprights.setdefault((half, one.x), Piece()).add(
                        owner, cut_first * (half == top), cut_last * (half == bottom - 1)
                    )
        for before, bend, after in zip(points, bends, points[2:], strict=False):
            flat, steep = (before, after) if before.row == bend.row else (after, before)
            turn = (1 if flat.x > bend.x else -1, 1 if steep.row > bend.row else -1)
            self.elbows.setdefault((bend, *turn), set()).add(owner)
        if way.into and not way.plain:
            self.heads.setdefault((points[-1], way.into), set()).add(owner)

    def row(self, place: int) -> Markup:
        """The picture of one row: lines, then symbols over them, then words."""
        parts = (
            *self._uprights_of(place),
            *self._levels_of(place),
            *self._elbows_of(place),
            *self._heads_of(place),
            *self._marks_of(place),
            *self._symbols_of(place),
            *self._labels_of(place),
        )
        return Markup(
            f'<svg class="alur" width="{self.chart.width}" aria-hidden="true" focusable="false">'
            f"{''.join(parts)}</svg>"
        )

    def _line_class(self, owners: Iterable[int]) -> str:
        return f'class="l{self.taken(owners)}"'

    def taken(self, owners: Iterable[int]) -> str:
        """The slot that says whether a case has passed here by one of these ways."""
        return slot("jalan", *sorted(owners))

    def _uprights_of(self, place: int) -> Iterator[str]:
        for x in sorted({x for half, x in self.uprights if (half + 1) // 2 == place}):
            upper = self.uprights.get((2 * place - 1, x))
            lower = self.uprights.get((2 * place, x))
            if upper and lower and upper.goes_on_in(lower):
                whole = Piece(upper.owners, upper.start, lower.end)
                yield _upright(x, 0, 100, whole, self._line_class(whole.owners))
            else:
                for top, piece in ((0, upper), (50, lower)):
                    if piece:
                        yield _upright(x, top, top + 50, piece, self._line_class(piece.owners))

    def _levels_of(self, place: int) -> Iterator[str]:
        for (level, left, right), piece in self.levels.items():
            if level // 2 == place:
                style = self._line_class(piece.owners)
                x1, x2 = left + piece.start, right - piece.end
                y = "100%" if level % 2 else "50%"
                yield f'<line {style} x1="{x1}" x2="{x2}" y1="{y}" y2="{y}"/>'

    def _elbows_of(self, place: int) -> Iterator[str]:
        for ((row, x), right, down), owners in self.elbows.items():
            if int(row) == place:
                path = f"M{x + right * BEND} 0Q{x} 0 {x} {down * BEND}"
                at = "50%" if row == place else "100%"
                yield f'<svg y="{at}"><path {self._line_class(owners)} d="{path}"/></svg>'

    def _heads_of(self, place: int) -> Iterator[str]:
        wide, high = SIZE[self.chart.rows[place].shape]
        for ((row, x), side), owners in self.heads.items():
            if row == place:
                tip, turn = {
                    "N": ((x, -high / 2 - 1), 0),
                    "E": ((x + wide / 2 + 1, 0), 90),
                    "S": ((x, high / 2 + 1), 180),
                    "W": ((x - wide / 2 - 1, 0), 270),
                }[side]
                yield _head(tip, turn, self.taken(owners))

    def _marks_of(self, place: int) -> Iterator[str]:
        row = self.chart.rows[place]
        if row.starts:
            yield _start(self.chart.centre(row.columns[0]))
        beyond: dict[tuple[int, str], list[int]] = {}
        for owner, way in enumerate(self.arrows):
            if not way.into and way.points[0].row == place:
                if len(way.side) == 1:
                    yield self._mark_beside(owner, way)
                else:
                    beyond.setdefault((way.points[0].x, way.side), []).append(owner)
        for owners in beyond.values():
            yield self._mark_at_corner(owners)

    def _mark_beside(self, owner: int, way: Way) -> str:
        x, taken = way.points[-1].x, self.taken([owner])
        out = 1 if way.side == "E" else -1
        head = _head((x - out * MARK, 0), 270 if out > 0 else 90, taken, ARROW)
        return f'{head}<svg x="{x}" y="50%">{_mark((way,), taken)}</svg>'

    def _mark_at_corner(self, owners: list[int]) -> str:
        ways = [self.arrows[owner] for owner in owners]
        right, down = CORNER_AT
        x = right if "E" in ways[0].side else -right
        y = down if "S" in ways[0].side else -down
        taken = self.taken(owners)
        return (
            f'<svg x="{ways[0].points[0].x}" y="50%"><path class="l{taken}" d="M0 0L{x} {y}"/>'
            f'<g transform="translate({x} {y})">{_mark(tuple(ways), taken)}</g></svg>'
        )

    def _symbols_of(self, place: int) -> Iterator[str]:
        row = self.chart.rows[place]
        for turn, column in enumerate(row.columns):
            shape = symbol(
                row.shape, slot("simbol", row.number, turn), slot("tanda", row.number, turn)
            )
            yield f'<svg x="{self.chart.centre(column)}" y="50%">{shape}</svg>'

    def _labels_of(self, place: int) -> Iterator[str]:
        for owner, way in enumerate(self.arrows):
            label = way.label
            if label is None or label.row != place:
                continue
            # A loop tells how often it was taken: across its line, or else behind the words.
            across = way.side in ("E", "W") and label.y < 0
            lines = [*map(str, map(escape, label.lines))]
            times = slot("kali", owner) if way.back else ""
            spots = [label.y + LEAD * at for at in range(len(lines))]
            if across and times:
                lines, spots = [*lines, times], [*spots, LEAD + 2]
            elif times:
                lines[-1] += times
            words = "".join(
                f'<tspan x="{label.x}" y="{y}">{line}</tspan>'
                for y, line in zip(spots, lines, strict=True)
            )
            yield f'<svg y="50%"><text text-anchor="{label.anchor}">{words}</text></svg>'


def _line(way: Way) -> tuple[Point, ...]:
    """The points of the drawn line: one that ends in a mark stops at the foot of its arrow."""
    if way.into or len(way.side) != 1:
        return way.points
    (start, end), out = way.points, 1 if way.side == "E" else -1
    return (start, Point(end.row, end.x - out * (MARK + ARROW - 1)))


def _upright(x: int, top: int, bottom: int, piece: Piece, style: str) -> str:
    """A line from one percentage of the row to another, less some pixels at either end."""
    line = f'<line {style} x1="{x}" x2="{x}" y1="{piece.start + piece.end}" y2="100%"/>'
    if top == 0:
        return f'<svg y="{-piece.end}" height="{bottom}%">{line}</svg>'
    half = f'<svg y="{top}%" height="{bottom - top}%">{line}</svg>'
    return f'<svg y="{-piece.end}">{half}</svg>' if piece.end else half


def _head(tip: tuple[float, float], turn: int, taken: str, length: float = 8.5) -> str:
    move = f"translate({tip[0]:g} {tip[1]:g}) rotate({turn})"
    half = length * 0.53
    return (
        f'<svg y="50%"><path class="p{taken}" transform="{move}"'
        f' d="M0 0L{-half:g} {-length:g}H{half:g}Z"/></svg>'
    )


def _start(x: int) -> str:
    """The start capsule above a decision that opens the SOP."""
    return (
        f'<svg x="{x}" y="50%"><g class="tm"><path class="l" d="M0 -32V-24"/>'
        '<path class="p" d="M0 -21L-4 -28H4Z"/>'
        '<rect class="b" x="-13" y="-43" width="26" height="12" rx="6"/></g></svg>'
    )


def mark_of(kinds: set[Finish], numbers: str, taken: str) -> str:
    """What stands where an arrow leaves the sheet, or goes on at another step."""
    if kinds == {Finish.APPLICANT}:
        person = (
            "M-1.750-2.500a1.750 1.750 0 103.500 0a1.750 1.750 0 10-3.500 0M-4 5.500c0-5 8-5 8 0"
        )
        body = f'<circle class="b" r="8"/><path class="o" d="{person}"/>'
    elif kinds <= {Finish.READY, Finish.CLOSED}:
        body = '<rect class="b" x="-9" y="-5.500" width="18" height="11" rx="5.500"/>'
    else:
        half = max(8, 3 * len(numbers) + 3)
        body = (
            f'<rect class="b" x="-{half}" y="-8" width="{2 * half}" height="16" rx="8"/>'
            f'<text class="ke" text-anchor="middle" y="3.500">{escape(numbers)}</text>'
        )
    return f'<g class="tm{taken}">{body}</g>'


def _mark(ways: tuple[Way, ...], taken: str) -> str:
    numbers = ", ".join(way.target or "…" for way in ways)
    return mark_of({way.finish for way in ways}, numbers, taken)


def symbol(shape: Shape, state: str, mark: str) -> str:
    """A symbol around the origin; its inner outline shows only where a state asks for it."""
    wide, high = SIZE[shape]
    if shape is Shape.DIAMOND:
        body, inner = (
            f'<path class="{name}" d="M0 {-h}L{w} 0 0 {h} {-w} 0Z"/>'
            for name, w, h in (("b", wide // 2, high // 2), ("d", wide // 2 - 6, high // 2 - 4.5))
        )
    else:
        round_ = high / 2 if shape is Shape.CAPSULE else 2.5
        body, inner = (
            f'<rect class="{name}" x="{less - wide / 2:g}" y="{less - high / 2:g}"'
            f' width="{wide - 2 * less:g}" height="{high - 2 * less:g}"'
            f' rx="{max(1, round_ - less):g}"/>'
            for name, less in (("b", 0), ("d", 3))
        )
    return f'<g class="s {state}">{body}{inner}{mark}</g>'
