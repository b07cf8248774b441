"""The tables: office, procedures, dossiers, desks.

The case row is a convenience; the history is the truth. What the constraints here forbid cannot
happen, whatever the code above them does.
"""

from engine.store.tables import desks, dossiers, office, procedures
from engine.store.tables.metadata import metadata

__all__ = ["desks", "dossiers", "metadata", "office", "procedures"]
