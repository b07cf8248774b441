"""The work on a change goes on whatever happens to workers, cases and clerks meanwhile."""

from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from engine.commands import (
    By,
    apply_calendar,
    propose_calendar,
    undo_calendar,
    work_on_calendars,
)
from engine.commands.act import situation
from engine.domain import steps
from engine.domain.calendar_changes import State
from engine.formats.calendars import calendar_text
from engine.queries import calendars as asked
from engine.queries.verify import verify
from engine.store import cases, history, office
from tests.builders import advance, open_sktm
from tests.commands.calendar_scenes import (
    LETTER,
    closed,
    moments,
    newest,
    proposed,
    recalculated,
    workdays,
    worked_off,
)

MANY = 14


@pytest.fixture
def running(cast):
    """Requests whose service clock runs."""
    numbers = [open_sktm(cast).case.number for _ in range(MANY)]
    for number in numbers:
        advance(cast, number)
    return numbers


@pytest.fixture
def change(cast, running):
    """A previewed change that moves them all."""
    found = proposed(cast, closed(newest(cast, "kecamatan"), 10))
    worked_off(cast)
    assert asked.change(cast.store, found).moved == MANY
    return found


def facts(cast, numbers):
    return [len(recalculated(cast, number)) for number in numbers]


def test_workers_side_by_side_record_one_fact_on_each_case(cast, running, change):
    apply_calendar(cast.store, change, by=cast.jamal.id)

    def work(_lane):
        while asked.change(cast.store, change).state is State.APPLYING:
            work_on_calendars(cast.store, limit=2)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    told = asked.change(cast.store, change)
    assert facts(cast, running) == [1] * MANY
    assert (told.looked, told.total, told.recorded) == (MANY, MANY, MANY)


def test_a_second_worker_finds_nothing_to_do_while_the_first_has_the_change(cast, change):
    apply_calendar(cast.store, change, by=cast.jamal.id)
    with cast.store.transaction() as connection:
        connection.execute("SELECT 1 FROM calendar_changes WHERE id = %s FOR UPDATE", (change,))
        assert not work_on_calendars(cast.store)
    assert work_on_calendars(cast.store)


def test_a_worker_killed_in_a_chunk_is_carried_on_from_there(cast, database, running, change):
    apply_calendar(cast.store, change, by=cast.jamal.id)
    assert work_on_calendars(cast.store, limit=4)
    halfway = facts(cast, running)
    with (
        ThreadPoolExecutor(1) as pool,
        database.admin() as admin,
        database.admin() as clerk,
        clerk.transaction(),
    ):
        clerk.execute("SELECT 1 FROM cases WHERE number = %s FOR UPDATE", (running[6],))
        worker = pool.submit(work_on_calendars, cast.store, limit=4)
        while not kill_who_waits(admin):
            pass
        with pytest.raises(psycopg.OperationalError):
            worker.result()
    assert facts(cast, running) == halfway
    worked_off(cast)
    assert facts(cast, running) == [1] * MANY
    assert asked.change(cast.store, change).looked == MANY
    assert all(verify(cast.store, number).holds for number in running)


def kill_who_waits(admin):
    rows = admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND datname = current_database()"
    )
    return bool(rows.fetchall())


def test_a_preview_waits_for_no_clerk(cast, running):
    proposed(cast, closed(newest(cast, "kecamatan"), 10))
    with cast.store.transaction() as clerk:
        clerk.execute("SELECT 1 FROM cases WHERE number = %s FOR UPDATE", (running[0],))
        worked_off(cast)


def test_a_case_opened_in_the_middle_is_reckoned_on_the_new_calendar_from_the_start(
    cast, running, change
):
    apply_calendar(cast.store, change, by=cast.jamal.id)
    work_on_calendars(cast.store, limit=4)
    late = open_sktm(cast).case.number
    advance(cast, late)
    worked_off(cast)
    assert recalculated(cast, late) == []
    assert facts(cast, running) == [1] * MANY
    assert moments(cast, [late])[late][2].date() >= moments(cast, running)[running[0]][2].date()


