"""Laying out the flowchart of an SOP: a ratified text in, symbols and ways out.

Callers keep the result by `sop.digest`: ratified text never changes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from engine.domain.drawing import COLUMN, SIZE, Finish, Flowchart, Point, Row, Shape, Way
from engine.domain.exits import Exit, exits_of, rank
from engine.domain.labels import TALL, Box, Spot, placed
from engine.domain.routing import clutter, connect
from engine.domain.sheet import CROSSING, Line, Wish, sides_of
from engine.domain.sop import Leads, Sop, Step
from engine.domain.tracks import BESIDE, EAST, MARK, Tracks, tracks_of

_SIDES = "NESW"
_CORNERS = ("NE", "SE", "SW", "NW")
_LEVELS = 3  # how often the gutters may be widened to make room
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
        cost, chart = _drawn(sop, rows, exits, level)
        if best is None or cost < best[0]:
            best = cost, chart
        if best[0] < CROSSING:
            break
    assert best is not None
    return _labelled(best[1])


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
) -> tuple[float, Flowchart]:
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
    used = max(tracks.places[node][1] for line in joined + lines for node in line.nodes or (0,))
    inside = gutters[0] + COLUMN * len(sop.roles)
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
        right=gutters[1] if used > inside else 0,
    )
    return clutter(lines) + _WIDER * level, chart


def _wish(rows: Sequence[Row], cells: Sequence[tuple[int, ...]], exit_: Exit) -> Wish:
    """From the last signature, or any of several roles, to the first signature or any of them."""
    row = rows[exit_.origin]
    origins = cells[exit_.origin][-1:] if row.in_order else cells[exit_.origin]
    if exit_.target is None:
        return Wish(to=exit_.to, origins=origins)
    goals = cells[exit_.target]
    goals = goals[:1] if rows[exit_.target].in_order else goals
    number = rows[exit_.target].number
    return Wish(to=number, origins=origins, goals=goals, back=exit_.back)


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


def _labelled(chart: Flowchart) -> Flowchart:
    """Puts the words of every exit where they hide the least, and makes room where they need it."""
    taken = [list(_boxes(chart, place)) for place in range(len(chart.rows))]
    ways = []
    for way in chart.ways:
        if way.labels:
            place = int(way.points[0].row)
            label = placed(_spot(chart.rows[place], place, way), taken[place], chart.width)
            taken[place].append(label.box)
            way = replace(way, label=label)
        ways.append(way)
    high = {way.label.row for way in ways if way.label and way.label.high}
    rows = tuple(
        replace(row, tall=row.starts or place in high) for place, row in enumerate(chart.rows)
    )
    return replace(chart, rows=rows, ways=tuple(ways))


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
        yield Box(x - wide, -high + 6, x + wide, high - 6)
    for way in chart.joins + chart.ways:
        if way.finish is not Finish.STEP and way.points[0].row == place:
            x = way.points[-1].x
            yield Box(x - MARK, -8, x + MARK, 8)
        for start, end in pairwise(way.points):
            yield from _piece(start, end, place)


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
