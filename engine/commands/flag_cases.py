"""Flag cases: the sweep records every watched moment that has come, each once, catching up.

1. Cases whose next moment has come are picked in that order and locked; locked ones are skipped,
   since another sweep has them.
2. The facts follow from the case, its SOP's ladder and its unit's calendar.
3. Facts, rows and notices go in together, a batch a commit.
4. A case at which this fails never stops the others: it is set aside, shown, and tried again later.
"""

from datetime import datetime
from typing import Any

import psycopg
import structlog

from engine.domain.errors import Overloaded
from engine.domain.flags import flag
from engine.domain.situation import Situation
from engine.store import bulk, history, office, stuck
from engine.store.cases import case_of
from engine.store.scene import Scene
from engine.store.session import Row, Store

BATCH = 500
Chain = list[history.Entry]
# What the database may have against one case; that it is away is no case's fault.
_REFUSED = (psycopg.DataError, psycopg.IntegrityError, psycopg.InternalError, bulk.LostGuard)


def flag_cases(store: Store, now: datetime | None = None, *, limit: int = BATCH) -> int:
    """Works off one batch of what is due; answers how many cases it was (0: nothing is due).

    `now` is the database's clock unless a test passes another.
    """
    with store.transaction() as connection:
        rows = bulk.due(connection, now, limit)
        if not rows:
            return 0
        failed: dict[int, Exception] = {}
        _record(connection, _chains(store, rows, now, failed), failed)
        for case_id, error in failed.items():
            structlog.get_logger().error("stuck", case=case_id, error=repr(error))
            stuck.mark(connection, case_id, f"{type(error).__name__}: {error}")
        stuck.clear(connection, [row[0] for row in rows if row[0] not in failed])
    return len(rows)


def _chains(
    store: Store, rows: list[Row], now: datetime | None, failed: dict[int, Exception]
) -> list[Chain]:
    """The facts of each case; whatever is wrong with one, the others are not to wait for it."""
    known = office.directory(store, rows[0][-1])
    moment = now or max(row[-2] for row in rows)
    scene, chains = Scene(store, known.office, known.calendars, moment), []
    for row in rows:
        try:
            chains.append(_flags(scene.before(case_of(store, row))))
        except (psycopg.OperationalError, Overloaded):
            raise  # the database is away: no case's fault
        except Exception as error:
            failed[row[0]] = error
    return chains


def _flags(at: Situation) -> Chain:
    """Everything that has come for one case, each fact sealed on the one before."""
    entries = []
    while fact := flag(at):
        entries.append(history.entry(at.case, fact, at.office))
        at = at.before(entries[-1].after, at.sop)
    if not entries:
        raise ValueError("the row falls due and its memory does not")
    return entries


def _record(
    connection: psycopg.Connection[Any], chains: list[Chain], failed: dict[int, Exception]
) -> None:
    """Records all chains together; where the database refuses, one by one, to find which."""
    try:
        with connection.transaction():
            bulk.record_all(connection, chains)
    except _REFUSED:
        for chain in chains:
            try:
                with connection.transaction():
                    bulk.record_all(connection, [chain])
            except _REFUSED as error:
                failed[chain[0].before.id] = error
