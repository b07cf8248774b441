"""Watches: when each periodic job last ran, so that a dead worker is seen by everybody."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from engine.store.session import Store


@dataclass(slots=True)
class Run:
    """One run of a job; `rows` is told while it goes on."""

    rows: int = 0


@contextmanager
def watched(store: Store, job: str, behind: int = 0) -> Iterator[Run]:
    """Records the start and, when it ends well, the finish of a run."""
    run = Run()
    store.run(
        "INSERT INTO watches (job, started_at, behind) VALUES (%s, clock_timestamp(), %s) "
        "ON CONFLICT (job) DO UPDATE SET started_at = excluded.started_at, "
        "behind = excluded.behind",
        (job, behind),
    )
    yield run
    store.run(
        "UPDATE watches SET finished_at = clock_timestamp(), rows = %s WHERE job = %s",
        (run.rows, job),
    )


def behind(store: Store) -> int:
    """How many seconds ago the oldest watched moment came that nobody has worked off; 0: none."""
    row = store.row(
        "SELECT extract(epoch FROM clock_timestamp() - min(next_at))::int FROM cases "
        "WHERE next_at <= clock_timestamp()"
    )
    return int(row[0]) if row and row[0] else 0
