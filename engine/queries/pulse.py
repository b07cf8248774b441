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

    @property
    def healthy(self) -> bool:
        """Whether the workers look alive."""
        return self.sweep_age is not None and self.sweep_age <= RED_AFTER


def pulse(store: Store) -> Pulse:
    """Reads the pulse in one query."""
    row = store.row(
        "SELECT clock_timestamp(), "
        "(SELECT extract(epoch FROM clock_timestamp() - finished_at)::int FROM watches "
        "WHERE job = 'sweep'), "
        "coalesce((SELECT behind FROM watches WHERE job = 'sweep'), 0), "
        "coalesce((SELECT extract(epoch FROM clock_timestamp() - min(promised_at))::int "
        "FROM notices WHERE worked_off_at IS NULL), 0)"
    )
    assert row is not None
    return Pulse(now=row[0], sweep_age=row[1], behind=row[2], outbox_age=max(row[3], 0))
