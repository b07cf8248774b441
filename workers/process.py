"""What a worker process holds: its settings and its store, opened after the fork."""

from functools import cache

from engine.settings import Settings, load_settings
from engine.store.session import Store, open_store


@cache
def settings() -> Settings:
    """This process's settings."""
    return load_settings()


@cache
def store() -> Store:
    """This process's store."""
    return open_store(settings().database_url, pool=2)
