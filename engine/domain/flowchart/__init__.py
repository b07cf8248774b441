"""Laying out the flowchart of an SOP: a ratified text in, symbols and ways out.

Callers keep the result by `sop.digest`: ratified text never changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from engine.domain.flowchart.drawing import COLUMN, SIZE, Finish, Flowchart, Point, Row, Shape, Way
from engine.domain.flowchart.exits import Exit, exits_of, rank
from engine.domain.flowchart.labels import CORNER_AT, TALL, Box, Spot, settle
from engine.domain.flowchart.routing import clutter, connect, crossings
from engine.domain.flowchart.sheet import Line, Wish, sides_of
from engine.domain.flowchart.tracks import BESIDE, EAST, MARK, Tracks, tracks_of
from engine.domain.sop import Leads, Sop, Step

_SIDES = "NESW"
_CORNERS = ("NE", "SE", "SW", "NW")
_LEVELS = 3  # how often the gutters may be widened to make room
_MARGIN = 6  # a line keeps so many pixels from the edge of the sheet
_HIDDEN = 100  # what labels may cover, in square pixels, before more room is looked for
_MAIN = 2  # the main flow must be plainer than the rest
_WIDER = 120  # what a wider gutter weighs against crossings


def lay_out(sop: Sop) -> Flowchart:
    """Draws the SOP: every exit becomes an arrow, or a mark where no free way is left.

    The gutters are widened while that saves crossings or marks. Never fails for a sound SOP.
    """
    rows = tuple(_row(sop, place, step) for place, step in enumerate(sop.steps))
    exits = [exit_ for place in range(len(rows)) for exit_ in exits_of(sop, rows, place)]
    exits.sort(key=lambda exit_: rank(rows, exit_))
    best: tuple[float, Flowchart] | None = None
    for level in range(_LEVELS):
        cost, plain, chart = _drawn(sop, rows, exits, level)
        if best is None or cost < best[0]:
            best = cost, chart
        if plain:
            break
    assert best is not None
    return best[1]


def _row(sop: Sop, place: int, step: Step) -> Row:
    codes = list(sop.roles)
    columns = tuple(dict.fromkeys(codes.index(code) for code in step.by))
    in_order = step.in_order and len(columns) > 1
    closing = all(outcome.leads in (Leads.READY, Leads.END) for outcome in step.outcomes)
    shape = Shape.BOX
    if step.is_decision:
        shape = Shape.DIAMOND
    elif place == 0 or closing:
        shape = Shape.CAPSULE
    return Row(
        number=step.number,
        shape=shape,
        columns=columns if in_order else tuple(sorted(columns)),
        in_order=in_order,
        starts=place == 0 and step.is_decision,
    )


def _drawn(
    sop: Sop, rows: Sequence[Row], exits: Sequence[Exit], level: int
) -> tuple[float, bool, Flowchart]:
    """A drawing with gutters of this level: its cost, whether it is plain, and the drawing."""
    gutters = (14 + 10 * level, 14 + 10 * level if level else 0)
    tracks = tracks_of(
        rows=len(rows), columns=len(sop.roles), width=COLUMN, gutters=gutters, lanes=level + 2
    )
    cells = [
        tuple(tracks.node(at, column) for column in row.columns) for at, row in enumerate(rows)
    ]
    joins = [
        (row, Wish(to=f"{row.number}#{turn}", origins=(here,), goals=(there,)))
        for row, nodes in zip(rows, cells, strict=True)
        for turn, (here, there) in enumerate(pairwise(nodes), 2)
    ]
    wishes = [_wish(rows, cells, exit_) for exit_ in exits]
    symbols = frozenset(node for nodes in cells for node in nodes)
    joined, lines = connect(tracks, symbols, [wish for _, wish in joins], wishes)
    chart = Flowchart(
        rows=tuple(rows),
        columns=tuple(sop.roles),
        joins=tuple(
            replace(_way(tracks, line, row.number, wish.to), plain=not row.in_order)
            for (row, wish), line in zip(joins, joined, strict=True)
        ),
        ways=tuple(
            _told(_way(tracks, line, rows[exit_.origin].number, exit_.to), exit_, rows)
            for exit_, line in zip(exits, lines, strict=True)
        ),
        left=gutters[0],
        right=gutters[1],
    )
    hidden, chart = _labelled(chart)
    untangled = not any(line.makeshift for line in lines) and not crossings(lines)
    plain = untangled and hidden < _HIDDEN
    return clutter(lines) + hidden + _WIDER * level, plain, _trimmed(chart)


def _trimmed(chart: Flowchart) -> Flowchart:
    """Without those parts of the gutters that no way, mark or word needs."""
    boxes = [way.label.box for way in chart.ways if way.label]
    boxes += [_mark_box(way) for way in chart.ways if not way.into]
    xs = [float(point.x) for way in chart.joins + chart.ways for point in way.points]
    right = max([*xs, *(box.right for box in boxes)], default=0)
    left = min([*(x - _MARGIN for x in xs), *(box.left for box in boxes)], default=0)
    inside = chart.width - chart.right
    spares = (less for less in (20, 10) if chart.left - less >= 14 and left >= less - 1)
    spare = next(spares, 0)
    trimmed = replace(chart, right=chart.right if right > inside + 2 else 0)
    return _moved(trimmed, -spare) if spare else trimmed


def _moved(chart: Flowchart, by: int) -> Flowchart:
    """The drawing with another left gutter."""

    def moved(way: Way) -> Way:
        points = tuple(Point(point.row, point.x + by) for point in way.points)
        label = replace(way.label, x=way.label.x + by) if way.label else None
        return replace(way, points=points, label=label)

    joins, ways = tuple(map(moved, chart.joins)), tuple(map(moved, chart.ways))
    return replace(chart, left=chart.left + by, joins=joins, ways=ways)


def _wish(rows: Sequence[Row], cells: Sequence[tuple[int, ...]], exit_: Exit) -> Wish:
    """From the last signature, or any of several roles, to the first signature or any of them."""
    row = rows[exit_.origin]
    origins = cells[exit_.origin][-1:] if row.in_order else cells[exit_.origin]
    if exit_.target is None:
        return Wish(to=exit_.to, origins=origins)
    goals = cells[exit_.target]
    goals = goals[:1] if rows[exit_.target].in_order else goals
    number = rows[exit_.target].number
    weight = _MAIN if exit_.main else 1
    return Wish(to=number, origins=origins, goals=goals, back=exit_.back, weight=weight)


def _way(tracks: Tracks, line: Line, origin: str, to: str) -> Way:
    """A line over nodes as a way over points: its start, its bends, its end."""
    if line.corner is not None:
        corner = _CORNERS[line.corner % len(_CORNERS)]
        points: tuple[Point, ...] = (_point(tracks, line.nodes[0]),)
        return Way(origin=origin, to=to, points=points, side=corner, finish=Finish.JUMP)
    sides = sides_of(tracks, line.nodes)
    first, last = _point(tracks, line.nodes[0]), _point(tracks, line.nodes[-1])
    if line.marked:
        mark = Point(first.row, first.x + (BESIDE if sides[0] == EAST else -BESIDE))
        side = _SIDES[sides[0]]
        return Way(origin=origin, to=to, points=(first, mark), side=side, finish=Finish.JUMP)
    turns = [node for node, (a, b) in zip(line.nodes[1:], pairwise(sides), strict=False) if a != b]
    points = (first, *(_point(tracks, node) for node in turns), last)
    into = _SIDES[(sides[-1] + 2) % 4]
    return Way(origin=origin, to=to, points=points, side=_SIDES[sides[0]], into=into)


def _point(tracks: Tracks, node: int) -> Point:
    level, x = tracks.places[node]
    return Point(level / 2, x)


def _told(way: Way, exit_: Exit, rows: Sequence[Row]) -> Way:
    """The way with what its exit says; a mark for a step on the sheet stays a circle."""
    finish = exit_.finish if exit_.target is None else way.finish
    return replace(
        way,
        labels=exit_.labels,
        ending=exit_.ending,
        back=exit_.back,
        finish=finish,
        target="" if exit_.target is None else rows[exit_.target].number,
    )


def _labelled(chart: Flowchart) -> tuple[float, Flowchart]:
    """Puts the words of every exit where they hide the least, and makes room where they need it."""
    hidden = 0.0
    ways, rows = list(chart.ways), list(chart.rows)
    for place, row in enumerate(rows):
        here = [at for at, way in enumerate(ways) if way.labels and way.points[0].row == place]
        spots = [_spot(row, place, ways[at]) for at in here]
        labels, covered = settle(spots, list(_boxes(chart, place)), chart.width)
        hidden += covered
        for at, label in zip(here, labels, strict=True):
            ways[at] = replace(ways[at], label=label)
        corners = any(len(way.side) == 2 and way.points[0].row == place for way in ways)
        high = row.starts or corners or any(label.high for label in labels)
        rows[place] = replace(row, tall=high)
    return hidden, replace(chart, rows=tuple(rows), ways=tuple(ways))


def _spot(row: Row, place: int, way: Way) -> Spot:
    wide, high = SIZE[row.shape]
    return Spot(
        row=place,
        x=way.points[0].x,
        half=(wide // 2, high // 2),
        side=way.side,
        words=" / ".join(way.labels),
        clear=0 if way.finish is Finish.STEP else 5,
    )


def _boxes(chart: Flowchart, place: int) -> Iterator[Box]:
    """What stands in a row before the labels: symbols, marks and pieces of lines."""
    row = chart.rows[place]
    wide, high = (half / 2 for half in SIZE[row.shape])
    for column in row.columns:
        x = chart.centre(column)
        yield Box(x - wide, -4, x + wide, 4)
        yield Box(x - 0.55 * wide, -high, x + 0.55 * wide, high)
        if row.starts:
            yield Box(x - 14, -44, x + 14, -22)
    for way in chart.joins + chart.ways:
        if not way.into and way.points[0].row == place:
            yield _mark_box(way)
        for start, end in pairwise(way.points):
            yield from _piece(start, end, place)


def _mark_box(way: Way) -> Box:
    x, y = float(way.points[-1].x), 0
    if len(way.side) == 2:
        right, down = CORNER_AT
        x += right if "E" in way.side else -right
        y = down if "S" in way.side else -down
    return Box(x - MARK, y - 8, x + MARK, y + 8)


def _piece(start: Point, end: Point, place: int) -> Iterator[Box]:
    """A straight piece as one row sees it; thicker than it is, so that words keep away."""
    if start.row == end.row:
        if start.row == place:
            yield Box(min(start.x, end.x), -2, max(start.x, end.x), 2)
        return
    top, bottom = sorted((start.row, end.row))
    above, below = max(top, place - 0.5), min(bottom, place + 0.5)
    if above < below:
        yield Box(start.x - 3, (above - place) * 2 * TALL, start.x + 3, (below - place) * 2 * TALL)
