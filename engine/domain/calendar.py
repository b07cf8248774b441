"""A calendar: when a unit works, from its weekly hours, seasons, single days and holidays.

Moments go in aware and come out in UTC; the unit's zone is used only to read its hours. Working
time is half-open: at 16.00 sharp a unit that closes at 16.00 is closed. A working day may end
after midnight (a shift) and then still belongs to the date on which it began.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.errors import Refusal
from engine.domain.hours import Day, Holiday, Season, SpecialDay, Week, apart, in_order
from engine.domain.timetable import Instants, Timetable, joined

EARLIEST, LATEST = 1970, 2199  # years that a calendar can speak of

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_MINUTE = 60 * _SECOND


class OutsideCalendar(Refusal):
    """A year that is surely a slip of the pen."""

    says = "Tahun %(year)s di luar jangkauan kalender (1970 sampai 2199). Periksa tanggalnya."


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of working time in UTC; half-open."""

    start: datetime
    end: datetime


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Calendar:
    """One version of a unit's working time.

    Raises ValueError when the week has no hours at all, or hours that overlap: with such rules
    the questions below have no answer. Every question raises OutsideCalendar for a year that is
    not between 1970 and 2199.
    """

    code: str
    title: str
    version: str  # short digest of the canonical definition
    zone: ZoneInfo
    week: Week
    basis: str = ""  # the rule that sets these hours
    confirmed_until: date | None = None  # None: depends on no decree still to come
    seasons: tuple[Season, ...] = ()
    special_days: Mapping[date, SpecialDay] = field(default_factory=dict)
    holidays: Mapping[date, Holiday] = field(default_factory=dict)
    # The longest timetable so far. Replaced as a whole, so threads may share a calendar.
    _longest: list[Timetable] = field(default_factory=list, init=False, repr=False)

    def __post_init__(self) -> None:
        days = [*self.week, *(day for season in self.seasons for day in season.week)]
        days += [special.hours for special in self.special_days.values()]
        if not any(self.week) or not all(map(in_order, days)) or not apart(days):
            raise ValueError(f"calendar {self.code} has no hours, or hours that overlap")

    def hours(self, day: date) -> Day:
        """The hours of a date, in minutes after its midnight."""
        match self.exception(day):
            case SpecialDay(hours=hours):
                return hours
            case Holiday():
                return ()
            case Season(week=week):
                return week[day.weekday()]
        return self.week[day.weekday()]

    def exception(self, day: date) -> SpecialDay | Holiday | Season | None:
        """The rule that replaces the ordinary week on a date; the more particular goes first."""
        particular = self.special_days.get(day) or self.holidays.get(day)
        if particular:
            return particular
        return next((season for season in self.seasons if season.start <= day <= season.end), None)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on a date, unless a special day has given it hours."""
        exception = self.exception(day)
        return exception if isinstance(exception, Holiday) else None

    def local(self, moment: datetime) -> datetime:
        """The moment as the unit's clock on the wall shows it."""
        return moment.astimezone(self.zone)

    def midnight(self, day: date) -> datetime:
        """The moment at which a date begins in the unit's zone."""
        return _moment(self._midnight(day))

    def segments(self, day: date) -> tuple[Segment, ...]:
        """The working time that belongs to a date."""
        return tuple(Segment(_moment(start), _moment(end)) for start, end in self._spans(day))

    def opening(self, day: date) -> datetime | None:
        """The start of a date's work, or None on a day off."""
        spans = self._spans(day)
        return _moment(spans[0][0]) if spans else None

    def closing(self, day: date) -> datetime | None:
        """The end of a date's work, or None on a day off."""
        spans = self._spans(day)
        return _moment(spans[-1][1]) if spans else None

    def end_of(self, day: date) -> datetime:
        """The closing of a working day; of a day off, the midnight after it."""
        return self.closing(day) or self.midnight(day + timedelta(days=1))

    def is_open(self, moment: datetime) -> bool:
        """Whether the unit works at this moment."""
        instant = _instant(moment)
        return self._table(instant).is_open(instant)

    def next_open(self, moment: datetime) -> datetime:
        """The moment itself when the unit works, else when it next opens."""
        instant = _instant(moment)
        table = self._table(instant)
        while (found := table.next_open(instant)) is None:
            table = self._longer(table)
        return _moment(found)

    def net(self, start: datetime, end: datetime) -> int:
        """Whole seconds of working time between two moments."""
        return self.net_micro(start, end) // _SECOND

    def net_micro(self, start: datetime, end: datetime) -> int:
        """Microseconds of working time between two moments; 0 for an end before the start."""
        first, last = _instant(start), _instant(end)
        if last <= first:
            return 0
        table = self._table(first, last)
        return table.worked_at(last) - table.worked_at(first)

    def add(self, start: datetime, seconds: int) -> datetime:
        """The earliest moment at which this much net time has passed since the start."""
        return self.add_micro(start, seconds * _SECOND)

    def add_micro(self, start: datetime, micro: int) -> datetime:
        """The earliest moment at which this many microseconds of work have passed."""
        if micro <= 0:
            return start
        instant = _instant(start)
        table = self._table(instant)
        while (found := table.reached(table.worked_at(instant) + micro)) is None:
            table = self._longer(table)
        return _moment(found)

    def closings(self, start: datetime, end: datetime) -> tuple[datetime, ...]:
        """The closings after the start, up to and including the end."""
        first, last = _instant(start), _instant(end)
        table = self._table(first, last)
        between = table.closings[table.closed_at(first) : table.closed_at(last)]
        return tuple(_moment(closing) for closing in between)

    def count_closings(self, start: datetime, end: datetime) -> int:
        """How many closings there are after the start, up to and including the end."""
        first, last = _instant(start), _instant(end)
        table = self._table(first, last)
        return max(0, table.closed_at(last) - table.closed_at(first))

    def working_days(self, after: date, until: date) -> int:
        """How many working days there are after a date, up to and including another."""
        first, last = _noon(after), _noon(until)
        table = self._table(min(first, last), max(first, last))
        return max(0, table.closed_on(until.toordinal()) - table.closed_on(after.toordinal()))

    def nth_closing(self, after_day: date, n: int) -> datetime:
        """The n-th closing (from 1) among the days after this one."""
        table = self._table(_noon(after_day))
        return self._closing(table, table.closed_on(after_day.toordinal()) + n - 1)

    def closing_after(self, moment: datetime, n: int) -> datetime:
        """The n-th closing (from 1) after this moment."""
        instant = _instant(moment)
        table = self._table(instant)
        return self._closing(table, table.closed_at(instant) + n - 1)

    def working_day(self, moment: datetime) -> date:
        """The working day that closes at this moment, or else the next to close."""
        instant = _instant(moment)
        table = self._table(instant)
        place = table.closed_at(instant - 1)
        while place >= len(table.days):
            table = self._longer(table)
        return date.fromordinal(table.days[place])

    def _closing(self, table: Timetable, place: int) -> datetime:
        while place >= len(table.closings):
            table = self._longer(table)
        return _moment(table.closings[place])

    def _spans(self, day: date) -> list[Instants]:
        hours = self.hours(day)
        if not hours:
            return []
        zero = self._midnight(day)
        if self._midnight(day + 2 * _DAY) - zero == 2 * 24 * 60 * _MINUTE:
            return [(zero + h.start * _MINUTE, zero + h.end * _MINUTE) for h in hours]
        spans = [(self._wall(day, h.start), self._wall(day, h.end)) for h in hours]
        return [(start, end) for start, end in spans if start < end]

    def _midnight(self, day: date) -> int:
        return _instant(datetime(day.year, day.month, day.day, tzinfo=self.zone))

    def _wall(self, day: date, minutes: int) -> int:
        # Where the zone's clocks are put forward or back on this day, hours mean the wall's time.
        date_of, minute = day + minutes // (24 * 60) * _DAY, minutes % (24 * 60)
        return _instant(
            datetime(
                date_of.year, date_of.month, date_of.day, *divmod(minute, 60), tzinfo=self.zone
            )
        )

    def _table(self, first: int, last: int | None = None) -> Timetable:
        """A timetable that reaches from the first to the last instant."""
        last = first if last is None else last
        years = (LATEST, -LATEST)
        if self._longest:
            table = self._longest[0]
            if table.since <= first and last <= table.until:
                return table
            years = table.years
        from_year = min(years[0], _moment(first).year - 1)
        return self._keep(self._unrolled(from_year, max(years[1], _moment(last).year + 1)))

    def _longer(self, table: Timetable) -> Timetable:
        """The timetable with more years at its end; places in its arrays stay what they are."""
        first, last = table.years
        return self._keep(self._unrolled(first, min(2 * last - first + 1, max(LATEST, last + 1))))

    def _keep(self, table: Timetable) -> Timetable:
        """Keeps the timetable for the next question if it covers more than the one kept."""
        kept = self._longest[0] if self._longest else None
        if kept is None or (table.since <= kept.since and kept.until <= table.until):
            self._longest[:] = [table]
        return table

    def _unrolled(self, first: int, last: int) -> Timetable:
        for year in (first, last):
            if not EARLIEST - 1 <= year <= LATEST + 1:
                raise OutsideCalendar(year=year)
        since, until = date(first, 1, 1), date(last + 1, 1, 1)
        # A shift of the last day before the timetable may reach two days into it.
        bounds = (self._midnight(since + 2 * _DAY), self._midnight(until))
        return joined((first, last), bounds, self._working_days(since, until))

    def _working_days(self, day: date, until: date) -> Iterator[tuple[int, list[Instants]]]:
        while day < until:
            if spans := self._spans(day):
                yield day.toordinal(), spans
            day += _DAY


def _noon(day: date) -> int:
    # Noon in UTC falls on the same date or a neighbouring one in every zone.
    return (day.toordinal() - _EPOCH.toordinal()) * 24 * 60 * _MINUTE + 12 * 60 * _MINUTE


def _instant(moment: datetime) -> int:
    return (moment - _EPOCH) // _MICROSECOND


def _moment(instant: int) -> datetime:
    return _EPOCH + timedelta(microseconds=instant)
