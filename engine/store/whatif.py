"""What if: the open cases that run on some calendars, chunk by chunk, and what would move."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg

from engine.domain.calendar import Calendar
from engine.domain.recalculation import Move, moved
from engine.store import sops
from engine.store.cases import SELECT_CASE, case_of
from engine.store.office import Directory
from engine.store.scene import Scene
from engine.store.session import Store

_OPEN = "c.closed_at IS NULL AND (c.unit = ANY(%s) OR c.sop_id = ANY(%s))"
_CHUNK = f"SELECT {SELECT_CASE} FROM cases c WHERE {_OPEN} AND c.id > %s ORDER BY c.id LIMIT %s"
_COUNT = f"SELECT count(*) FROM cases c WHERE {_OPEN}"


@dataclass(frozen=True, slots=True)
class Reach:
    """The cases that some calendars may concern: of these units, or of SOPs with steps there."""

    units: Set[str]
    sop_ids: list[int]

    @property
    def params(self) -> tuple[list[str], list[int]]:
        """As the statements want it."""
        return sorted(self.units), self.sop_ids


@dataclass(slots=True)
class Chunk:
    """What was found in one chunk of cases."""

    looked: int = 0
    last: int = 0  # id of the last case
    moves: dict[int, tuple[str, tuple[Move, ...]]] = field(default_factory=dict)  # by case
    failures: list[str] = field(default_factory=list)  # a sentence each


def scene(
    store: Store, known: Directory, calendars: Mapping[str, Calendar], now: datetime
) -> Scene:
    """The office at a moment, with other calendars of these codes than it has."""
    others = {
        unit.code: calendars[unit.calendar]
        for unit in known.office.units.values()
        if unit.calendar in calendars
    }
    return Scene(store, known.office, {**known.calendars, **others}, now)


def reach_of(store: Store, known: Directory, codes: Set[str]) -> Reach:
    """The cases that calendars with these codes may concern."""
    units = {unit.code for unit in known.office.units.values() if unit.calendar in codes}
    ids = [row[0] for row in store.rows("SELECT id FROM sops ORDER BY id")]
    return Reach(units, [one for one in ids if sops.by_id(store, one).of_others() & units])


def count(connection: psycopg.Connection[Any], reach: Reach) -> int:
    """How many open cases there are to look at."""
    row = connection.execute(_COUNT, reach.params).fetchone()
    return int(row[0]) if row else 0


def chunk(
    connection: psycopg.Connection[Any], scene: Scene, reach: Reach, after: int, limit: int
) -> Chunk:
    """What would move in the next cases by id; a case that cannot be reckoned stops no other."""
    rows = connection.execute(_CHUNK, (*reach.params, after, limit)).fetchall()
    found = Chunk(looked=len(rows), last=rows[-1][0] if rows else after)
    for row in rows:
        try:
            moves = moved(scene.before(case_of(scene.store, row)), reach.units)
        except Exception as poison:
            found.failures.append(f"{row[1]}: {poison or type(poison).__name__}")
            continue
        if moves:
            found.moves[row[0]] = (row[1], moves)
    return found
