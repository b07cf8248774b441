"""`sopan db`: the schema's way up."""

import click

from engine.embedded import services
from engine.settings import load_settings
from engine.store.schema import upgrade as upgrade_schema


@click.group()
def db() -> None:
    """Bring the database to this version."""


@db.command()
def upgrade() -> None:
    """Run the migrations that are missing, as the tables' owner (DATABASE_OWNER_URL)."""
    with services(load_settings()) as running:
        upgrade_schema(running.settings.database_owner_url)
    click.echo("Basis data sudah pada versi ini.")
