"""A log as a spreadsheet's CSV: one event a line, in columns that are named or recognised."""

import csv
import io
from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from engine.formats.logs.trace import Columns, Event, LogUnreadable, Trace, in_order

# What such columns are called, here and in other tools, the usual first.
_CALLED = {
    "case": ("case:concept:name", "case id", "case_id", "case", "nomor", "permohonan", "kasus"),
    "activity": ("concept:name", "activity", "kegiatan", "aktivitas", "langkah"),
    "at": ("time:timestamp", "timestamp", "complete timestamp", "waktu", "tanggal"),
    "outcome": ("sopan:outcome", "outcome", "hasil"),
    "resource": ("org:resource", "resource", "petugas", "pelaksana"),
}
_NEEDED = ("case", "activity")


def read(content: bytes, name: str, columns: Columns) -> list[Trace]:
    """The traces in the order in which their cases first appear. Raises LogUnreadable."""
    try:
        text = content.decode("utf-8-sig")
        head, *lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    except (UnicodeDecodeError, ValueError, csv.Error) as broken:
        raise LogUnreadable(file=name, why=f"bukan CSV UTF-8 dengan baris judul ({broken})") from (
            broken
        )
    places = _places(head, columns, name)
    cases: dict[str, list[Event]] = {}
    for number, line in enumerate(lines, 2):
        if line:
            told = {field: _cell(line, place) for field, place in places.items()}
            cases.setdefault(told["case"], []).append(_event(told, name, number))
    return [Trace(case=case, events=in_order(events)) for case, events in cases.items()]


def _delimiter(text: str) -> str:
    """What separates the columns: of comma, semicolon and tab the most frequent in the head."""
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)


def _places(head: Sequence[str], columns: Columns, name: str) -> dict[str, int]:
    known = {title.strip().casefold(): place for place, title in reversed([*enumerate(head)])}
    places = {}
    for field in fields(Columns):
        asked = getattr(columns, field.name)
        called = (asked.casefold(),) if asked else _CALLED[field.name]
        place = next((known[title] for title in called if title in known), None)
        if place is not None:
            places[field.name] = place
        elif asked or field.name in _NEEDED:
            wanted = asked or " / ".join(called)
            why = f"tidak ada kolom {wanted}; yang ada: {', '.join(head)}"
            raise LogUnreadable(file=name, why=why)
    return places


def _cell(line: Sequence[str], place: int) -> str:
    return line[place].strip() if place < len(line) else ""


def _event(told: dict[str, str], name: str, number: int) -> Event:
    at = told.get("at", "")
    try:
        moment = datetime.fromisoformat(at) if at else None
    except ValueError as unread:
        why = f"waktu “{at}” di baris {number}; tulis seperti 2026-04-10T11:00"
        raise LogUnreadable(file=name, why=why) from unread
    return Event(
        activity=told["activity"],
        at=moment,
        outcome=told.get("outcome", ""),
        resource=told.get("resource", ""),
    )
