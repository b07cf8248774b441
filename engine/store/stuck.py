"""Stuck cases in the store: where a sweep failed the case waits, longer each time, and is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg

from engine.store.session import Store

# Four times as long each time, from a minute to some seventeen hours.
_MARK = (
    "INSERT INTO stuck_cases (case_id, error, retry_at) "
    "VALUES (%s, %s, clock_timestamp() + interval '1 minute') "
    "ON CONFLICT (case_id) DO UPDATE SET error = excluded.error, tries = stuck_cases.tries + 1, "
    "retry_at = clock_timestamp() + interval '1 minute' * power(4, least(stuck_cases.tries, 5))"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Stuck:
    """A case that no sweep can move, why, and when it is tried again."""

    number: str
    error: str
    tries: int
    since: datetime
    retry_at: datetime


def mark(connection: psycopg.Connection[Any], case_id: int, error: str) -> None:
    """Keeps a case out of the sweep's way for a while."""
    connection.execute(_MARK, (case_id, error[:500]))


def clear(connection: psycopg.Connection[Any], case_ids: Sequence[int]) -> None:
    """These cases move again."""
    connection.execute("DELETE FROM stuck_cases WHERE case_id = ANY(%s)", (list(case_ids),))


def all_stuck(store: Store, limit: int = 100) -> list[Stuck]:
    """The cases that are stuck, longest first."""
    rows = store.rows(
        "SELECT c.number, s.error, s.tries, s.since, s.retry_at FROM stuck_cases s "
        "JOIN cases c ON c.id = s.case_id ORDER BY s.since, s.case_id LIMIT %s",
        (limit,),
    )
    return [Stuck(**dict(zip(Stuck.__slots__, row, strict=True))) for row in rows]


def retry(store: Store, number: str) -> bool:
    """Lets the next sweep try this case at once; False when it is not stuck."""
    return bool(
        store.run(
            "UPDATE stuck_cases SET retry_at = clock_timestamp() FROM cases c "
            "WHERE c.id = case_id AND c.number = %s",
            (number,),
        )
    )
