"""The sweep: whatever was missed is caught up, each effect once, by any number of workers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.commands import flag_cases
from engine.domain.facts import Happening
from engine.queries.pulse import pulse
from engine.queries.verify import verify
from engine.store import cases, history, watches
from tests.builders import advance, open_sktm

LADDER = ["escalated"] * 3


@pytest.fixture
def running(cast):
    """Twelve cases whose service clock runs."""
    numbers = [open_sktm(cast).case.number for _ in range(12)]
    for number in numbers:
        advance(cast, number)
    return numbers


def due(cast, numbers):
    return max(cases.load(cast.store, number).case.promised_at for number in numbers)


def kinds(cast, number):
    case = cases.load(cast.store, number).case
    return [fact.kind.value for fact, _ in history.facts_of(cast.store, case.id)][2:]


def test_nothing_is_flagged_before_its_moment(cast, running):
    assert flag_cases(cast.store) == 0


def test_a_week_without_workers_is_caught_up_in_one_go_in_due_order(cast, running):
    late = due(cast, running) + timedelta(days=30)
    worked_off = 0
    while done := flag_cases(cast.store, late, limit=5):
        worked_off += done
    assert worked_off == 12
    assert all(kinds(cast, number) == ["due_soon", "overdue", *LADDER] for number in running)
    assert all(verify(cast.store, number).holds for number in running)


def test_workers_side_by_side_flag_each_case_once(cast, running):
    late = due(cast, running) + timedelta(hours=1)

    def sweep(_lane):
        done = 0
        while batch := flag_cases(cast.store, late, limit=3):
            done += batch
        return done

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(sweep, range(4))) == 12
    assert all(kinds(cast, number) == ["due_soon", "overdue"] for number in running)


def test_a_flag_is_dated_when_the_moment_came_not_when_it_was_seen(cast, running):
    case = cases.load(cast.store, running[0]).case
    seen = case.promised_at + timedelta(hours=5)
    while flag_cases(cast.store, seen):
        pass
    facts = [fact for fact, _ in history.facts_of(cast.store, case.id)]
    fact = next(fact for fact in facts if fact.kind is Happening.OVERDUE)
    assert (fact.happened_at, fact.recorded_at) == (case.promised_at, seen)
    assert (fact.actor, fact.position) == (None, "sopan")


def test_the_pulse_tells_how_old_the_last_sweep_is(cast):
    assert pulse(cast.store).sweep_age is None and not pulse(cast.store).healthy
    with watches.watched(cast.store, "sweep") as run:
        run.rows = 3
    assert pulse(cast.store).sweep_age == 0 and pulse(cast.store).healthy


def test_a_sweep_that_fails_does_not_look_finished(cast):
    with pytest.raises(RuntimeError), watches.watched(cast.store, "sweep"):
        raise RuntimeError("the worker died")
    assert pulse(cast.store).sweep_age is None
