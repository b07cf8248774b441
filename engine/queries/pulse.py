"""The pulse: how old the last sweep is, how far behind, and how long notices wait."""

from dataclasses import dataclass
from datetime import datetime

from engine.store.session import Store

# Three sweeps missed: something is wrong (the sweep runs every 15 seconds).
RED_AFTER = 45


@dataclass(frozen=True, kw_only=True, slots=True)
class Pulse:
    """Ages in seconds; None: never ran."""

    now: datetime
    sweep_age: int | None
    behind: int
    outbox_age: int
    stuck: int = 0  # cases at which the sweep fails

    @property
    def healthy(self) -> bool:
        """Whether the workers look alive."""
        return self.sweep_age is not None and self.sweep_age <= RED_AFTER


@dataclass(frozen=True, kw_only=True, slots=True)
class Job:
    """The last run of one periodic job; `behind` in seconds."""

    name: str
    started_at: datetime
    finished_at: datetime | None
    rows: int
    behind: int
    is_hanging: bool  # began long ago and has not ended


def jobs(store: Store) -> list[Job]:
    """Every job that has ever run."""
    rows = store.rows(
        "SELECT job, started_at, finished_at, coalesce(rows, 0), coalesce(behind, 0), "
        "coalesce(finished_at < started_at, true) "
        "AND started_at < clock_timestamp() - interval '10 minutes' FROM watches ORDER BY job"
    )
    return [Job(**dict(zip(Job.__slots__, row, strict=True))) for row in rows]


def pulse(store: Store) -> Pulse:
    """Reads the pulse in one query."""
    row = store.row(
        "SELECT clock_timestamp(), "
        "(SELECT extract(epoch FROM clock_timestamp() - finished_at)::int FROM watches "
        "WHERE job = 'sweep'), "
        "coalesce((SELECT behind FROM watches WHERE job = 'sweep'), 0), "
        "coalesce((SELECT extract(epoch FROM clock_timestamp() - min(promised_at))::int "
        "FROM notices WHERE worked_off_at IS NULL), 0), (SELECT count(*) FROM stuck_cases)"
    )
    assert row is not None
    return Pulse(
        now=row[0], sweep_age=row[1], behind=row[2], outbox_age=max(row[3], 0), stuck=row[4]
    )
