"""A clock that jumps back and forth between sweeps leaves the same facts as one that goes on."""

import random
from datetime import timedelta

import pytest

from engine import clock
from engine.commands import By, suspend_case
from engine.queries.verify import verify
from engine.store import cases, history
from tests.backdated import late_kk
from tests.builders import advance, open_sktm, sop_of
from tests.cast import stand
from tests.chaos.sweeping import sweep
from tests.services import recall

JUMPS = 40


@pytest.fixture
def watched(servers, cast):
    """Cases with moments behind them, and one whose pause ends by itself in some days."""

    def build():
        for days in (20, 27, 34):
            late_kk(cast, days)
        case = advance(cast, open_sktm(cast).case.number)
        reason = next(iter(sop_of(cast, case).pauses))
        suspend_case(cast.store, case.number, reason, by=By(person=cast.darmawan.id))

    stand(servers, "watched", build)
    return [number for (number,) in cast.store.rows("SELECT number FROM cases ORDER BY id")]


def flags(store, number):
    case = cases.load(store, number).case
    return [
        (fact.version, fact.kind, fact.happened_at, fact.says)
        for fact, _ in history.facts_of(store, case.id)
        if fact.actor is None
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_clock_that_jumps_leaves_the_same_facts(servers, cast, watched, seed):
    last = clock.now() + timedelta(days=60)
    sweep(cast.store, last)
    straight = {number: flags(cast.store, number) for number in watched}
    kinds = {kind for found in straight.values() for _, kind, _, _ in found}
    assert kinds == {"due_soon", "overdue", "escalated", "resumed"}

    recall(servers, "watched")
    dice = random.Random(seed)
    for _ in range(JUMPS):
        sweep(cast.store, last - timedelta(days=dice.uniform(0, 100)))
    sweep(cast.store, last)
    assert {number: flags(cast.store, number) for number in watched} == straight
    assert all(verify(cast.store, number).holds for number in watched)
