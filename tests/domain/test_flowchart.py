"""The flowchart: whatever an office writes can be drawn, and what is drawn can be followed."""

from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings

from engine.domain.flowchart import lay_out
from engine.domain.flowchart.drawing import SIZE, Finish, Flowchart, Point, Shape, Way
from engine.domain.flowchart.exits import leads_to
from engine.domain.sop import Sop
from engine.formats.definitions import read_definition
from tests.papers import paper, sound_sops, step, to

DEFINITIONS = sorted((Path(__file__).parents[2] / "definitions").glob("*/*/[0-9]*.yaml"))
ROLES = {"pemohon": "Pemohon", "loket": "Petugas loket", "kasi": "Kasi", "camat": "Camat"}


def test_there_are_definitions_to_draw() -> None:
    assert len(DEFINITIONS) >= 14


@pytest.mark.parametrize("path", DEFINITIONS, ids=lambda path: "-".join(path.parts[-3:]))
def test_every_sop_of_the_demonstration_can_be_followed(path: Path) -> None:
    sop = read_definition(path.read_bytes(), path.name)
    chart = lay_out(sop)
    assert_every_outcome_is_drawn(sop, chart)
    assert_lines_keep_clear(chart)


@given(sound_sops())
def test_every_sound_sop_can_be_followed(sop: Sop) -> None:
    chart = lay_out(sop)
    assert_every_outcome_is_drawn(sop, chart)
    assert_lines_keep_clear(chart)
    assert_it_stays_on_the_sheet(chart)


@settings(max_examples=10)
@given(sound_sops(most_steps=6, most_roles=4))
def test_the_same_text_gives_the_same_drawing(sop: Sop) -> None:
    assert lay_out(sop) == lay_out(sop)


@pytest.mark.soak
@given(sound_sops(most_steps=20, most_roles=10))
def test_long_sops_of_many_roles_can_be_followed(sop: Sop) -> None:
    chart = lay_out(sop)
    assert_every_outcome_is_drawn(sop, chart)
    assert_lines_keep_clear(chart)


def test_shapes_follow_the_regulation() -> None:
    chart = lay_out(simple())
    assert [row.shape for row in chart.rows] == [
        Shape.CAPSULE,
        Shape.DIAMOND,
        Shape.BOX,
        Shape.CAPSULE,
    ]


def test_a_plain_sop_is_drawn_without_crossings_or_marks() -> None:
    chart = lay_out(simple())
    assert all(way.finish is Finish.STEP for way in chart.ways)
    assert crossings(chart) == 0


def test_a_return_to_the_applicant_is_drawn_to_his_own_step() -> None:
    way = way_of(lay_out(simple()), "2", "@pemohon")
    assert (way.target, way.back, way.finish) == ("1", True, Finish.STEP)
    assert way.points[-1] == Point(0, lay_out(simple()).centre(0))


def test_a_return_without_a_step_of_the_applicant_leaves_the_sheet() -> None:
    sop = paper(
        [
            step(1, "loket", to(2, "Lengkap"), to("applicant 1", "Tidak")),
            step(2, "kasi", to("done")),
        ],
        {"loket": "Loket", "kasi": "Kasi"},
    )
    way = way_of(lay_out(sop), "1", "@pemohon")
    assert (way.finish, way.target) == (Finish.APPLICANT, "")


def test_a_step_of_any_of_two_roles_shows_two_joined_symbols() -> None:
    chart = lay_out(shared(in_order=False))
    assert chart.rows[1].columns == (1, 3)
    assert [join.plain for join in chart.joins] == [True]


def test_signatures_in_order_are_joined_by_arrows_in_their_order() -> None:
    chart = lay_out(shared(in_order=True))
    assert chart.rows[1].columns == (3, 1)
    assert [(join.to, join.plain) for join in chart.joins] == [("2#2", False)]
    onward = way_of(chart, "2", "3")
    assert onward.points[0] == Point(1, chart.centre(1))


def test_outcomes_to_one_place_share_an_arrow_and_its_words() -> None:
    sop = paper(
        [step(1, "loket", to(2, "Baru"), to(2, "Perpanjangan")), step(2, "kasi", to("done"))],
        {"loket": "Loket", "kasi": "Kasi"},
    )
    (way,) = lay_out(sop).ways
    assert way.labels == ("Baru", "Perpanjangan")


def test_more_exits_than_a_symbol_has_sides_end_in_numbered_marks() -> None:
    branches = [to(number, f"Cabang {number}") for number in range(2, 9)]
    steps = [step(1, "loket", *branches)]
    steps += [step(number, "kasi", to("done")) for number in range(2, 9)]
    chart = lay_out(paper(steps, {"loket": "Loket", "kasi": "Kasi"}))
    marks = [way for way in chart.ways if way.finish is Finish.JUMP]
    assert marks
    assert all(way.target == way.to for way in marks)


