"""Work off notices: a promise becomes one delivery a person and channel, each once.

1. Unworked notices are picked in order and locked; another worker's are skipped.
2. A turn is told to whoever holds its desks that day; a person to himself; the applicant by mail.
3. What nobody needs to be told any more about the same cases is settled.
4. The deliveries and the mark go in together.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

import psycopg

from engine.domain.people import turn_desks
from engine.domain.telling import BY_MAIL
from engine.store import notices, office
from engine.store.notices import Delivery, Waiting
from engine.store.session import Store

BATCH = 500


def work_off_notices(store: Store, limit: int = BATCH) -> int:
    """Works off one batch; answers how many notices it was."""
    known = office.directory(store)
    with store.transaction() as connection:
        waiting = notices.pick(connection, limit)
        if not waiting:
            return 0
        now = waiting[0].now
        notices.put(connection, list(_deliveries(connection, waiting, known, now)))
        notices.settle(connection, sorted({notice.case_id for notice in waiting}))
        notices.worked_off(connection, waiting)
    return len(waiting)


def _deliveries(
    connection: psycopg.Connection[Any], waiting: list[Waiting], known: office.Directory,
    now: datetime,
) -> Iterator[Delivery]:  # fmt: skip
    told = [(notice, *notice.addressee.partition(":")[::2]) for notice in waiting]
    desks = {desk for _, sort, turn in told if sort == "turn" for desk in turn_desks(turn)}
    sitting = notices.sitting(connection, {desk: _day(known, desk, now) for desk in sorted(desks)})
    reached = notices.with_address(
        connection, [notice.case_id for notice, sort, _ in told if sort == "applicant"]
    )
    for notice, sort, whom in told:
        if sort == "applicant":
            if notice.case_id in reached:
                yield Delivery(notice=notice, person=None, channel="mail")
            continue
        found = [int(whom)] if sort == "person" else _at(turn_desks(whom), sitting)
        for person in found:
            yield Delivery(notice=notice, person=person, channel="screen")
            if notice.kind in BY_MAIL:
                yield Delivery(notice=notice, person=person, channel="mail")


def _at(desks: tuple[str, ...], sitting: dict[str, list[int]]) -> list[int]:
    return sorted({person for desk in desks for person in sitting.get(desk, ())})


def _day(known: office.Directory, desk: str, now: datetime) -> date:
    """The date at a desk, by its unit's clock on the wall."""
    calendar = known.calendars.get(desk.partition(":")[0])
    return calendar.local(now).date() if calendar else now.date()
