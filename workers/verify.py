"""The nightly check: every history is folded and compared with its row, and faults are shouted."""

import structlog

from engine.queries.verify import verify_all
from engine.store import watches
from workers import app
from workers.process import store


@app.task(name="sopan.verify")
def verify() -> int:
    """Verifies all cases; answers how many have faults."""
    log = structlog.get_logger()
    with watches.watched(store(), "verify") as run:
        for verdict in verify_all(store()):
            run.rows += 1
            log.error("history does not hold", case=verdict.number, faults=verdict.faults)
    return run.rows
