"""The nightly seal: binds the heads of all chains that have moved."""

from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion
from engine.store import watches
from engine.witness import witness_of
from workers import app
from workers.process import settings, store


@app.task(name="sopan.seal")
def seal() -> int:
    """Seals; answers how many cases the seal binds, 0 when nothing has happened."""
    with watches.watched(store(), "seal") as run:
        made = seal_heads(store(), witness_of(settings()), Occasion.SCHEDULE)
        run.rows = made.cases if made else 0
    return run.rows
