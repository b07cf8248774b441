"""`sopan seal`: binds by a signature what has happened since the last seal."""

import click

from engine.cli.opened import answer
from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion, Statement
from engine.embedded import services
from engine.settings import load_settings
from engine.store.session import open_store
from engine.witness import witness_of


@click.command()
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
def seal(*, as_json: bool) -> None:
    """Seal the heads of all chains that have moved since the last seal."""
    with services(load_settings()) as running:
        store = open_store(running.settings.database_url, pool=1)
        try:
            made = seal_heads(store, witness_of(running.settings), Occasion.HAND)
        finally:
            store.close()
    if as_json:
        answer(_told(made) if made else None)
    elif made is None:
        click.echo("Tidak ada fakta baru sejak segel terakhir.")
    else:
        click.echo(f"Segel {made.number}: {made.cases} permohonan, {made.facts} fakta baru.")
        click.echo(f"Akar   {made.root.hex()}\nKunci  {made.key.hex()}")


def _told(made: Statement) -> dict[str, object]:
    return {
        "number": made.number,
        "at": made.at,
        "cases": made.cases,
        "facts": made.facts,
        "root": made.root.hex(),
        "key": made.key.hex(),
    }
