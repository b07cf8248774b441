"""The tables: office, calendars over time, procedures, dossiers, desks, stuck cases.

The case row is a convenience; the history is the truth. What the constraints here forbid cannot
happen, whatever the code above them does.
"""

from engine.store.tables import calendars, desks, dossiers, office, procedures, stuck
from engine.store.tables.metadata import metadata

__all__ = ["calendars", "desks", "dossiers", "metadata", "office", "procedures", "stuck"]
