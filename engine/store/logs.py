"""Logs of other systems in the store: kept once, never changed, read back as they came."""

from dataclasses import asdict, dataclass

import orjson

from engine.domain.errors import NotFound
from engine.formats.logs import Columns
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Kept:
    """A log that is kept."""

    id: int
    name: str
    digest: str
    traces: int
    events: int


_SAID = "id, name, digest, traces, events"


def keep(
    store: Store,
    *,
    name: str,
    digest: str,
    content: bytes,
    columns: Columns,
    traces: int,
    events: int,
) -> Kept:
    """Keeps a log; the same bytes a second time are the log that was kept first."""
    store.run(
        "INSERT INTO outside_logs (name, digest, content, columns, traces, events) "
        "VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT (digest) DO NOTHING",
        (name, digest, content, orjson.dumps(asdict(columns)).decode(), traces, events),
    )
    row = store.row(f"SELECT {_SAID} FROM outside_logs WHERE digest = %s", (digest,))
    assert row is not None
    return Kept(**dict(zip(_SAID.split(", "), row, strict=True)))


def content(store: Store, log_id: int) -> tuple[str, bytes, Columns]:
    """Name, bytes and columns of a kept log. Raises NotFound."""
    row = store.row("SELECT name, content, columns FROM outside_logs WHERE id = %s", (log_id,))
    if row is None:
        raise NotFound(what=f"Log {log_id}")
    return row[0], bytes(row[1]), Columns(**orjson.loads(row[2]))
