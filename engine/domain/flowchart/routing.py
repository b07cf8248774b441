"""Finding a way for every arrow: never through a symbol, never along another arrow.

A search over the tracks for the cheapest path (A*), one arrow after the other; then arrows are
taken up and laid again while that makes the sheet plainer. An arrow without a free way ends in a
mark.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from heapq import heappop, heappush
from itertools import combinations, permutations

from engine.domain.flowchart.sheet import CROSSING, OPPOSITE, Ground, Line, Sheet, Wish
from engine.domain.flowchart.tracks import BESIDE, EAST, MARK, NORTH, SOUTH, WEST, Tracks

ONWARD = ((0, 1, 3), (0, 1, 2), (1, 2, 3), (0, 2, 3))  # where a line may go on: never back
UPRIGHT = (NORTH, SOUTH)
OTHER_ROLE = 1.4  # a line down the middle of a third role's column seems to touch that role
STRAYS = 1.4  # so many times as long as on an empty sheet is a detour
TRIALS = 40  # how often two lines are taken up together, at most
AGAINST = 70  # leaving or entering against the way the eye runs
CORNER = 700  # a mark at a corner of the symbol, the way out when all four sides are taken
JUMPED = 4000  # a circle with a number instead of an arrow


def search(sheet: Sheet, wish: Wish) -> Line | None:
    """The cheapest free way from an origin to a goal."""
    remaining = sheet.ground.remaining(wish.goals)
    prices = _prices(sheet, wish)
    found: dict[tuple[int, int], tuple[int, int] | None] = {}
    waiting: list[tuple[float, float, int, int, tuple[int, int] | None]] = []
    for node in wish.origins:
        for side in range(4):
            if sheet.free_to_leave(node, side) and not (node in wish.goals and side in UPRIGHT):
                leaving = AGAINST if side == (SOUTH if wish.back else NORTH) else 0
                heappush(waiting, (remaining[node], leaving, node, side, None))
    while waiting:
        _, cost, node, came, before = heappop(waiting)
        if (node, came) in found:
            continue
        if before is not None and node in wish.goals:
            nodes = (*_trail(found, before), node)
            plain = cost - CROSSING * sheet.crossings(nodes, wish.to)
            return Line(to=wish.to, nodes=nodes, cost=wish.weight * plain)
        found[node, came] = before
        for goes in (came,) if before is None else ONWARD[came]:
            ahead, more = prices(node, came, goes)
            if ahead is not None:
                spent = cost + more
                heappush(waiting, (spent + remaining[ahead], spent, ahead, goes, (node, came)))
    return None


def _trail(
    found: dict[tuple[int, int], tuple[int, int] | None], last: tuple[int, int]
) -> list[int]:
    trail: list[int] = []
    step: tuple[int, int] | None = last
    while step is not None:
        trail.append(step[0])
        step = found[step]
    return trail[::-1]


def _prices(sheet: Sheet, wish: Wish) -> Callable[[int, int, int], tuple[int | None, float]]:
    """The next node in a direction and what the step there costs this wish; None: not free."""
    tracks, wide = sheet.tracks, len(sheet.tracks.xs)
    goals, origins = frozenset(wish.goals), frozenset(wish.origins)
    strange = tracks.middles - {node % wide for node in goals | origins}

    def price(node: int, came: int, goes: int) -> tuple[int | None, float]:
        ahead = tracks.ahead[node][goes]
        if ahead is None or (ahead in sheet.closed and ahead not in goals):
            return None, 0
        side = OPPOSITE[goes]
        # A loop to its own symbol leaves it sideways and comes back from above or below.
        if ahead in goals and (
            (ahead, side) in sheet.leaving or (ahead in origins and side not in UPRIGHT)
        ):
            return None, 0
        cost = sheet.price(node, came, goes, wish.to)
        if cost is None:
            return None, 0
        if goes in UPRIGHT and node % wide in strange:
            cost *= OTHER_ROLE
        return ahead, cost + (_entering(side, wish.back) if ahead in goals else 0)

    return price


def _entering(side: int, back: bool) -> float:
    if side in (EAST, WEST):
        return 12
    return AGAINST if side == (NORTH if back else SOUTH) else 0


def beside(sheet: Sheet, wish: Wish) -> Iterator[Line]:
    """Marks to the right and to the left of the symbol, where there is room."""
    for node in wish.origins:
        for side in (EAST, WEST):
            nodes = _towards_mark(sheet.tracks, node, side)
            if len(nodes) < 3 or not sheet.free_to_leave(node, side):
                continue
            if any(far in sheet.closed or sheet.passing.get(far) for far in nodes[2:]):
                continue
            costs = [sheet.price(passed, side, side, "") for passed in nodes[:-1]]
            if None not in costs:
                cost = sum(filter(None, costs))
                yield Line(to=wish.to, nodes=nodes, cost=cost, marked=True)


def _towards_mark(tracks: Tracks, node: int, side: int) -> tuple[int, ...]:
    """The nodes from a symbol to the far edge of a mark beside it; none where it would not fit."""
    x = tracks.places[node][1]
    mark = x + (BESIDE if side == EAST else -BESIDE)
    if not MARK < mark < tracks.span - MARK:
        return ()
    nodes = [node]
    while (ahead := tracks.ahead[nodes[-1]][side]) is not None:
        if abs(tracks.places[ahead][1] - x) > BESIDE + MARK + 2:
            break
        nodes.append(ahead)
    return tuple(nodes)


def lay(sheet: Sheet, wish: Wish) -> Line:
    """The best that can be drawn for a wish: a way, else a mark beside, else one at a corner."""
    way = search(sheet, wish) if wish.goals else None
    if way is not None:
        return way
    extra = JUMPED if wish.goals else 0
    mark = min(beside(sheet, wish), key=lambda line: line.cost, default=None)
    if mark is not None:
        cost = mark.cost - CROSSING * sheet.crossings(mark.nodes, "") + extra
        return replace(mark, cost=cost, makeshift=bool(wish.goals))
    node = min(wish.origins, key=sheet.free_corner)
    corner = sheet.free_corner(node)
    return Line(to=wish.to, nodes=(node,), cost=CORNER + extra, corner=corner, makeshift=True)


def crossings(lines: Sequence[Line], among: Sequence[Line] = ()) -> int:
    """How often lines cross one another, and others."""
    inside = sum(one.crosses(other) for one, other in combinations(lines, 2))
    return inside + sum(one.crosses(other) for one in lines for other in among)


def clutter(lines: Sequence[Line], among: Sequence[Line] = ()) -> float:
    """How far lines are from plain: their length and turns, their crossings, makeshift marks."""
    return CROSSING * crossings(lines, among) + sum(line.cost for line in lines)


def connect(
    tracks: Tracks, symbols: frozenset[int], joins: Sequence[Wish], wishes: Sequence[Wish]
) -> tuple[list[Line], list[Line]]:
    """Lines for the joins inside rows, which stay, and for the wishes, as plain as can be."""
    ground = Ground(tracks, symbols)
    laid: list[Line] = []
    for join in joins:
        laid.append(lay(Sheet(ground, laid), join))
    lines: list[Line] = []
    for wish in wishes:
        lines.append(lay(Sheet(ground, laid + lines), wish))

    def again(place: int, others: list[Line]) -> Line:
        return lay(Sheet(ground, laid + others), wishes[place])

    for place in range(len(lines)):
        lines[place] = again(place, _without(lines, place))
    alone = [again(place, []).cost for place in range(len(lines))]
    _untangle(lines, alone, again)
    return laid, lines


def _untangle(
    lines: list[Line], alone: Sequence[float], again: Callable[[int, list[Line]], Line]
) -> None:
    """Takes up lines that cross, stray or are makeshift, each with another, while that helps."""
    trials, helped = 0, True
    while helped:
        helped = False
        for i, j in permutations(range(len(lines)), 2):
            strays = lines[i].cost > STRAYS * alone[i]
            if not (strays or lines[i].crosses(lines[j])) or trials >= TRIALS:
                continue
            trials += 1
            others = _without(lines, i, j)
            first = again(i, others)
            second = again(j, [*others, first])
            first = again(i, [*others, second])
            if clutter((first, second), others) < clutter((lines[i], lines[j]), others) - 1:
                lines[i], lines[j] = first, second
                helped = True


def _without(lines: Sequence[Line], *places: int) -> list[Line]:
    return [line for place, line in enumerate(lines) if place not in places]
