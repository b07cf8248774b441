"""The board's load: who has how much, what falls due when, and how much is done in a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from engine.domain.sop import Sop
from engine.queries.board import IN_UNITS, LATE, SINCE
from engine.store import sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Burden:
    """How much one holder has open, or one turn whose steps nobody has taken."""

    holder: int | None
    name: str | None
    turn: str  # of a holder, one of his turns
    desks: tuple[str, ...]  # the posts he holds today
    open: int
    late: int
    oldest: datetime


_BURDENS = f"""
SELECT c.holder, h.name, min(c.turn), array(
    SELECT p.unit || ':' || p.position FROM holdings p WHERE p.person_id = c.holder
    AND p.starts <= %(day)s AND coalesce(p.ends, %(day)s) >= %(day)s ORDER BY p.standing, p.id),
  count(*), count(*) FILTER (WHERE {LATE}), min(c.opened_at)
FROM cases c LEFT JOIN people h ON h.id = c.holder
WHERE {IN_UNITS} AND c.status IN ('running', 'suspended')
GROUP BY c.holder, h.name, CASE WHEN c.holder IS NULL THEN c.turn END
ORDER BY 5 DESC, 6 DESC, 3 LIMIT %(limit)s
"""


def burdens(
    store: Store, units: frozenset[str], now: datetime, day: date, limit: int = 12
) -> list[Burden]:
    """Who has how many open steps, the most first."""
    params = {"units": sorted(units), "now": now, "day": day, "limit": limit}
    return [
        Burden(holder=holder, name=name, turn=turn, desks=tuple(desks), open=count, late=late,
               oldest=oldest)
        for holder, name, turn, desks, count, late, oldest in store.rows(_BURDENS, params)
    ]  # fmt: skip


@dataclass(frozen=True, kw_only=True, slots=True)
class Due:
    """How many cases at a step reach on a date the moment that they miss first."""

    day: date
    sop: Sop
    step: str
    count: int


_DUE = f"""
SELECT ({SINCE} AT TIME ZONE %(zone)s)::date, c.sop_id, c.step, count(*) FROM cases c
WHERE {IN_UNITS} AND {SINCE} >= %(now)s AND {SINCE} < %(until)s
  AND c.status IN ('running', 'suspended') GROUP BY 1, 2, 3
"""


def due_by_day(
    store: Store, units: frozenset[str], now: datetime, until: datetime, zone: str
) -> list[Due]:
    """What falls due from now on, of steps and of promises, by the date in this zone."""
    params = {"units": sorted(units), "now": now, "until": until, "zone": zone}
    return [
        Due(day=day, sop=(sop := sops.by_id(store, sop_id)), step=sop.states[step].step.number,
            count=count)
        for day, sop_id, step, count in store.rows(_DUE, params)
    ]  # fmt: skip


# Only cases that were open in this time are looked into: their number does not grow with the years.
_DONE = """
SELECT (h.happened_at AT TIME ZONE %(zone)s)::date, count(*)
FROM cases c JOIN history h ON h.case_id = c.id
WHERE c.unit = ANY(%(units)s) AND (c.closed_at IS NULL OR c.closed_at >= %(since)s)
  AND h.kind IN ('completed', 'handed_over') AND h.recorded_at >= %(since)s
  AND h.happened_at >= %(since)s GROUP BY 1
"""


def capacity(
    store: Store, units: frozenset[str], days: Sequence[date], since: datetime, zone: str
) -> float | None:
    """The median of steps completed a day over these working days; None where nothing was done.

    `since` is the beginning of the first of them.
    """
    params = {"units": sorted(units), "since": since, "zone": zone}
    done: dict[date, int] = dict(store.rows(_DONE, params))
    counts = [done.get(day, 0) for day in days]
    return median(counts) if any(counts) else None
