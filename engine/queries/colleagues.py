"""Colleagues: who holds a post in a unit, to be chosen from when a step changes hands."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Colleague:
    """A person at a post on a day."""

    id: int
    name: str
    title: str
    desk: str


_HOLD = """
SELECT DISTINCT ON (p.name, p.id) p.id, p.name, d.title, h.unit || ':' || h.position
FROM holdings h JOIN people p ON p.id = h.person_id
JOIN positions d ON (d.unit, d.code) = (h.unit, h.position)
WHERE p.active AND h.unit = ANY(%(units)s) AND h.starts <= %(day)s
  AND coalesce(h.ends, %(day)s) >= %(day)s
ORDER BY p.name, p.id, h.standing
"""


# The office's revision, and the people of each set of units on a day.
Kept = tuple[int, dict[tuple[frozenset[str], date], tuple[Colleague, ...]]]


def colleagues(
    store: Store, units: Iterable[str], day: date, revision: int
) -> tuple[Colleague, ...]:
    """The people at posts of these units on a day, by name; each once.

    Kept by the process while the office stays at this revision.
    """
    kept: Kept | None = store.offices.get("colleagues")
    if kept is None or kept[0] != revision:
        kept = store.offices["colleagues"] = (revision, {})
    key = (frozenset(units), day)
    if key not in kept[1]:
        rows = store.rows(_HOLD, {"units": sorted(key[0]), "day": day})
        kept[1][key] = tuple(
            Colleague(id=id_, name=name, title=title, desk=desk) for id_, name, title, desk in rows
        )
    return kept[1][key]
