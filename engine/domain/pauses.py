"""Pauses: stretches in which a clock stands still, at any hour of the day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Pause:
    """A stretch in which the clock stood still; without an end it still does."""

    start: datetime
    end: datetime | None = None

    def covers(self, moment: datetime) -> bool:
        """Whether the clock stood still up to this very moment.

        A pause that begins at closing time comes after that day's work, and one that ends at
        closing time has cost it: after the start, up to and including the end.
        """
        return self.start < moment and (self.end is None or moment <= self.end)


def merged(pauses: Iterable[Pause], since: datetime) -> tuple[Pause, ...]:
    """The pauses after a moment in order and in UTC; what overlaps or touches is one pause.

    Empty pauses are none.
    """
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.start):
        start = max(pause.start, since).astimezone(UTC)
        end = pause.end and pause.end.astimezone(UTC)
        if end is not None and end <= start:
            continue
        last = found[-1] if found else None
        if last is None or (last.end is not None and last.end < start):
            found.append(Pause(start=start, end=end))
        elif last.end is not None and (end is None or end > last.end):
            found[-1] = Pause(start=last.start, end=end)
    return tuple(found)
