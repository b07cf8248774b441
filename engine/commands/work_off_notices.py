"""Work off notices: a promise becomes one delivery a person and channel, each once.

1. Unworked notices are picked in order and locked; another worker's are skipped.
2. A turn is told to whoever holds its desks that day; a person to himself; the applicant by mail.
3. The deliveries and the mark go in together.
"""

from typing import Any

import psycopg

from engine.domain.people import turn_desks
from engine.store import notices, people
from engine.store.session import Store

BATCH = 200
# What is worth a letter beside the notice on the screen.
BY_MAIL = frozenset({"due_soon", "overdue", "overdue_below", "reassigned"})


def work_off_notices(store: Store, limit: int = BATCH) -> int:
    """Works off one batch; answers how many notices it was."""
    with store.transaction() as connection:
        waiting = notices.pick(connection, limit)
        for notice in waiting:
            for person, channel in _receivers(store, connection, notice):
                notices.put(connection, notice, person, channel)
        notices.worked_off(connection, waiting)
    return len(waiting)


def _receivers(
    store: Store, connection: psycopg.Connection[Any], notice: notices.Waiting
) -> list[tuple[int | None, str]]:
    sort, _, whom = notice.addressee.partition(":")
    if sort == "applicant":
        return [(None, "mail")] if notices.has_address(connection, notice.case_id) else []
    day = notice.now.date()
    persons = [int(whom)] if sort == "person" else people.holders(store, turn_desks(whom), day)
    channels = ("screen", "mail") if notice.kind in BY_MAIL else ("screen",)
    return [(person, channel) for person in persons for channel in channels]
