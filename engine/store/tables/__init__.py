"""The tables: office, calendars over time, procedures, dossiers, desks, stuck cases, seals, logs.

The case row is a convenience; the history is the truth. What the constraints here forbid cannot
happen, whatever the code above them does.
"""

from engine.store.tables import calendars, desks, dossiers, logs, office, procedures, seals, stuck
from engine.store.tables.metadata import metadata

__all__ = [
    "calendars", "desks", "dossiers", "logs", "metadata", "office", "procedures", "seals", "stuck",
]  # fmt: skip
