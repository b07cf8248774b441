"""The trace of a case in an event log, as another system tells it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from engine.domain.errors import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class Event:
    """Something that was done in a case, as the other system calls it."""

    activity: str
    at: datetime | None = None
    outcome: str = ""
    resource: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Trace:
    """One case of a log: its events in order."""

    case: str
    events: tuple[Event, ...]


class LogUnreadable(Refusal):
    """A log that cannot be read as what its name says it is."""

    says = "Log %(file)s tidak dapat dibaca: %(why)s."


@dataclass(frozen=True, kw_only=True, slots=True)
class Columns:
    """Which columns of a CSV say what; an empty name: found by what such columns are called."""

    case: str = ""
    activity: str = ""
    at: str = ""
    outcome: str = ""
    resource: str = ""


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """Events by time; as they stand where one of them has none."""
    told = tuple(events)
    moments = [event.at for event in told if event.at is not None]
    if len(moments) < len(told) or len({moment.tzinfo is None for moment in moments}) > 1:
        return told
    return tuple(event for _, event in sorted(zip(moments, told, strict=True), key=lambda x: x[0]))
