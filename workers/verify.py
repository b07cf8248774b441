"""The nightly check of every history and every seal; faults are kept for the audit, and shouted."""

import structlog

from engine.queries.verify import verify_all
from engine.store import faults, watches
from engine.witness import witness_of
from workers import app
from workers.process import settings, store


@app.task(name="sopan.verify")
def verify() -> int:
    """Verifies everything; answers how many cases have faults."""
    log = structlog.get_logger()
    with watches.watched(store(), "verify") as run:
        found = list(verify_all(store(), witness_of(settings())))
        run.rows = len(found)
        for verdict in found:
            log.error("history does not hold", case=verdict.number, faults=verdict.faults)
        faults.replace(store(), [(one.number, fault) for one in found for fault in one.faults])
    return run.rows
