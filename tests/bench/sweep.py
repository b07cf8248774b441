"""The sweep: a thousand newly overdue at rising numbers of open cases, a backlog, and an idle look.

Everything is measured against the batch SQL of `by_hand`, five hundred a commit with SKIP LOCKED;
Sopan also asks its rules and hashes in Python.
"""

import statistics
import time
from collections.abc import Callable
from typing import Any

import psycopg

from engine.commands import flag_cases
from engine.store.session import Store, open_store
from tests.bench import by_hand
from tests.bench.advance import plain
from tests.bench.clients import timed
from tests.bench.ground import Ground
from tests.bench.report import Figure, paired

SIZES, DUE = (10_000, 100_000, 1_000_000), 1_000
BACKLOG, BACKLOG_RUNS = 100_000, 3
ALL = ("due_soon", "overdue", "escalated")


def figures(ground: Ground, runs: int) -> list[Figure]:
    """The thousand at each size, how the time grows with the size, an idle sweep, a backlog."""
    model = ground.open_cases(1)[0]
    hand = plain(ground.settings.database_url)
    found, medians, have = [], {}, 0
    for size in SIZES:
        by_hand.grow(ground, model, have, size)
        have = size
        pairs = [_pair(ground, hand, f"{size}-{run}") for run in range(runs)]
        medians[size] = statistics.median(ours for ours, _ in pairs)
        found.append(paired(f"sweep, 1,000 of {size:,}", "ms", pairs, goal=2.0, at_most=True))
    hand.close()
    growth = [(medians[SIZES[-1]], medians[SIZES[0]])]
    found.append(paired("sweep, 1,000,000 against 10,000", "ms", growth, goal=2.0, at_most=True))
    idle = [(_lasted(lambda: flag_cases(ground.store)), 1.0) for _ in range(20)]
    found.append(
        paired("idle sweep at 1,000,000 (floor: 1 ms)", "ms", idle, goal=2.0, at_most=True)
    )
    return [*found, *_backlog(ground, min(runs, BACKLOG_RUNS))]


def _pair(ground: Ground, hand: psycopg.Connection[Any], salt: str) -> tuple[float, float]:
    times = []
    for name, batch in (
        ("ours", lambda: flag_cases(ground.store, limit=by_hand.BATCH)),
        ("floor", lambda: by_hand.flag(hand)),
    ):
        by_hand.fall_due(ground, salt + name, DUE, ("overdue",))
        times.append(_lasted(lambda batch=batch: _all(batch)))
    return times[0], times[1]


def _all(batch: Callable[[], int]) -> None:
    done = 0
    while some := batch():
        done += some
    assert done == DUE, done


def _lasted(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _backlog(ground: Ground, runs: int) -> list[Figure]:
    """A hundred thousand effects due at once: one worker against the floor, two against one."""
    against_floor, against_one = [], []
    for run in range(runs):
        one, hand, two = (
            _rate(ground, f"{run}-{name}", work, opened, workers)
            for name, work, opened, workers in (
                ("one", _ours, open_store, 1),
                ("hand", _floor, plain, 1),
                ("two", _ours, open_store, 2),
            )
        )
        against_floor.append((one, hand))
        against_one.append((two, one))
    return [
        paired("100,000 effects, one worker", "cases/s", against_floor, goal=0.6),
        paired("two workers against one", "cases/s", against_one, goal=1.5),
    ]


def _rate(ground: Ground, salt: str, work: Any, opened: Any, workers: int) -> float:
    by_hand.fall_due(ground, salt, BACKLOG, ALL)
    ground.store.close()
    return timed(work, opened, ground.settings.database_url, [(False, True)] * workers)


def _ours(store: Store, really: bool) -> int:
    if not really:
        store.row("SELECT 1")
        return 0
    done = 0
    while some := flag_cases(store, limit=by_hand.BATCH):
        done += some
    return done


def _floor(connection: psycopg.Connection[Any], really: bool) -> int:
    if not really:
        connection.execute("SELECT 1")
        return 0
    done = 0
    while some := by_hand.flag(connection):
        done += some
    return done
