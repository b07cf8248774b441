"""Case rows: read into cases, and cases into rows."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import orjson
import psycopg

from engine.domain.case import BLANK, Case, Status, case_with, decode
from engine.domain.errors import NotFound
from engine.domain.sop import Ending
from engine.store import sops
from engine.store.session import Row, Store
from engine.store.wire import ask

# What the row keeps in columns, because somebody looks for it; the rest is its memory.
COLUMNS = {
    "version": "int",
    "head": "bytea",
    "status": "text",
    "step": "text",
    "turn": "text",
    "holder": "bigint",
    "opened_at": "timestamptz",
    "due_at": "timestamptz",
    "promised_at": "timestamptz",
    "ready_at": "timestamptz",
    "closed_at": "timestamptz",
    "ending": "text",
}
# What an update sets: those, what is derived from the case for look-ups, and the memory.
SET_COLUMNS = {
    **COLUMNS,
    "pressing_at": "timestamptz",
    "near_at": "timestamptz",
    "next_at": "timestamptz",
    "memory": "text",
}
_READ = "c.id, c.number, c.unit, c.sop_id, " + ", ".join(f"c.{name}" for name in COLUMNS)
_BESIDE = frozenset(("id", "number", "unit", "sop", *COLUMNS))
# What the memory keeps, with the values that are left out of it.
_MEMORY = [(name, blank) for name, blank in BLANK.items() if name not in _BESIDE]

_STATUSES = {status.value: status for status in Status}

SELECT_CASE = f"{_READ}, c.memory"
_LOAD = (
    f"SELECT {SELECT_CASE}, clock_timestamp(), (SELECT revision FROM office) FROM cases c "
    "WHERE c.number = $1"
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
    row = ask(connection, _LOAD, (number,))
    if row is None:
        raise NotFound(what=f"Permohonan {number}")
    told: list[Any] = [
        text if text is None else read(text) for read, text in zip(_READERS, row, strict=True)
    ]
    return Loaded(case_of(store, told), told[-2], told[-1])


def _moment(text: bytes) -> datetime:
    return datetime.fromisoformat(text.decode())


def _bytes(text: bytes) -> bytes:
    return bytes.fromhex(text[2:].decode())


# How the columns of _LOAD are read from PostgreSQL's notation, which is in UTC.
_OF: dict[str, Callable[[bytes], Any]] = {
    "bigint": int, "int": int, "text": bytes.decode, "timestamptz": _moment, "bytea": _bytes
}  # fmt: skip
_READERS = [
    _OF[kind]
    for kind in (
        "bigint",
        "text",
        "text",
        "int",
        *COLUMNS.values(),
        "text",
        "timestamptz",
        "bigint",
    )
]


def case_of(store: Store, row: Sequence[Any]) -> Case:
    """A case out of a row that begins with SELECT_CASE."""
    values = decode(orjson.loads(row[16]))
    values |= zip(COLUMNS, row[4:16], strict=True)
    values |= {"id": row[0], "number": row[1], "unit": row[2]}
    values["sop"] = sops.by_id(store, row[3]).digest
    values["status"] = _STATUSES[values["status"]]
    if values["ending"]:
        values["ending"] = Ending(values["ending"])
    return case_with(values)


def memory_of(case: Case) -> str:
    """What the row remembers beside its columns; blank fields are left out."""
    values = case.__dict__
    kept = {name: value for name, blank in _MEMORY if (value := values[name]) != blank}
    return orjson.dumps(kept, option=orjson.OPT_UTC_Z).decode()


def columns_of(case: Case) -> tuple[Any, ...]:
    """The values of SET_COLUMNS."""
    return (
        case.version, case.head, case.status.value, case.step, case.turn, case.holder,
        case.opened_at, case.due_at, case.promised_at, case.ready_at, case.closed_at,
        case.ending.value if case.ending else None, case.pressing_at, case.near_at, case.next_at,
        memory_of(case),
    )  # fmt: skip
