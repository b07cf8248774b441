"""The heartbeat: shows that beat sends and a worker answers."""

from engine.store import watches
from workers import app
from workers.process import store


@app.task(name="sopan.beat")
def beat() -> None:
    """Leaves a mark."""
    with watches.watched(store(), "beat"):
        pass
