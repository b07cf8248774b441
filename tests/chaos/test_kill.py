"""Killed at random under load, Sopan keeps what it has acknowledged, once, and forgets nobody."""

import multiprocessing
import os
import random
import secrets
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import Any

import pytest

from tests.chaos.clients import browsing, commanding, read
from tests.chaos.installation import BLOWS, PROCESSES, Installation, installed, until
from tests.chaos.reckoning import reckon

pytestmark = pytest.mark.skipif(
    sys.platform != "linux", reason="finds the processes to kill in Linux's /proc"
)
CLIENTS = (commanding, browsing)


def test_a_few_kills_lose_nothing():
    survive(len(BLOWS))


@pytest.mark.soak
@pytest.mark.timeout(1800)
def test_a_hundred_kills_lose_nothing():
    survive(105)


def survive(kills: int) -> None:
    """Strikes at least that often, each part of Sopan equally, and then looks at everything."""
    seed = int(os.environ.get("SEED", secrets.randbits(32)))
    print(f"seed {seed} (SEED={seed} makes the same blows fall again)")
    dice = random.Random(seed)
    blows = [
        blow for _ in range(-(-kills // len(BLOWS))) for blow in dice.sample(BLOWS, len(BLOWS))
    ]
    with installed((*PROCESSES, "beat")) as house:
        journals = [house.settings.data_dir / f"{work.__name__}.jsonl" for work in CLIENTS]
        with beside(at_work(house, journals, seed)) as clients:
            for blow in blows:
                going_on(clients, journals)
                time.sleep(dice.uniform(0, 0.4))
                house.strike(blow, dice)
            going_on(clients, journals)
        # Its connections are as dead as the servers they led to.
        house.store.close()
        house.until_worked_off()
        found = reckon(house.store, [act for book in journals for act in read(book)])
    print(f"{len(blows)} kills: {found.acknowledged} acts, {found.flags} flags, "
          f"{found.notices} notices")  # fmt: skip
    assert found.faults == []
    assert found.acknowledged > kills and found.flags and found.notices


def at_work(house: Installation, journals: list[Path], seed: int) -> list[tuple[Any, Any]]:
    """The clients as work for processes, each with dice and a journal of its own."""
    given = {"settings": house.settings, "people": house.people}
    return [
        (work, ({**given, "journal": journal, "dice": random.Random(seed + at)},))
        for at, (work, journal) in enumerate(zip(CLIENTS, journals, strict=True))
    ]


@contextmanager
def beside(works: list[tuple[Any, Any]]) -> Iterator[list[SpawnProcess]]:
    """Processes at work meanwhile, told to stop at the end; each must have ended well."""
    context = multiprocessing.get_context("spawn")
    stop = context.Event()
    processes = [context.Process(target=work, args=(*given, stop)) for work, given in works]
    for process in processes:
        process.start()
    try:
        yield processes
    finally:
        stop.set()
        for process in processes:
            process.join(100)
            process.kill()
    assert [process.exitcode for process in processes] == [0] * len(processes)


def going_on(clients: list[SpawnProcess], journals: list[Path]) -> None:
    """Waits until each client has had something acknowledged since it was asked."""
    before = [len(read(journal)) for journal in journals]

    def got_on() -> bool:
        assert all(client.is_alive() for client in clients), "a client got an answer it must not"
        return all(len(read(book)) > had for book, had in zip(journals, before, strict=True))

    until(got_on, "a client does not get on")
