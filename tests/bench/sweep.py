"""The sweep at rising numbers of open cases, against the batch SQL anybody would write by hand.

Both flag the same thousand newly overdue cases, five hundred a commit with SKIP LOCKED, and write
the same rows; Sopan also asks its rules, in Python.
"""

import statistics
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from engine.commands import flag_cases
from tests.bench.advance import plain
from tests.bench.by_hand import flag_by_hand
from tests.bench.ground import Ground
from tests.bench.report import Figure, paired
from tests.bench.watched import as_owner, fall_due, grow

SIZES, DUE, BATCH = (10_000, 100_000, 1_000_000), 1_000, 500
Sweep = Callable[..., int]  # of a store or connection, and at most how many cases


def figures(ground: Ground, runs: int) -> list[Figure]:
    """The thousand at each size, how the time grows with the size, and an idle sweep."""
    model = ground.open_cases(1)[0]
    found, medians, have = [], {}, 0
    hand = plain(ground.settings.database_url)
    for size in SIZES:
        grow(ground, model, have, size)
        have = size
        pairs = [_pair(ground, hand, f"{size}-{run}") for run in range(runs)]
        medians[size] = statistics.median(ours for ours, _ in pairs)
        found.append(paired(f"sweep, 1,000 of {size:,}", "ms", pairs, goal=2.0, at_most=True))
    growth = [(medians[SIZES[-1]], medians[SIZES[0]])]
    found.append(paired("sweep, 1,000,000 against 10,000", "ms", growth, goal=2.0, at_most=True))
    idle = [(_milliseconds(partial(flag_cases, ground.store)), 1.0) for _ in range(20)]
    found.append(
        paired("idle sweep at 1,000,000 (floor: 1 ms)", "ms", idle, goal=2.0, at_most=True)
    )
    hand.close()
    return found


def _pair(ground: Ground, hand: Any, salt: str) -> tuple[float, float]:
    times = []
    for name, sweep, connection in (
        ("ours", flag_cases, ground.store),
        ("floor", flag_by_hand, hand),
    ):
        fall_due(ground, DUE, salt + name)
        as_owner(ground, "CHECKPOINT")
        times.append(_milliseconds(partial(worked_off, sweep, connection, DUE)))
    return times[0], times[1]


def worked_off(sweep: Sweep, connection: Any, most: int) -> int:
    """Sweeps until nothing is due or that many cases have been worked off; answers how many."""
    done = 0
    while done < most and (batch := sweep(connection, limit=min(BATCH, most - done))):
        done += batch
    return done


def _milliseconds(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
