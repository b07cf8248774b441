"""Work on calendars: one chunk of the oldest change that is being looked at or applied.

1. The change is locked; another worker takes another change, or comes back.
2. A preview reads the next open cases without locking them and keeps what would move.
3. Applying looks likewise, locks the cases that move, decides anew and records one fact on each.
4. Cases and progress are committed together: whoever dies in between is carried on from there.

A case decided on the calendar before, while that was being replaced, is found by a last look a
minute later, when no such decision can still be on its way.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import psycopg

from engine.domain.calendar_changes import State
from engine.domain.recalculation import Cause, recalculation
from engine.domain.situation import Situation
from engine.store import bulk, calendar_changes, calendars, history, office, opening, whatif
from engine.store.calendar_changes import Change
from engine.store.cases import Loaded
from engine.store.session import Store
from engine.store.whatif import Chunk, Reach

CHUNK = 500


def work_on_calendars(store: Store, *, limit: int = CHUNK) -> bool:
    """Does one chunk; False when there was nothing to do."""
    with store.transaction() as connection:
        change = calendar_changes.next_work(connection)
        if change is None:
            return False
        if change.state is State.PREVIEWING:
            _preview(store, connection, change, limit)
        else:
            _apply(store, connection, change, limit)
    return True


def _preview(store: Store, connection: psycopg.Connection[Any], change: Change, limit: int) -> None:
    proposed = calendar_changes.preview_of(store, calendars.layers(store), change)
    known, now = office.directory(store), opening.now(connection)
    reach = whatif.reach_of(store, known, proposed.keys())
    scene = whatif.scene(store, known, proposed, now)
    found = whatif.chunk(connection, scene, reach, change.reached, limit)
    calendar_changes.keep_lines(connection, change.id, found.moves, now)
    _go_on(connection, change, reach, found, **_tally(found, now))
    if found.looked == limit:
        return
    if change.undoes is None:
        calendar_changes.come_to(connection, change, State.PREVIEWED)
    else:
        calendar_changes.begin(store, connection, change)


def _tally(found: Chunk, now: datetime) -> dict[str, int]:
    """How many cases move, and how."""
    cases = [moves for _, moves in found.moves.values()]
    return {
        "moved": len(cases),
        "earlier": sum(any(move.shift < 0 for move in moves) for moves in cases),
        "later": sum(any(move.shift > 0 for move in moves) for moves in cases),
        "becomes_late": sum(
            any(move.late_after(now) and not move.late_before(now) for move in moves)
            for moves in cases
        ),
        "saved": sum(
            any(move.late_before(now) and not move.late_after(now) for move in moves)
            for moves in cases
        ),
    }


def _apply(store: Store, connection: psycopg.Connection[Any], change: Change, limit: int) -> None:
    known, now = office.directory(store), opening.now(connection)
    reach = whatif.reach_of(store, known, change.texts.keys())
    scene = whatif.scene(store, known, {}, now)
    found = whatif.chunk(connection, scene, reach, change.reached, limit)
    numbers = [number for number, _ in found.moves.values()]
    recorded = _record(store, connection, change, reach, bulk.locked(store, connection, numbers))
    _go_on(connection, change, reach, found, recorded=recorded)
    if found.looked < limit:
        calendar_changes.come_to(connection, change, State.APPLIED)


def _record(
    store: Store,
    connection: psycopg.Connection[Any],
    change: Change,
    reach: Reach,
    locked: Sequence[Loaded],
) -> int:
    """One fact on each of these cases that still moves; answers how many."""
    if not locked:
        return 0
    known = office.directory(store, locked[0].revision)
    scene = whatif.scene(store, known, {}, max(loaded.now for loaded in locked))
    chains = []
    for loaded in locked:
        at = scene.before(loaded.case)
        fact = recalculation(at, reach.units, _cause(change, at))
        if fact is not None:
            chains.append([history.entry(loaded.case, fact, known.office)])
    return bulk.record_all(connection, chains)


def _cause(change: Change, at: Situation) -> Cause:
    """The change as it concerns a case: by its unit's calendar, or that of its step's unit."""
    calendar = at.office.units[at.case.unit].calendar
    code = calendar if calendar in change.texts else change.code
    return Cause(change=change.id, calendar=code, old=change.replaced[code], new=change.texts[code])


def _go_on(
    connection: psycopg.Connection[Any], change: Change, reach: Reach, found: Chunk, **more: int
) -> None:
    """Keeps how far the change has come; a last look over applied ones is not counted again."""
    if change.state is not State.APPLIED:
        more |= {"looked": found.looked, "failed": len(found.failures)}
        if not change.reached:
            more["total"] = whatif.count(connection, reach)
    error = found.failures[-1] if found.failures else ""
    calendar_changes.progress(connection, change.id, found.last, error, **more)