def test_a_decision_made_on_the_old_calendar_and_recorded_late_is_found_by_the_last_look(cast):
    number = open_sktm(cast).case.number
    by = By(person=cast.citra.id)
    at = situation(cast.store, cases.load(cast.store, number), by)
    change = proposed(cast, closed(newest(cast, "kecamatan"), 10))
    worked_off(cast)
    apply_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)
    ticked = frozenset({"Berkas permohonan"})
    fact = steps.complete(at, "Terdaftar", ticked=ticked)
    assert history.record(cast.store, history.entry(at.case, fact, at.office))
    assert not work_on_calendars(cast.store)
    cast.store.run("UPDATE calendar_changes SET started_at = started_at - interval '2 minutes'")
    worked_off(cast)
    assert len(recalculated(cast, number)) == 1
    told = asked.change(cast.store, change)
    assert (told.state, told.recorded, told.looked) == (State.APPLIED, 1, told.total)
    assert told.settled_at is not None
    assert not work_on_calendars(cast.store)


def test_a_case_that_cannot_be_reckoned_stops_no_other_and_is_named(cast, running):
    cast.store.run(
        """UPDATE cases SET memory = '{"entered_at":"kapan"}' WHERE number = %s""", (running[3],)
    )
    change = proposed(cast, closed(newest(cast, "kecamatan"), 10))
    worked_off(cast)
    told = asked.change(cast.store, change)
    assert (told.state, told.moved, told.failed) == (State.PREVIEWED, MANY - 1, 1)
    assert told.error.startswith(running[3])


def test_lines_come_page_by_page_in_order(cast, change):
    first = asked.moves(cast.store, change, limit=5)
    assert len(first) == 5
    rest = asked.moves(cast.store, change, (first[-1].case_id, first[-1].clock), limit=1000)
    everything = [*first, *rest]
    keys = [(line.case_id, line.clock) for line in everything]
    assert keys == sorted(set(keys))
    assert {line.number for line in everything} >= {line.number for line in first}
    assert len(everything) == len(asked.moves(cast.store, change, limit=1000))


def test_another_process_decides_on_the_new_calendar_at_once(cast, change):
    before = office.directory(cast.store).calendars["kec-contoh-utara"]
    apply_calendar(cast.store, change, by=cast.jamal.id)
    after = office.directory(cast.store).calendars["kec-contoh-utara"]
    day = workdays(before, 1)[0]
    assert before.hours(day) != () and after.hours(day) == ()


def test_the_keepers_see_who_works_by_which_calendar_and_what_is_under_way(cast, change):
    listed = {one.code: one for one in asked.calendars(cast.store)}
    assert "kec-contoh-utara" in listed["kecamatan"].units
    assert listed["kecamatan"].inherits == "perpres-21-2023"
    assert listed["nasional"].units == () and listed["nasional"].inherits == ""
    assert [one.id for one in listed["kecamatan"].under_way] == [change]
    assert listed["nasional"].under_way == ()
    (shown,) = asked.changes(cast.store, "kecamatan")
    assert (shown.person, shown.letter) == (cast.jamal.name, LETTER)
    ((old, new),) = asked.proposed(cast.store, change).values()
    assert len(new.holidays) - len(old.holidays) in range(1, 11)


def test_the_versions_of_a_calendar_tell_what_was_undone(cast, change):
    apply_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)
    undo_calendar(cast.store, change, by=cast.irma.id)
    worked_off(cast)
    undoing, undone, first = asked.versions(cast.store, "kecamatan")
    assert (undone.undone, undone.person, undone.change) == (True, cast.jamal.name, change)
    assert (undoing.undoes, undoing.person) == (undone.id, cast.irma.name)
    assert (undoing.version, first.since, first.person) == (first.version, None, "")
    assert asked.text(cast.store, "kecamatan", undone.version).version == undone.version


def test_the_adoptions_of_calendars_are_only_ever_inserted(cast):
    for statement in (
        "UPDATE calendar_adoptions SET letter = ''",
        "DELETE FROM calendar_adoptions",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            cast.store.run(statement)


def test_the_operator_of_the_machine_proposes_without_an_account(cast):
    calendar = closed(newest(cast, "rsud-24-jam"), 1)
    change = propose_calendar(
        cast.store, "rsud-24-jam", calendar_text(calendar), since=None, letter="", by=None
    )
    assert asked.change(cast.store, change).person == ""
