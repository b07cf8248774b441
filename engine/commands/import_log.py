"""Import the event log of another system as evidence, apart from the office's own cases."""

import hashlib

from engine.formats.logs import Columns, parse_log
from engine.store import logs
from engine.store.logs import Kept
from engine.store.session import Store


def import_log(store: Store, name: str, content: bytes, columns: Columns) -> Kept:
    """Keeps a log that can be read, byte for byte. Raises LogUnreadable."""
    traces = parse_log(name, content, columns)
    return logs.keep(
        store,
        name=name,
        digest=hashlib.sha256(content).hexdigest(),
        content=content,
        columns=columns,
        traces=len(traces),
        events=sum(len(trace.events) for trace in traces),
    )
