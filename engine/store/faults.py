"""The faults that the last check of everything has found; the next replaces them as a whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from engine.store.session import Store


@dataclass(frozen=True, slots=True)
class Fault:
    """Something wrong with a case; without a number, with the seals themselves."""

    number: str
    fault: str
    found_at: datetime


def replace(store: Store, found: Sequence[tuple[str, str]]) -> None:
    """Keeps these faults (number, sentence) in place of those of the last time."""
    columns = [number for number, _ in found], [fault for _, fault in found]
    with store.transaction() as connection:
        connection.execute("DELETE FROM faults")
        connection.execute(
            "INSERT INTO faults (number, fault, found_at) SELECT f.*, clock_timestamp() "
            "FROM unnest(%s::text[], %s::text[]) f",
            columns,
        )


def last_found(store: Store, units: frozenset[str], *, everywhere: bool) -> list[Fault]:
    """What the last check has found in these units, in the order in which it was found.

    Faults of the seals concern all. Whose a case was whose row is gone, nobody knows any more: it
    is told to those who read `everywhere`.
    """
    rows = store.rows(
        "SELECT f.number, f.fault, f.found_at FROM faults f LEFT JOIN cases c USING (number) "
        "WHERE c.unit = ANY(%s) OR f.number = '' OR (%s AND c.id IS NULL) ORDER BY f.id",
        (sorted(units), everywhere),
    )
    return [Fault(*row) for row in rows]
