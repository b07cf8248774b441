"""Case rows: read into cases, and cases into rows."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import datetime
from typing import Any

import orjson
import psycopg

from engine.domain.case import Case, Status, decode
from engine.domain.errors import NotFound
from engine.domain.sop import Ending
from engine.store import sops
from engine.store.session import Row, Store

# What the row keeps in columns, because somebody looks for it; the rest is its memory.
COLUMNS = (
    "version",
    "head",
    "status",
    "step",
    "turn",
    "holder",
    "opened_at",
    "due_at",
    "promised_at",
    "ready_at",
    "closed_at",
    "ending",
)
_READ = "c.id, c.number, c.unit, c.sop_id, " + ", ".join(f"c.{name}" for name in COLUMNS)
_BESIDE = frozenset(("id", "number", "unit", "sop", *COLUMNS))
_MEMORY = tuple(f for f in fields(Case) if f.name not in _BESIDE)
_BLANK: Mapping[str, Any] = {
    f.name: ()
    if f.name in ("pauses", "missing", "watch")
    else {}
    if f.name == "hands"
    else f.default
    for f in _MEMORY
}

SELECT_CASE = f"{_READ}, c.memory"
_LOAD = (
    f"SELECT {SELECT_CASE}, clock_timestamp(), o.revision FROM cases c, office o "
    "WHERE c.number = %s"
)


class Loaded:
    """A case as read, with the database's clock and the office's revision of that moment."""

    __slots__ = ("case", "now", "revision")

    def __init__(self, case: Case, now: datetime, revision: int) -> None:
        self.case, self.now, self.revision = case, now, revision


def load(store: Store, number: str) -> Loaded:
    """The case with this number, in one round trip. Raises NotFound."""
    with store.connection() as connection:
        return load_on(store, connection, number)


def load_on(store: Store, connection: psycopg.Connection[Row], number: str) -> Loaded:
    """The same on a connection that will be used again. Raises NotFound."""
    row = connection.execute(_LOAD, (number,)).fetchone()
    if row is None:
        raise NotFound(what=f"Permohonan {number}")
    return Loaded(case_of(store, row), row[-2], row[-1])


def case_of(store: Store, row: Row) -> Case:
    """A case out of a row that begins with SELECT_CASE."""
    id_, number, unit, sop_id, *held, memory = row[:17]
    kept = dict(zip(COLUMNS, held, strict=True))
    kept["status"] = Status(kept["status"])
    if kept["ending"]:
        kept["ending"] = Ending(kept["ending"])
    return Case(
        id=id_,
        number=number,
        unit=unit,
        sop=sops.by_id(store, sop_id).digest,
        **kept,
        **decode(orjson.loads(memory)),
    )


def memory_of(case: Case) -> str:
    """What the row remembers beside its columns; blank fields are left out."""
    kept = {
        name: value for name, blank in _BLANK.items() if (value := getattr(case, name)) != blank
    }
    return orjson.dumps(kept, option=orjson.OPT_UTC_Z).decode()


def columns_of(case: Case) -> tuple[Any, ...]:
    """The values of COLUMNS, then what is derived for look-ups, and memory: what an update sets."""
    return (
        case.version, case.head, case.status.value, case.step, case.turn, case.holder,
        case.opened_at, case.due_at, case.promised_at, case.ready_at, case.closed_at,
        case.ending.value if case.ending else None, case.pressing_at, case.near_at, case.next_at,
        memory_of(case),
    )  # fmt: skip


SET_COLUMNS = (*COLUMNS, "pressing_at", "near_at", "next_at", "memory")
