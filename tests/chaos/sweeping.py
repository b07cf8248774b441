"""Sweeping, in this process or in one that may be killed while it sweeps."""

from datetime import datetime

from engine.commands import flag_cases
from engine.store.session import Store, open_store

BATCH = 3


def sweep(store: Store, now: datetime) -> None:
    """Works off what is due at this moment, in batches small enough to need several."""
    while flag_cases(store, now, limit=BATCH):
        pass


def sweeping(database_url: str, now: datetime) -> None:
    """The same as the whole work of a process."""
    store = open_store(database_url, pool=2)
    sweep(store, now)
    store.close()
