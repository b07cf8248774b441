"""Working time unrolled into sorted arrays, so that every question about it is one bisection.

Instants are whole microseconds since 1970 in UTC, durations whole microseconds: as exact as the
moments of facts.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass

Instants = tuple[int, int]  # start, end; half-open


@dataclass(frozen=True, slots=True)
class Timetable:
    """The working time of some years in a row.

    Answers hold for instants between `since` and `until`; a result outside the arrays is None,
    and the calendar then asks a longer timetable.
    """

    years: tuple[int, int]  # first and last
    since: int
    until: int
    starts: list[int]
    ends: list[int]
    worked: list[int]  # working time from the first start to the end of each span
    days: list[int]  # working days as proleptic ordinals
    openings: list[int]  # of those days
    closings: list[int]

    def worked_at(self, instant: int) -> int:
        """Working time from the beginning of the timetable."""
        place = bisect_right(self.starts, instant) - 1
        if place < 0:
            return 0
        end = self.ends[place]
        return self.worked[place] if instant >= end else self.worked[place] - end + instant

    def reached(self, worked: int) -> int | None:
        """The earliest instant at which `worked` (more than 0) is reached."""
        place = bisect_left(self.worked, worked)
        return self.ends[place] - self.worked[place] + worked if place < len(self.ends) else None

    def is_open(self, instant: int) -> bool:
        """Whether work is going on."""
        place = bisect_right(self.starts, instant) - 1
        return place >= 0 and instant < self.ends[place]

    def next_open(self, instant: int) -> int | None:
        """The instant itself when work is going on, else the next start."""
        if self.is_open(instant):
            return instant
        place = bisect_right(self.starts, instant)
        return self.starts[place] if place < len(self.starts) else None

    def closed_at(self, instant: int) -> int:
        """How many closings there have been, the instant included."""
        return bisect_right(self.closings, instant)

    def closed_on(self, ordinal: int) -> int:
        """How many closings belong to days up to and including this one."""
        return bisect_right(self.days, ordinal)


def joined(
    years: tuple[int, int], bounds: Instants, days: Iterable[tuple[int, list[Instants]]]
) -> Timetable:
    """A timetable out of working days, given as ordinal and its spans in order.

    Spans of following days that touch become one; a span that a clock change has folded over
    the one before it loses what it shares.
    """
    table = Timetable(years, *bounds, [], [], [], [], [], [])
    starts, ends, worked = table.starts, table.ends, table.worked
    for ordinal, spans in days:
        table.days.append(ordinal)
        table.openings.append(spans[0][0])
        table.closings.append(spans[-1][1])
        for start, end in spans:
            if ends and start <= ends[-1]:
                worked[-1] += max(0, end - ends[-1])
                ends[-1] = max(end, ends[-1])
            else:
                starts.append(start)
                ends.append(end)
                worked.append((worked[-1] if worked else 0) + end - start)
    return table
