"""Calendars: changes are looked at and applied, chunk by chunk, until none is left."""

from engine.commands.work_on_calendars import work_on_calendars
from workers import app
from workers.process import store

CHUNKS_A_RUN = 100  # some seconds; then the sweep has its turn, and the next second goes on


@app.task(name="sopan.recalculate")
def recalculate() -> int:
    """Works off chunk after chunk; answers how many."""
    done = 0
    while done < CHUNKS_A_RUN and work_on_calendars(store()):
        done += 1
    return done
