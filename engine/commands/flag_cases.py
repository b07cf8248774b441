"""Flag cases: the sweep records every watched moment that has come, each once, catching up.

1. Cases whose next moment has come are picked in that order and locked; locked ones are skipped,
   since another sweep has them.
2. The facts follow from the case alone.
3. Facts, rows and notices go in together, a batch a commit.
"""

from datetime import datetime

from engine.domain.case import Case
from engine.domain.flags import flags
from engine.domain.people import Office
from engine.store import bulk, history, office, opening
from engine.store.session import Store

BATCH = 500


def flag_cases(store: Store, now: datetime | None = None, *, limit: int = BATCH) -> int:
    """Works off one batch of what is due; answers how many facts were recorded (0: nothing due).

    `now` is the database's clock unless a test passes another.
    """
    with store.transaction() as connection:
        moment = now or opening.now(connection)
        due = bulk.due(store, connection, moment, limit)
        if not due:
            return 0
        known = office.office(store)
        return bulk.record_all(connection, [_chain(case, moment, known) for case in due])


def _chain(case: Case, now: datetime, known: Office) -> list[history.Entry]:
    entries = []
    for fact in flags(case, now):
        new = history.entry(case, fact, known)
        entries.append(new)
        case = new.after
    return entries
