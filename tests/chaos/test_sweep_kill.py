"""Killed between any two statements, a sweep leaves whole batches, and the next does the rest."""

import multiprocessing
import os
import signal
import sys
import threading
from datetime import datetime
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest

from engine import clock
from engine.queries.verify import verify
from engine.store.session import Store
from tests.backdated import late_kk
from tests.cast import stand
from tests.chaos.relay import relayed
from tests.chaos.sweeping import BATCH, sweep, sweeping
from tests.services import recall

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="kills at a socket of PostgreSQL")

CASES = 2 * BATCH + 1
EFFECTS = 5  # a warning, lateness, and three rungs of the ladder
_ROWS = (
    "SELECT * FROM cases WHERE id = %s",
    "SELECT * FROM history WHERE case_id = %s ORDER BY version",
    "SELECT version, kind, addressee, promised_at FROM notices WHERE case_id = %s ORDER BY id",
)
Rows = list[list[tuple[Any, ...]]]


@pytest.fixture
def due(servers, cast):
    """The moment from which each case is to be swept, all in different weeks, all past."""
    stand(servers, "due", lambda: [late_kk(cast, days=30 + 7 * week) for week in range(CASES)])
    return dict(cast.store.rows("SELECT id, next_at FROM cases"))


def test_a_sweep_killed_after_any_statement_is_finished_by_the_next(servers, cast, due):
    store = cast.store
    now = clock.now()
    before = rows(store, due)
    sweep(store, now)
    after = rows(store, due)
    assert all(verify(store, number).holds for (number,) in store.rows("SELECT number FROM cases"))
    assert all(len(after[case][1]) >= len(before[case][1]) + EFFECTS for case in due)
    assert len(set(due.values())) == CASES

    seen = set()
    for statement in count(1):
        recall(servers, "due")
        if not killed(servers.settings.database_url, now, statement):
            break
        left = rows(store, due)
        done = {case for case in due if left[case] == after[case]}
        assert all(left[case] == before[case] for case in due.keys() - done), statement
        assert all(due[a] <= due[b] for a in done for b in due.keys() - done), statement
        seen.add(len(done))
        sweep(store, now)
        assert rows(store, due) == after, statement
        assert store.row("SELECT count(*) FROM stuck_cases") == (0,)
    assert rows(store, due) == after
    # Wherever it died, it had worked off whole batches, and it died after each of them.
    assert seen == {0, BATCH, 2 * BATCH, CASES}


def rows(store: Store, due: dict[int, datetime]) -> dict[int, Rows]:
    """All that is kept of each case."""
    return {case: [store.rows(wanted, (case,)) for wanted in _ROWS] for case in due}


def killed(database_url: str, now: datetime, statement: int) -> bool:
    """Lets a process sweep and kills it at an answer; False when it had ended before that."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([sweeping.__module__])
    server = Path(parse_qs(urlsplit(database_url).query)["host"][0])
    started = threading.Event()

    def strike() -> None:
        started.wait()
        os.kill(process.pid or 0, signal.SIGKILL)

    with (
        TemporaryDirectory(prefix="sopan-relay-") as place,
        relayed(server, Path(place), statement, strike),
    ):
        url = database_url.replace(quote(str(server)), quote(place))
        process = context.Process(target=sweeping, args=(url, now))
        process.start()
        started.set()
        process.join()
    assert process.exitcode in (0, -signal.SIGKILL), process.exitcode
    return process.exitcode != 0
