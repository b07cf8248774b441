"""Counted, not timed: what a completed step costs the network, the disk and the log."""

import statistics
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.pq import Trace
from sqlalchemy import event

from engine.commands import By, complete_step
from engine.store import cases
from engine.store.session import Store, open_store
from tests.bench import floor
from tests.bench.advance import plain
from tests.bench.ground import WAY, Ground

CASES = 24
# psycopg prepares a statement at its sixth use, which costs one more round trip, once.
WARM = 12


@pytest.fixture
def ground(cast, settings) -> Ground:
    """The office of the cast, as the bench sees it."""
    people = {email: member.id for email, member in cast.everyone.items()}
    return Ground(settings=settings, store=cast.store, people=people)


@pytest.fixture
def alone(servers) -> Iterator[psycopg.Connection]:
    """A superuser's connection while autovacuum rests, so that every transaction is ours."""
    with servers.admin() as admin:
        admin.execute("ALTER SYSTEM SET autovacuum = off")
        admin.execute("SELECT pg_reload_conf()")
        admin.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity "
            "WHERE backend_type = 'autovacuum worker'"
        )
        yield admin
        admin.execute("ALTER SYSTEM RESET autovacuum")
        admin.execute("SELECT pg_reload_conf()")


@contextmanager
def wire(settings) -> Iterator[tuple[Store, Path]]:
    """A store whose every message to and from the server is written to a file by libpq."""
    with tempfile.TemporaryDirectory(prefix="sopan-wire-") as place:
        store, kept = open_store(settings.database_url, pool=1), Path(place) / "messages"
        with kept.open("w") as file:

            @event.listens_for(store.engine, "connect")
            def trace(connection, _record) -> None:
                connection.pgconn.trace(file.fileno())
                connection.pgconn.set_trace_flags(Trace.SUPPRESS_TIMESTAMPS)

            yield store, kept
            with store.connection() as connection:
                connection.pgconn.untrace()
            store.close()


def round_trips(messages: str) -> int:
    """How often the server was asked and waited for: each time it says that it is ready again."""
    return messages.count("ReadyForQuery")


def step(ground: Ground, store: Store, number: str, at: int, note: str = "") -> None:
    desk, outcome, check = WAY[at]
    by = By(person=ground.person(desk), seen=cases.load(ground.store, number).case.version)
    complete_step(store, number, outcome, by=by, ticked=frozenset({check}), note=note)


@pytest.mark.parametrize("note", ["", "KK dicocokkan dengan aslinya."], ids=["bare", "with a note"])
def test_a_completed_step_is_two_round_trips(ground, settings, note):
    numbers = ground.open_cases(WARM + CASES)
    with wire(settings) as (store, kept):
        for number in numbers[:WARM]:
            step(ground, store, number, 0, note)
        costs = []
        for number in numbers[WARM:]:
            before = kept.stat().st_size
            step(ground, store, number, 0, note)
            costs.append(round_trips(kept.read_text()[before:]))
    assert costs == [2] * CASES


def test_a_completed_step_is_one_transaction_which_commits_as_the_server_says(ground, alone):
    numbers = ground.open_cases(CASES)
    for number in numbers:
        step(ground, ground.store, number, 0)
    before = next_transaction(alone)
    for number in numbers:
        step(ground, ground.store, number, 1)
    assert next_transaction(alone) - before == CASES
    assert ground.store.row(
        "SELECT count(*) FROM pg_settings WHERE name IN ('synchronous_commit', 'commit_delay') "
        "AND source IN ('client', 'session', 'user', 'database', 'database user')"
    ) == (0,)


def test_the_fact_the_case_and_its_notices_come_from_one_transaction(ground):
    (number,) = ground.open_cases(1)
    step(ground, ground.store, number, 0, "KK dicocokkan.")
    rows = ground.store.rows(
        "SELECT c.xmin::text, h.xmin::text, w.xmin::text, n.xmin::text FROM cases c "
        "JOIN history h ON (h.case_id, h.version) = (c.id, c.version) "
        "JOIN words w ON (w.case_id, w.version) = (c.id, c.version) "
        "JOIN notices n ON (n.case_id, n.version) = (c.id, c.version) WHERE c.number = %s",
        (number,),
    )
    assert rows and all(len(set(row)) == 1 for row in rows)


def test_a_completed_step_writes_hardly_more_log_than_the_loop_by_hand(ground, settings, alone):
    ours, theirs = ground.open_cases(CASES), ground.open_cases(CASES)
    rows, hand = floor.prepared(ground, theirs), plain(settings.database_url)
    written: dict[str, list[int]] = {"ours": [], "floor": []}
    for at in range(len(WAY)):
        for mine, row in zip(ours, rows[at], strict=True):
            log = written_by(alone, lambda row=row: floor.run(hand, [row]))
            written["floor"].append(log)
            log = written_by(alone, lambda mine=mine, at=at: step(ground, ground.store, mine, at))
            written["ours"].append(log)
    hand.close()
    medians = {who: statistics.median(sizes) for who, sizes in written.items()}
    assert medians["floor"] > 0
    assert medians["ours"] <= 1.25 * medians["floor"], medians


def next_transaction(admin: psycopg.Connection) -> int:
    """The number that the next writing transaction will get; asking takes none."""
    row = admin.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint").fetchone()
    return row[0]


def written_by(admin: psycopg.Connection, work) -> int:
    """How many bytes a piece of work adds to the write-ahead log."""
    start = admin.execute("SELECT pg_current_wal_insert_lsn()").fetchone()[0]
    work()
    row = admin.execute("SELECT pg_current_wal_insert_lsn() - %s::pg_lsn", (start,)).fetchone()
    return int(row[0])
