"""What commands that answer share: a store on the running servers, and JSON or words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click
import orjson

from engine.embedded import services
from engine.settings import load_settings
from engine.store.session import Store, open_store


@contextmanager
def store_at_hand() -> Iterator[Store]:
    """A store on the servers in use: those addressed, those already running, or started for now."""
    with services(load_settings()) as running:
        store = open_store(running.settings.database_url, pool=1)
        try:
            yield store
        finally:
            store.close()


def answer(content: Any) -> None:
    """Prints an answer as JSON."""
    click.echo(orjson.dumps(content, option=orjson.OPT_INDENT_2 | orjson.OPT_UTC_Z))
