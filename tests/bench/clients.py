"""Client processes of the bench: own connection, own cases, all started at once."""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from typing import Any

Work = Callable[[Any, Any], int]


def timed(work: Work, opened: Callable[[str], Any], url: str, parts: Sequence[Any]) -> float:
    """Advances a second of as many client processes as there are parts, all of them together."""
    context = multiprocessing.get_context("fork")
    ready, go = context.Barrier(len(parts) + 1), context.Event()
    answers: Any = context.SimpleQueue()
    processes = [
        context.Process(target=_client, args=(work, opened, url, part, ready, go, answers))
        for part in parts
    ]
    for process in processes:
        process.start()
    ready.wait()
    started = time.perf_counter()
    go.set()
    done = sum(answers.get() for _ in processes)
    elapsed = time.perf_counter() - started
    for process in processes:
        process.join()
    return done / elapsed


def _client(
    work: Work, opened: Callable[[str], Any], url: str, part: Any, ready: Any, go: Any, answers: Any
) -> None:
    connection = opened(url)
    work(connection, part[0])  # warms connection, plans and caches
    ready.wait()
    go.wait()
    answers.put(work(connection, part[1]))
