"""What a calendar says of each date: its hours, why they are what they are, and on which wall.

A calendar changes with effect from a date; the days before it keep the rules that held for them.
Each such stretch of dates under one set of rules is an era.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine.domain.hours import Day, Holiday, Season, SpecialDay, Week, apart, in_order
from engine.domain.timetable import Segment

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class Rules:
    """One version of a unit's working time, and the rules before it.

    Raises ValueError when the week has no hours at all, or hours that overlap: with such rules
    a date has no answer.
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
    since: date | None = None  # the first day of these rules, where others held before
    before: "Rules | None" = None  # the rules of the days before `since`

    def __post_init__(self) -> None:
        days = [*self.week, *(day for season in self.seasons for day in season.week)]
        days += [special.hours for special in self.special_days.values()]
        if not any(self.week) or not all(map(in_order, days)) or not apart(days):
            raise ValueError(f"calendar {self.code} has no hours, or hours that overlap")

    def era(self, day: date) -> "Rules":
        """The rules that hold on a date."""
        if self.before is None or self.since is None or day >= self.since:
            return self
        return self.before.era(day)

    def hours(self, day: date) -> Day:
        """The hours of a date, in minutes after its midnight."""
        match self.exception(day):
            case SpecialDay(hours=hours):
                return hours
            case Holiday():
                return ()
            case Season(week=week):
                return week[day.weekday()]
        return self.era(day).week[day.weekday()]

    def exception(self, day: date) -> SpecialDay | Holiday | Season | None:
        """The rule that replaces the ordinary week on a date; the more particular goes first."""
        rules = self.era(day)
        particular = rules.special_days.get(day) or rules.holidays.get(day)
        if particular:
            return particular
        return next((season for season in rules.seasons if season.start <= day <= season.end), None)

    def holiday(self, day: date) -> Holiday | None:
        """The holiday on a date, unless a special day has given it hours."""
        exception = self.exception(day)
        return exception if isinstance(exception, Holiday) else None

    def local(self, moment: datetime) -> datetime:
        """The moment as the unit's clock on the wall shows it."""
        shown = moment.astimezone(self.zone)
        if self.before is None or self.since is None or shown.date() >= self.since:
            return shown
        return self.before.local(moment)

    def day_of(self, moment: datetime) -> date:
        """The date on which a moment falls; it has begun with `midnight`."""
        day = moment.astimezone(self.zone).date()
        if self.before is None or self.since is None or day >= self.since:
            return day
        return min(self.before.day_of(moment), self.since - _DAY)

    def midnight(self, day: date) -> datetime:
        """The moment at which a date begins in the unit's zone."""
        return wall(self.era(day).zone, day)

    def segments(self, day: date) -> tuple[Segment, ...]:
        """The working time that belongs to a date."""
        rules, over = self.era(day), self._over(day)
        found = [
            Segment(max(over, wall(rules.zone, day, hours.start)), wall(rules.zone, day, hours.end))
            for hours in rules.hours(day)
        ]
        return tuple(segment for segment in found if segment.start < segment.end)

    def _over(self, day: date) -> datetime:
        """When the rules of the days before are done with; a shift of theirs ends as they said."""
        if day == self.era(day).since and (last := self.segments(day - _DAY)):
            return last[-1].end
        return self.midnight(day)


def wall(zone: ZoneInfo, day: date, minutes: int = 0) -> datetime:
    """The moment at which so many minutes after a date's midnight stand on the wall."""
    days, minute = divmod(minutes, 24 * 60)
    of = day + days * _DAY
    at = datetime(of.year, of.month, of.day, *divmod(minute, 60), tzinfo=zone)
    return at.astimezone(UTC)
