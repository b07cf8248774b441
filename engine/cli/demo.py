"""`sopan demo`: the fictional regency's people and two months of cases, in an empty database."""

from collections.abc import Iterator

import click

from engine.cli.load import load_all
from engine.demo.people import READERS, email_of
from engine.demo.settle import kept_password, password_file, settle
from engine.demo.story import tell
from engine.embedded import services
from engine.settings import Settings, load_settings
from engine.store.schema import upgrade
from engine.store.session import open_store


@click.command()
def demo() -> None:
    """Fill an empty database with the demonstration regency; one that has cases is left alone."""
    with services(load_settings()) as running:
        upgrade(running.settings.database_owner_url)
        load_all(running.settings)
        told = seed(running.settings)
        click.echo(f"{told} permohonan ditulis." if told else "Sudah ada permohonan; tidak diubah.")
        for line in sign_ins(running.settings):
            click.echo(line)


def seed(settings: Settings) -> int:
    """Tells the story where the database has no case yet; answers how many cases were written."""
    store = open_store(settings.database_url, pool=2)
    try:
        if store.row("SELECT FROM cases LIMIT 1") is not None:
            return 0
        people = settle(store, kept_password(settings))
        return tell(store, list(people.values()))
    finally:
        store.close()


def sign_ins(settings: Settings) -> Iterator[str]:
    """One line a reader: what for, e-mail and password; none where no demonstration was told."""
    if password_file(settings).exists():
        password = kept_password(settings)
        for desk, reader in READERS.items():
            yield f"{reader:20} {email_of(desk):45} {password}"
