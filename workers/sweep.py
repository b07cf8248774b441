"""The sweep: every watched moment that has come is recorded, however long nobody looked."""

from engine.commands.flag_cases import flag_cases
from engine.store import watches
from workers import app
from workers.process import store


@app.task(name="sopan.sweep")
def sweep() -> int:
    """Works off batch after batch until nothing is due; answers how many facts."""
    with watches.watched(store(), "sweep", watches.behind(store())) as run:
        while recorded := flag_cases(store()):
            run.rows += recorded
    return run.rows
