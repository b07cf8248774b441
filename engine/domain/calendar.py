"""A calendar: a unit's working time, reckoned from its weekly hours, seasons and days off.

Moments go in aware and come out in UTC; the unit's zone is used only to read its hours. Working
time is half-open: at 16.00 sharp a unit that closes at 16.00 is closed. A working day may end
after midnight (a shift) and then still belongs to the date on which it began.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from engine.domain.errors import Refusal
from engine.domain.rules import Rules
from engine.domain.timetable import Segment as Segment
from engine.domain.timetable import Timetable, unrolled

EARLIEST, LATEST = 1970, 2199  # years that a calendar can speak of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_NO_TIME = timedelta()


class OutsideCalendar(Refusal):
    """A year that is surely a slip of the pen."""

    says = "Tahun %(year)s di luar jangkauan kalender (1970 sampai 2199). Periksa tanggalnya."


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Calendar(Rules):
    """A unit's working time, reckoned.

    Every question raises OutsideCalendar for a year that is not between 1970 and 2199.
    """

    # The longest timetable so far. Replaced as a whole, so threads may share a calendar.
    _longest: list[Timetable] = field(default_factory=list, init=False, repr=False)

    def opening(self, day: date) -> datetime | None:
        """The start of a date's work, or None on a day off."""
        table = self._table(day.year)
        place = table.place_of(day)
        return None if place is None else table.openings[place]

    def closing(self, day: date) -> datetime | None:
        """The end of a date's work, or None on a day off."""
        table = self._table(day.year)
        place = table.place_of(day)
        return None if place is None else table.closings[place]

    def end_of(self, day: date) -> datetime:
        """The closing of a working day; of a day off, the midnight after it."""
        return self.closing(day) or self.midnight(day + _DAY)

    def is_open(self, moment: datetime) -> bool:
        """Whether the unit works at this moment."""
        return self._table(moment.year).is_open(_utc(moment))

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when the unit works, else when it next opens."""
        moment = _utc(moment)
        table = self._table(moment.year)
        while (found := table.next_open(moment)) is None:
            table = self._later(table)
        return found

    def net(self, start: datetime, end: datetime) -> int:
        """Whole seconds of working time between two moments."""
        return self.worked(start, end) // _SECOND

    def worked(self, start: datetime, end: datetime) -> timedelta:
        """Working time between two moments; none for an end before the start."""
        start, end = _utc(start), _utc(end)
        if end <= start:
            return _NO_TIME
        table = self._table(start.year, end.year)
        return table.worked_at(end) - table.worked_at(start)

    def add(self, start: datetime, seconds: int) -> datetime:
        """The earliest moment at which this much net time has passed since the start."""
        return self.reach(start, seconds * _SECOND)

    def reach(self, start: datetime, work: timedelta) -> datetime:
        """The earliest moment at which this much work has been done since the start."""
        if work <= _NO_TIME:
            return start
        start = _utc(start)
        table = self._table(start.year)
        goal = table.worked_at(start) + work
        while (found := table.reached(goal)) is None:
            table = self._later(table)
        return found

    def lead(self, end: datetime, work: timedelta) -> datetime:
        """The latest moment from which this much work leads up to the end."""
        if work <= _NO_TIME:
            return end
        end = _utc(end)
        table = self._table(end.year)
        while (left := table.worked_at(end) - work) < _NO_TIME:
            table = self._earlier(table)
        return table.left(left)

    def count_closings(self, start: datetime, end: datetime) -> int:
        """How many closings there are after the start, up to and including the end."""
        table = self._table(start.year, end.year)
        return max(0, table.closed_at(_utc(end)) - table.closed_at(_utc(start)))

    def working_days(self, after: date, until: date) -> int:
        """How many working days there are after a date, up to and including another."""
        table = self._table(after.year, until.year)
        return max(0, table.closed_on(until) - table.closed_on(after))

    def nth_closing(self, after_day: date, n: int) -> datetime:
        """The n-th closing (from 1) among the days after this one."""
        table = self._table(after_day.year)
        return self._closing(table, table.closed_on(after_day) + n - 1)

    def closing_after(self, moment: datetime, n: int) -> datetime:
        """The n-th closing (from 1) after this moment."""
        table = self._table(moment.year)
        return self._closing(table, table.closed_at(_utc(moment)) + n - 1)

    def closing_before(self, moment: datetime, n: int) -> datetime:
        """The n-th closing (from 1) before this moment, itself not counted."""
        moment = _utc(moment)
        table = self._table(moment.year)
        while (place := table.closed_before(moment) - n) < 0:
            table = self._earlier(table)
        return table.closings[place]

    def working_day(self, moment: datetime) -> date:
        """The working day that closes at this moment, or else the next to close."""
        table, place = self._closing_next(_utc(moment))
        return table.days[place]

    def opened(self, moment: datetime) -> datetime:
        """When the working day opened that closes at this moment, or else is next to close."""
        table, place = self._closing_next(_utc(moment))
        return table.openings[place]

    def count_ends(self, start: datetime, end: datetime) -> int:
        """How many dates end after the start, up to and including the end."""
        return max(0, (self.ended(end) - self.ended(start)).days)

    def end_after(self, moment: datetime, n: int) -> datetime:
        """The n-th end of a date (from 1) after this moment."""
        return self.end_of(self.ended(moment) + n * _DAY)

    def ended(self, moment: datetime) -> date:
        """The last date that has ended, this moment included."""
        day = self.day_of(moment)
        while self.end_of(day) > moment:
            day -= _DAY
        return day

    def _closing(self, table: Timetable, place: int) -> datetime:
        while place >= len(table.closings):
            table = self._later(table)
        return table.closings[place]

    def _closing_next(self, moment: datetime) -> tuple[Timetable, int]:
        table = self._table(moment.year)
        place = table.closed_before(moment)
        while place >= len(table.closings):
            table = self._later(table)
        return table, place

    def _table(self, year: int, other: int | None = None) -> Timetable:
        """A timetable that answers for a year, or for two and all between them."""
        other = year if other is None else other
        first, last = LATEST, EARLIEST
        for table in self._longest:
            first, last = table.first, table.last
            if first < year < last and first < other < last:
                return table
        return self._unrolled(min(first, year - 1, other - 1), max(last, year + 1, other + 1))

    def _later(self, table: Timetable) -> Timetable:
        """The timetable with more years at its end; places in its arrays stay what they are."""
        first, last = table.first, table.last
        return self._unrolled(first, min(2 * last - first + 1, max(LATEST, last + 1)))

    def _earlier(self, table: Timetable) -> Timetable:
        """The timetable with one more year at its beginning."""
        return self._unrolled(table.first - 1, table.last)

    def _unrolled(self, first: int, last: int) -> Timetable:
        """A timetable of these years, kept for the next question if none kept covers more."""
        if first < EARLIEST - 1 or last > LATEST + 1:
            raise OutsideCalendar(year=first + 1 if first < EARLIEST - 1 else last - 1)
        table = unrolled(first, last, self._days(date(first, 1, 1), date(last, 12, 31)))
        kept = self._longest[0] if self._longest else None
        if kept is None or (first <= kept.first and kept.last <= last):
            self._longest[:] = [table]
        return table

    def _days(self, day: date, last: date) -> Iterator[tuple[date, tuple[Segment, ...]]]:
        while day <= last:
            yield day, self.segments(day)
            day += _DAY


def succeeded(new: Calendar, old: Rules, since: date) -> Calendar:
    """The new calendar from a date on, and for the days before it what the old one said.

    An era of the old calendar that begins on this date or later never came to be.
    """
    while old.before is not None and old.since is not None and old.since >= since:
        old = old.before
    return replace(new, since=since, before=old)


def _utc(moment: datetime) -> datetime:
    # Unlike astimezone, subtraction refuses a moment without a zone.
    return moment if moment.tzinfo is UTC else _EPOCH + (moment - _EPOCH)
