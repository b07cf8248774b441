"""What the database tells of some cases, read in one snapshot: rows, facts, words and files.

One snapshot, because a case that moves between two readings would look broken.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from engine.store.cases import SET_COLUMNS
from engine.store.session import Row, Store


@dataclass(frozen=True, slots=True)
class Link:
    """A fact as stored: its bytes and digest, and the columns beside them."""

    version: int
    body: bytes
    digest: bytes
    kind: str
    happened_at: datetime
    recorded_at: datetime
    actor: int | None


@dataclass(slots=True)
class Told:
    """One case, as rows of tables: what the row says, and what the others say of it."""

    id: int
    row: Row | None = None  # id, number, unit, sop_id and SET_COLUMNS
    facts: list[Row] = field(default_factory=list)  # case_id and the columns of a Link
    words: list[Row] = field(default_factory=list)  # case_id, version, field, text, salt
    files: list[Row] = field(default_factory=list)  # case_id, version, commitment

    @property
    def links(self) -> list[Link]:
        """The facts in order."""
        return [Link(*fact[1:]) for fact in self.facts]


_SNAPSHOT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"
_THESE = "BETWEEN %s AND %s"
_FACTS = (
    "SELECT case_id, version, convert_to(body, 'UTF8'), digest, kind, happened_at, recorded_at, "
    f"actor FROM history WHERE case_id {_THESE} ORDER BY case_id, version"
)
# The files are hashed where they lie: their contents may be large.
_BESIDE = {
    "row": (
        f"SELECT id, number, unit, sop_id, {', '.join(SET_COLUMNS)} FROM cases WHERE id {_THESE}"
    ),
    "words": f"SELECT case_id, version, field, text, salt FROM words WHERE case_id {_THESE}",
    "files": (
        "SELECT case_id, version, encode(sha256(salt || content), 'hex') FROM documents "
        f"WHERE case_id {_THESE}"
    ),
}


# Binary: bytes come as they are, and moments need not be read from words.
def told(store: Store, first: int, last: int) -> dict[int, Told]:
    """Everything told of the cases with these ids, by id; those that exist nowhere are left out."""
    found: dict[int, Told] = {}
    with store.transaction() as connection:
        connection.execute(_SNAPSHOT)
        rows, facts, words, files = (
            connection.execute(statement, (first, last), binary=True).fetchall()
            for statement in (_BESIDE["row"], _FACTS, _BESIDE["words"], _BESIDE["files"])
        )
    for row in rows:
        found[row[0]] = Told(row[0], row)
    for name, sequence in (("facts", facts), ("words", words), ("files", files)):
        _dealt(found, name, sequence)
    return found


def _dealt(found: dict[int, Told], name: str, rows: list[Row]) -> None:
    """Gives each case its rows."""
    here, mine = 0, list[Any]()
    for row in rows:
        if row[0] != here:
            here = row[0]
            if here not in found:
                found[here] = Told(here)
            mine = getattr(found[here], name)
        mine.append(row)


def all_told(store: Store, batch: int) -> Iterator[Told]:
    """Every case there is a row or a fact of, in order of id."""
    bounds = store.row(
        "SELECT least((SELECT min(id) FROM cases), (SELECT min(case_id) FROM history)), "
        "greatest((SELECT max(id) FROM cases), (SELECT max(case_id) FROM history))"
    )
    first, last = bounds if bounds and bounds[0] is not None else (1, 0)
    with ThreadPoolExecutor(max_workers=1) as ahead:
        # The database reads the next batch while this one is looked at.
        coming = ahead.submit(told, store, first, first + batch - 1)
        for start in range(first, last + 1, batch):
            found = coming.result()
            coming = ahead.submit(told, store, start + batch, start + 2 * batch - 1)
            for case_id in sorted(found):
                yield found[case_id]


def chain(store: Store, case_id: int) -> list[Link]:
    """The facts of a case as stored, in order."""
    with store.connection() as connection:
        rows = connection.execute(_FACTS, (case_id, case_id), binary=True).fetchall()
    return Told(case_id, facts=rows).links
