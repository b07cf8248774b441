"""Beats twice, workers in pairs, servers gone, a worker that hangs, a poisoned case: same facts."""

import os
import random
import signal
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import psycopg
import pytest

from engine.store import cases, stuck
from tests.chaos.clients import Client, again, read
from tests.chaos.installation import installed, until, words_of
from tests.chaos.reckoning import reckon
from tests.services import dsn

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="finds the processes to kill in Linux's /proc"
)


@pytest.fixture(scope="module")
def house():
    """One installation for all of this; what a test leaves behind is the ground of the next."""
    with installed(("worker", "worker-2")) as running:
        yield running


@pytest.fixture
def clerk(house):
    """Somebody who opens cases, and whose journal is held against what is there afterwards."""
    client = Client(
        settings=house.settings,
        people=house.people,
        journal=house.settings.data_dir / "clerk.jsonl",
        dice=random.Random(1),
    )
    yield client
    client.store.close()
    again(lambda: house.store.row("SELECT 1"))
    found = reckon(house.store, read(client.journal))
    assert found.faults == []
    assert found.flags >= 5 * found.acknowledged // 2


@contextmanager
def superuser(house):
    url = dsn(house.settings.database_owner_url.replace("sopan_owner@", "postgres@"))
    with psycopg.connect(url, autocommit=True) as admin:
        yield admin


def late(house, numbers):
    """How many of the cases have been found late."""
    return house.store.row(
        "SELECT count(DISTINCT c.id) FROM cases c JOIN history h ON h.case_id = c.id "
        "WHERE c.number = ANY(%s) AND h.kind = 'overdue'",
        (numbers,),
    )[0]


def test_two_beats_and_two_workers_do_everything_once(house, clerk):
    with house.beaten("beat", "beat-2"):
        numbers = clerk.fall_behind(15)
        house.until_worked_off()
    assert late(house, numbers) == 15


def test_what_fell_due_while_the_broker_was_away_is_caught_up(house, clerk):
    with house.beaten("beat", "beat-2"):
        with house.without_broker():
            numbers = clerk.fall_behind(8)
            assert late(house, numbers) == 0
        house.until_worked_off()
    assert late(house, numbers) == 8


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_the_broker_may_go_as_often_as_it_likes(house, clerk):
    dice = random.Random(2)
    with house.beaten("beat", "beat-2"):
        for _ in range(60):
            with house.without_broker():
                clerk.fall_behind(1)
                time.sleep(dice.uniform(0, 2))
            house.until_worked_off()
            assert all(house.programs[one].poll() is None for one in house.programs)


def test_a_worker_outlives_its_database(house, clerk):
    numbers = []
    with house.beaten():
        for _ in range(2):
            numbers += clerk.fall_behind(4)
            house.restart_database()
        house.store.close()
        house.until_worked_off()
    assert late(house, numbers) == 8


def test_the_crash_of_another_session_is_an_outage_and_no_fault(house, clerk):
    (number,) = clerk.fall_behind(1)
    (session,) = clerk.store.row("SELECT pg_backend_pid()")
    with superuser(house) as admin:
        os.kill(admin.info.backend_pid, signal.SIGKILL)
        until(lambda: not words_of(session), "a session outlives the crash of another")
    # It has heard a warning, which is not the error that libpq reports of a lost connection.
    with pytest.raises(psycopg.OperationalError):
        cases.load(clerk.store, number)
    assert again(lambda: cases.load(clerk.store, number))
    with house.beaten():
        again(lambda: house.store.row("SELECT 1"))
        house.until_worked_off()


def test_a_worker_that_hangs_keeps_only_what_it_holds_and_only_for_a_while(house, clerk):
    assert clerk.store.row("SHOW idle_in_transaction_session_timeout") == ("1min",)
    house.stop("worker-2")
    held = clerk.fall_behind(5)
    with superuser(house) as admin, superuser(house) as brake, house.beaten():
        with brake.transaction():
            brake.execute("LOCK TABLE history IN EXCLUSIVE MODE")
            until(lambda: _in_mid_sweep(admin), "no sweep has begun")
            house.signal("worker", signal.SIGSTOP)
        free = clerk.fall_behind(5)
        house.start("worker-2")
        until(lambda: late(house, free) == 5, "nobody sweeps beside a worker that hangs")
        assert late(house, held) == 0
        _end_idle(admin)
        until(lambda: late(house, held) == 5, "what a dead session held is not taken over")
        house.signal("worker", signal.SIGCONT)
        house.stop("worker-2")
        also = clerk.fall_behind(2)
        until(lambda: late(house, also) == 2, "a worker that hung does not go on")
        house.until_worked_off()
    house.start("worker-2")


def test_a_poisoned_case_stops_nobody_and_is_shown(house, clerk):
    sick, *well = clerk.fall_behind(6)
    (memory,) = house.store.row("SELECT memory FROM cases WHERE number = %s", (sick,))
    house.store.run("UPDATE cases SET memory = '{' WHERE number = %s", (sick,))
    with house.beaten():
        until(lambda: late(house, well) == 5, "a poisoned case stops the others")
        (shown,) = stuck.all_stuck(house.store)
        assert shown.number == sick and "JSONDecodeError" in shown.error
        assert shown.retry_at > cases.load(house.store, well[0]).now + timedelta(seconds=20)
        house.store.run("UPDATE cases SET memory = %s WHERE number = %s", (memory, sick))
        assert stuck.retry(house.store, sick)
        house.until_worked_off()
    assert late(house, [sick]) == 1 and stuck.all_stuck(house.store) == []


def _in_mid_sweep(admin):
    """Whether a sweep has locked its cases and waits to record."""
    return admin.execute(
        "SELECT 1 FROM pg_stat_activity WHERE wait_event_type = 'Lock' "
        "AND query LIKE 'WITH moved AS (UPDATE cases%'"
    ).fetchone()


def _end_idle(admin):
    """What PostgreSQL does to the sessions of Sopan by itself, after a minute."""
    ended = admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE usename = 'sopan_app' AND state = 'idle in transaction'"
    ).fetchall()
    assert ended
