"""Bare traces against an SOP's table: fit or not, and the fewest deviations, both exact."""

import heapq
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.conformance.alignment import Move, Search
from engine.domain.conformance.table import Table, compiled
from engine.domain.machine import APPLICANT, CLOSED, READY, follow
from tests.domain.stage import sop

PATHS = ("kecamatan/sktm/1", "disdukcapil/kk-baru/1", "dpmptsp/sip-bidan/1")
MAIN = ["2", "3", "4", "5", "5", "6", "7", "8", "9"]


@cache
def search(path: str, *, by_outcome: bool = False) -> Search:
    return Search(table=compiled(sop(path), by_outcome=by_outcome))


def test_the_main_way_fits_with_and_without_what_the_applicant_did_first():
    table = search(PATHS[0]).table
    assert table.fits(MAIN)
    assert table.fits(["1", *MAIN])
    assert not table.fits(["1", "1", *MAIN])
    assert not table.fits(MAIN[:-1])
    assert not table.fits([])


def test_a_return_to_an_earlier_step_and_to_the_applicant_fit():
    table = search(PATHS[0]).table
    assert table.fits(["2", "2", "3", "2", *MAIN[1:]])


def test_with_outcomes_only_the_way_that_the_outcome_leads_fits():
    table = search(PATHS[0], by_outcome=True).table
    assert table.fits(["2 Terdaftar", "3 Tidak sesuai", "2 Terdaftar", *_told(3)])
    assert not table.fits(["2 Terdaftar", "3 Sesuai", "2 Terdaftar", *_told(3)])


def _told(start: int) -> list[str]:
    text, state, found = sop(PATHS[0]), str(start), []
    while state != CLOSED:
        outcome = text.states[state].step.outcomes[0]
        found.append(f"{text.states[state].step.number} {outcome.label}")
        state = follow(text, state, outcome.label)[1]
    return found


@pytest.mark.parametrize(
    ("trace", "deviations"),
    [
        (MAIN, []),
        (["2", "3", "5", "5", "6", "7", "8", "9"], [Move(2, "4", extra=False)]),
        ([*MAIN, "9"], [Move(9, "9", extra=True)]),
        (["2", "3", "4", "5", "5", "x", "6", "7", "8", "9"], [Move(5, "x", extra=True)]),
    ],
)
def test_what_is_missing_or_too_many_is_named_where_it_is(trace, deviations):
    assert search(PATHS[0]).fewest(trace) == len(deviations)
    found = search(PATHS[0]).moves(trace)
    assert [move.extra for move in found] == [move.extra for move in deviations]
    assert [move.activity for move in found] == [move.activity for move in deviations]


def test_a_trace_without_anything_lacks_the_shortest_way():
    # Refused at the signature: checked, verified, printed, initialled twice, refused.
    assert search(PATHS[0]).fewest([]) == 6


@given(st.data())
def test_the_fewest_deviations_are_those_of_a_plain_shortest_way(data):
    path = data.draw(st.sampled_from(PATHS))
    by_outcome = data.draw(st.booleans())
    table = search(path, by_outcome=by_outcome).table
    activities = sorted({activity for row in table.moves for activity in row})
    trace = data.draw(st.lists(st.sampled_from([*activities, "?"]), max_size=10))
    fewest = search(path, by_outcome=by_outcome).fewest(trace)
    assert fewest == _shortest(table, trace)
    assert (fewest == 0) == table.fits(trace)
    moves = search(path, by_outcome=by_outcome).moves(trace)
    assert len(moves) == fewest
    assert table.fits(_mended(trace, moves))


@given(st.data())
def test_what_the_machine_walks_fits(data):
    path = data.draw(st.sampled_from(PATHS))
    text = sop(path)
    state, numbers, told = text.first.id, [], []
    for _ in range(60):
        if state in (READY, CLOSED):
            break
        step = text.states[state].step
        outcome = data.draw(st.sampled_from(step.outcomes))
        numbers.append(step.number)
        told.append(f"{step.number} {outcome.label}")
        state = follow(text, state, outcome.label)[1]
        if state == APPLICANT:
            state = text.entry(outcome.to or step.number).id
    ended = state in (READY, CLOSED)
    assert not ended or search(path).table.fits(numbers)
    assert search(path, by_outcome=True).table.fits(told) == ended


def _shortest(table: Table, trace: list[str]) -> int:
    """Dijkstra over the places of the trace and the states, move by move."""
    waiting, seen = [(0, 0, 0)], set()
    while waiting:
        cost, place, state = heapq.heappop(waiting)
        if (place, state) in seen:
            continue
        seen.add((place, state))
        if place == len(trace) and state in table.ends:
            return cost
        if place < len(trace):
            heapq.heappush(waiting, (cost + 1, place + 1, state))
            if trace[place] in table.moves[state]:
                heapq.heappush(waiting, (cost, place + 1, table.moves[state][trace[place]]))
        for target in table.moves[state].values():
            heapq.heappush(waiting, (cost + 1, place, target))
    raise AssertionError("the table has no way to an end")


def _mended(trace: list[str], moves: list[Move]) -> list[str]:
    """The trace without what is too many and with what is missing."""
    extra = {move.place for move in moves if move.extra}
    mended = []
    for place in range(len(trace) + 1):
        mended += [move.activity for move in moves if not move.extra and move.place == place]
        if place < len(trace) and place not in extra:
            mended.append(trace[place])
    return mended
