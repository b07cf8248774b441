"""Looks: who saw unmasked personal data of which case, and how the nightly check of all ended."""

from dataclasses import dataclass
from datetime import datetime

from engine.store.session import Store


@dataclass(frozen=True, slots=True)
class Look:
    """One look at unmasked data."""

    id: int
    number: str
    unit: str
    name: str
    what: str
    at: datetime


_LOOKS = (
    "SELECT d.id, c.number, c.unit, p.name, d.what, d.at FROM disclosures d "
    "JOIN cases c ON c.id = d.case_id JOIN people p ON p.id = d.person_id "
    "WHERE c.unit = ANY(%(units)s) AND d.id < %(before)s "
    "AND (%(number)s = '' OR c.number = %(number)s) AND p.name ILIKE %(person)s "
    "ORDER BY d.id DESC LIMIT %(limit)s"
)


def looks(
    store: Store,
    units: frozenset[str],
    *,
    number: str = "",
    person: str = "",
    before: int | None = None,
    limit: int = 50,
) -> list[Look]:
    """Looks at cases of these units, newest first; one more than `limit` says there are more."""
    named = person.strip().replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
    rows = store.rows(
        _LOOKS,
        {"units": sorted(units), "before": before or 2**62, "number": number,
         "person": f"%{named}%", "limit": limit + 1},
    )  # fmt: skip
    return [Look(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class Checked:
    """The last check of every case by the workers."""

    started_at: datetime
    finished_at: datetime | None
    faulty: int


def last_check(store: Store) -> Checked | None:
    """When the workers last verified every case; None when they never have."""
    row = store.row("SELECT started_at, finished_at, rows FROM watches WHERE job = 'verify'")
    return Checked(*row) if row else None
