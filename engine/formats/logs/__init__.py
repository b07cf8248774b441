"""Event logs of other systems: cases as traces of events, read from XES or a spreadsheet's CSV."""

import gzip
from pathlib import Path

from engine.formats.logs import sheet, xes
from engine.formats.logs.trace import Columns as Columns
from engine.formats.logs.trace import LogUnreadable as LogUnreadable
from engine.formats.logs.trace import Trace as Trace


def read_log(path: Path, columns: Columns | None = None) -> list[Trace]:
    """The traces of a file. Raises LogUnreadable, OSError."""
    return parse_log(path.name, path.read_bytes(), columns or Columns())


def parse_log(name: str, content: bytes, columns: Columns) -> list[Trace]:
    """The traces of a .xes or .csv file, compressed or not. Raises LogUnreadable."""
    if content[:2] == b"\x1f\x8b":
        try:
            content = gzip.decompress(content)
        except (OSError, EOFError) as broken:
            raise LogUnreadable(file=name, why=str(broken)) from broken
    if name.removesuffix(".gz").lower().endswith(".csv"):
        return sheet.read(content, name, columns)
    return xes.read(content, name)
