"""Working time unrolled into sorted arrays, so that every question about it is one bisection.

Moments are aware and in UTC: those compare and subtract at the speed of plain numbers, and are
exact to the microsecond.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of working time in UTC; half-open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True)
class Timetable:
    """The working time of some years in a row, both included.

    Answers hold for dates and moments in the years between the first and the last. Where a result
    would lie beyond the arrays it is None, and the calendar then asks a longer timetable.
    """

    first: int
    last: int
    starts: list[datetime] = field(default_factory=list)
    ends: list[datetime] = field(default_factory=list)
    worked: list[timedelta] = field(default_factory=list)  # up to the end of each segment
    # When the work up to a segment would have begun, had there been no rest: within the segment
    # a moment is this zero and what has been worked.
    zeros: list[datetime] = field(default_factory=list)
    days: list[date] = field(default_factory=list)  # working days
    openings: list[datetime] = field(default_factory=list)  # of those days
    closings: list[datetime] = field(default_factory=list)

    def worked_at(self, moment: datetime) -> timedelta:
        """Working time from the beginning of the timetable."""
        place = bisect_right(self.starts, moment) - 1
        end = self.ends[place]
        return (end if end < moment else moment) - self.zeros[place]

    def reached(self, worked: timedelta) -> datetime | None:
        """The earliest moment at which this much (more than none) has been worked."""
        place = bisect_left(self.worked, worked)
        return self.zeros[place] + worked if place < len(self.zeros) else None

    def left(self, worked: timedelta) -> datetime:
        """The latest moment at which no more than this (less than all) has been worked."""
        place = bisect_right(self.worked, worked)
        return self.zeros[place] + worked

    def is_open(self, moment: datetime) -> bool:
        """Whether work is going on."""
        return moment < self.ends[bisect_right(self.starts, moment) - 1]

    def next_open(self, moment: datetime) -> datetime | None:
        """The moment itself when work is going on, else the next start."""
        if self.is_open(moment):
            return moment
        place = bisect_right(self.starts, moment)
        return self.starts[place] if place < len(self.starts) else None

    def closed_at(self, moment: datetime) -> int:
        """How many closings there have been, this moment included."""
        return bisect_right(self.closings, moment)

    def closed_before(self, moment: datetime) -> int:
        """How many closings there have been, without this moment."""
        return bisect_left(self.closings, moment)

    def closed_on(self, day: date) -> int:
        """How many closings belong to days up to and including this one."""
        return bisect_right(self.days, day)

    def place_of(self, day: date) -> int | None:
        """Where a day stands among the working days; None for a day off."""
        place = bisect_left(self.days, day)
        return place if place < len(self.days) and self.days[place] == day else None


def unrolled(first: int, last: int, days: Iterable[tuple[date, Sequence[Segment]]]) -> Timetable:
    """A timetable of these years out of their days in order, each with its segments.

    Segments of following days that touch become one; a segment that a clock change has folded
    over the one before it loses what it shares.
    """
    # An empty segment ahead of all others spares every question the case that none came before.
    dawn = datetime(first, 1, 1, tzinfo=UTC) - timedelta(days=2)
    table = Timetable(
        first=first, last=last, starts=[dawn], ends=[dawn], worked=[timedelta()], zeros=[dawn]
    )
    for day, segments in days:
        if segments:
            table.days.append(day)
            table.openings.append(segments[0].start)
            table.closings.append(segments[-1].end)
        for segment in segments:
            _append(table, segment)
    return table


def _append(table: Timetable, segment: Segment) -> None:
    before = table.ends[-1]
    if segment.start > before:
        table.starts.append(segment.start)
        table.ends.append(segment.end)
        table.zeros.append(segment.start - table.worked[-1])
        table.worked.append(table.worked[-1] + (segment.end - segment.start))
    elif segment.end > before:
        table.ends[-1] = segment.end
        table.worked[-1] += segment.end - before
