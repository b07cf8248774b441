"""A case that no sweep can move is set aside and shown; the others never wait for it."""

from datetime import timedelta

import pytest

from engine.commands import flag_cases
from engine.store import cases, history, stuck
from tests.builders import advance, open_sktm


@pytest.fixture
def running(cast):
    """Four cases whose service clock runs out within the hour."""
    numbers = [open_sktm(cast).case.number for _ in range(4)]
    for number in numbers:
        advance(cast, number)
    return numbers


def swept(cast, numbers):
    """How many facts each case has after a sweep at the moment all have just been missed."""
    late = max(cases.load(cast.store, n).case.promised_at for n in numbers if n)
    while flag_cases(cast.store, late + timedelta(seconds=1)):
        pass


def facts(cast, number):
    case = cases.load(cast.store, number).case
    return [fact.kind.value for fact, _ in history.facts_of(cast.store, case.id)][2:]


def poison(cast, number, memory):
    was = cast.store.row("SELECT memory FROM cases WHERE number = %s", (number,))[0]
    cast.store.run("UPDATE cases SET memory = %s WHERE number = %s", (memory, number))
    return was


def test_a_row_that_cannot_be_read_stops_nobody_and_moves_again_once_it_is_mended(cast, running):
    sick, *well = running
    memory = poison(cast, sick, "{")
    swept(cast, well)
    assert all(facts(cast, number) == ["due_soon", "overdue"] for number in well)
    (shown,) = stuck.all_stuck(cast.store)
    assert (shown.number, shown.tries) == (sick, 1) and "JSONDecodeError" in shown.error
    poison(cast, sick, memory)
    swept(cast, running)
    assert facts(cast, sick) == []  # it waits its minute
    assert stuck.retry(cast.store, sick)
    swept(cast, running)
    assert facts(cast, sick) == ["due_soon", "overdue"] and stuck.all_stuck(cast.store) == []


def test_a_case_that_the_database_refuses_is_found_among_the_others(cast, running):
    sick, *well = running
    case = cases.load(cast.store, sick).case
    cast.store.run(
        "INSERT INTO history (case_id, version, kind, happened_at, recorded_at, body, digest) "
        "SELECT case_id, version + 1, kind, happened_at, recorded_at, body, digest FROM history "
        "WHERE case_id = %s AND version = %s",
        (case.id, case.version),
    )
    swept(cast, well)
    assert all(facts(cast, number) == ["due_soon", "overdue"] for number in well)
    (shown,) = stuck.all_stuck(cast.store)
    assert shown.number == sick and "UniqueViolation" in shown.error


def test_a_row_that_falls_due_though_its_memory_does_not_is_set_aside(cast, running):
    sick, *well = running
    cast.store.run("UPDATE cases SET memory = %s WHERE number = %s", ("{}", sick))
    swept(cast, well)
    assert all(facts(cast, number) == ["due_soon", "overdue"] for number in well)
    assert [one.number for one in stuck.all_stuck(cast.store)] == [sick]