def test_a_step_may_lead_back_to_itself() -> None:
    sop = paper([step(1, "loket", to("done", "Ya"), to(1, "Ulangi"))], {"loket": "Loket"})
    assert_every_outcome_is_drawn(sop, lay_out(sop))


def simple() -> Sop:
    """Applicant, check with a return, work, end."""
    return paper(
        [
            step(1, "pemohon", to(2)),
            step(2, "loket", to(3, "Lengkap"), to("applicant 2", "Tidak lengkap")),
            step(3, "kasi", to(4)),
            step(4, "loket", to("done")),
        ],
        ROLES,
    )


def shared(*, in_order: bool) -> Sop:
    """The middle step belongs to two roles."""
    return paper(
        [
            step(1, "pemohon", to(2)),
            step(2, "camat loket", to(3), in_order=in_order),
            step(3, "kasi", to("done")),
        ],
        ROLES,
    )


def way_of(chart: Flowchart, origin: str, to: str) -> Way:
    """The one way from a step to a place."""
    (way,) = [way for way in chart.ways if (way.origin, way.to) == (origin, to)]
    return way


def assert_every_outcome_is_drawn(sop: Sop, chart: Flowchart) -> None:
    """Each outcome has a way from its symbol to its target's, or a mark; a capsule is its own."""
    places = {row.number: place for place, row in enumerate(chart.rows)}
    for each in sop.steps:
        row = chart.rows[places[each.number]]
        for outcome in each.outcomes:
            ways = [w for w in chart.ways if (w.origin, w.to) == (each.number, leads_to(outcome))]
            if row.shape is Shape.CAPSULE and leads_to(outcome) in ("@siap", "@tutup"):
                assert ways == []
                continue
            way = next(w for w in ways if w.ending is outcome.ending)
            assert outcome.label in way.labels or len(each.outcomes) == 1
            assert way.points[0] in centres(chart, places[each.number])
            if way.into:
                assert way.points[-1] in centres(chart, places[way.target])
            else:
                assert way.finish is not Finish.STEP


def assert_it_stays_on_the_sheet(chart: Flowchart) -> None:
    """Nothing is drawn outside the role columns, nor above the first or below the last row."""
    for way in chart.joins + chart.ways:
        for point in way.points:
            assert 0 < point.x < chart.width
            assert 0 <= point.row <= len(chart.rows) - 1


def centres(chart: Flowchart, place: int) -> list[Point]:
    """The middles of a row's symbols."""
    return [Point(place, chart.centre(column)) for column in chart.rows[place].columns]


def assert_lines_keep_clear(chart: Flowchart) -> None:
    """No line through a symbol that is not its end; no two lines to different places together."""
    ways = chart.joins + chart.ways
    for way in ways:
        for one, other in pairwise(way.points):
            for symbol, half in touched(chart, one, other):
                ends = (way.points[0], way.points[-1])
                assert symbol in ends, f"{way.origin} to {way.to} touches {symbol} ({half})"
    for one, other in combinations(ways, 2):
        if (one.target or id(one)) != (other.target or id(other)):
            assert not halves(one) & halves(other), (one, other)


def touched(chart: Flowchart, one: Point, other: Point) -> Iterator[tuple[Point, float]]:
    """The symbols that a straight piece reaches into."""
    left, right = sorted((one.x, other.x))
    top, bottom = sorted((one.row, other.row))
    for place, row in enumerate(chart.rows):
        half = SIZE[row.shape][0] / 2
        for symbol in centres(chart, place):
            if top <= place <= bottom and left < symbol.x + half and right > symbol.x - half:
                yield symbol, half


def halves(way: Way) -> set[tuple[float, float, int]]:
    """A way in unit pieces: half a row upright, one pixel level."""
    units: set[tuple[float, float, int]] = set()
    for one, other in pairwise(way.points):
        if one.row == other.row:
            left, right = sorted((one.x, other.x))
            units |= {(one.row, 0, x) for x in range(left, right)}
        else:
            top, bottom = sorted((one.row, other.row))
            steps = range(int(2 * top), int(2 * bottom))
            units |= {(half / 2, 0.5, one.x) for half in steps}
    return units


def crossings(chart: Flowchart) -> int:
    """How often a level piece of one way passes an upright piece of another."""
    count = 0
    for one, other in combinations(chart.ways, 2):
        if one.target != other.target:
            count += meets(one, other) + meets(other, one)
    return count


def meets(level: Way, upright: Way) -> int:
    """Level pieces of the first that the second's upright pieces pass."""
    return sum(
        a.row == b.row
        and c.x == d.x
        and min(a.x, b.x) < c.x < max(a.x, b.x)
        and min(c.row, d.row) < a.row < max(c.row, d.row)
        for a, b in pairwise(level.points)
        for c, d in pairwise(upright.points)
    )
