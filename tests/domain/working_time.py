"""Generated calendars and pauses, and an oracle that counts working time minute by minute.

The oracle knows nothing of arrays, bisection or spans: it looks at the clock on the wall of every
single minute. Everything generated lies on whole minutes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engine.domain.calendar import Calendar
from engine.domain.deadline import Pause
from engine.domain.hours import Day, Holiday, HolidayKind, Hours, Season, SpecialDay, Week

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
# Berlin puts its clocks forward and back; no Indonesian zone does.
ZONES = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Kathmandu", "Europe/Berlin")
ANCHORS = (date(2025, 12, 24), date(2026, 3, 12), date(2026, 10, 14), date(2028, 2, 20))
MORNING = 7 * 60


@dataclass(frozen=True)
class Scene:
    """A calendar, a start, and pauses around it."""

    calendar: Calendar
    anchor: date
    start: datetime
    pauses: tuple[Pause, ...]


def minute_of_work(calendar: Calendar, minute: datetime) -> date | None:
    """The day to which this minute's work belongs, seen on the wall; None when nobody works."""
    wall = minute.astimezone(calendar.zone)
    return _minutes_of(calendar, wall.date())[wall.hour * 60 + wall.minute]


@lru_cache(maxsize=256)
def _minutes_of(calendar: Calendar, today: date) -> list[date | None]:
    """For each minute on a date's wall the day to which its work belongs."""
    owners: list[date | None] = [None] * (24 * 60)
    for day, shift in ((today - DAY, 24 * 60), (today, 0)):
        for hours in rule_of(calendar, day):
            for passed in range(max(0, hours.start - shift), min(24 * 60, hours.end - shift)):
                owners[passed] = day
    return owners


def rule_of(calendar: Calendar, day: date) -> Day:
    """The hours of a date, straight from the words of the rules."""
    if day in calendar.special_days:
        return calendar.special_days[day].hours
    if day in calendar.holidays:
        return ()
    weeks = [season.week for season in calendar.seasons if season.start <= day <= season.end]
    return [*weeks, calendar.week][0][day.weekday()]


def stands_still(minute: datetime, pauses: Sequence[Pause]) -> bool:
    """Whether some pause covers this minute."""
    return any(p.start <= minute and (p.end is None or minute < p.end) for p in pauses)


def running_minutes(scene: Scene, most: int) -> Iterator[datetime]:
    """The minutes, up to so many after the start, in which work is done and no pause holds."""
    pauses = [pause for pause in scene.pauses if pause.end is None or pause.end > scene.start]
    for n in range(most):
        minute = scene.start + n * MINUTE
        if minute_of_work(scene.calendar, minute) and not stands_still(minute, pauses):
            yield minute


def date_ends(scene: Scene, days: int) -> Iterator[tuple[date, datetime, bool]]:
    """For each date after entry: its last minute's end, and whether it is a working day.

    The end of a working day is found by walking back to the last minute of its work.
    """
    entry = scene.start.astimezone(scene.calendar.zone).date()
    for day in (entry + n * DAY for n in range(1, days + 1)):
        after = day + DAY
        end = datetime(after.year, after.month, after.day, tzinfo=scene.calendar.zone)
        end = end.astimezone(UTC)
        hours = rule_of(scene.calendar, day)
        if not hours:
            yield day, end, False
            continue
        end += timedelta(minutes=max(0, hours[-1].end - 24 * 60))
        while minute_of_work(scene.calendar, end - MINUTE) != day:
            end -= MINUTE
        yield day, end, True


@st.composite
def days(draw: st.DrawFn, first: int = 5 * 60, last: int = 23 * 60) -> Day:
    """One to three stretches of work, at times touching each other."""
    count = draw(st.integers(1, 3))
    minutes = st.integers(first, last)
    edges = sorted(draw(st.sets(minutes, min_size=2 * count, max_size=2 * count)))
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    if count > 1 and draw(st.booleans()):
        pairs[1] = (pairs[0][1], pairs[1][1])
    return tuple(Hours(start=start, end=end) for start, end in pairs)


def shifts() -> st.SearchStrategy[Day]:
    """A day whose work ends after midnight, before the morning of the next."""
    ends = st.integers(24 * 60 + 1, 24 * 60 + MORNING)
    starts = st.integers(MORNING, 24 * 60 - 1)
    return st.builds(lambda s, e: (Hours(start=s, end=e),), starts, ends)


def working_days(kind: str) -> st.SearchStrategy[Day]:
    """The days on which a unit of this kind works."""
    if kind == "round the clock":
        return st.just((Hours(start=0, end=24 * 60),))
    return days() if kind == "office" else st.one_of(days(first=MORNING), shifts())


@st.composite
def weeks(draw: st.DrawFn, kind: str) -> Week:
    """Seven days; at least one of them works."""
    # Two kinds of working day and a day off are enough to tell every rule apart.
    usual, other = draw(working_days(kind)), draw(working_days(kind))
    off = usual if kind == "round the clock" else ()
    found = draw(st.lists(st.sampled_from((usual, other, off)), min_size=7, max_size=7))
    found[draw(st.integers(0, 6))] = usual
    return tuple(found)  # type: ignore[return-value]


@st.composite
def calendars(draw: st.DrawFn) -> tuple[Calendar, date]:
    """A calendar with a season, special days and holidays close to an anchor date."""
    anchor = draw(st.sampled_from(ANCHORS)) + draw(st.integers(0, 13)) * DAY
    near = st.integers(-3, 30).map(lambda n: anchor + n * DAY)
    kind = draw(st.sampled_from(("office", "office", "shifts", "round the clock")))
    # The oracle reads the wall; hours in the night in which clocks change mean two things there.
    zone = draw(st.sampled_from(ZONES if kind == "office" else ZONES[:-1]))
    week, season_week = draw(weeks(kind)), draw(weeks(kind))
    start = draw(near)
    season = Season(
        title="Ramadan", start=start, end=start + draw(st.integers(0, 20)) * DAY, week=season_week
    )
    special = draw(st.sets(near, max_size=2))
    hours = st.one_of(st.just(()), working_days(kind))
    return Calendar(
        code="uji",
        title="Kalender uji",
        version="1",
        zone=ZoneInfo(zone),
        week=week,
        seasons=draw(st.sampled_from(((), (season,)))),
        special_days={
            day: SpecialDay(date=day, title="Khusus", hours=draw(hours)) for day in special
        },
        holidays={day: holiday(day) for day in draw(st.sets(near, max_size=6))},
    ), anchor


def holiday(day: date) -> Holiday:
    """A holiday on this date."""
    return Holiday(date=day, name="Libur uji", decree="SK 1", kind=HolidayKind.NATIONAL)


@st.composite
def pauses(draw: st.DrawFn, start: datetime, may_be_open: bool = False) -> tuple[Pause, ...]:
    """Pauses around a moment: nested, touching, empty, before the start, at any hour."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        began = start + draw(st.integers(-2000, 12000)) * MINUTE
        lasts = draw(st.one_of(st.integers(0, 600), st.integers(0, 6000)))
        found.append(Pause(start=began, end=began + lasts * MINUTE))
    if may_be_open and draw(st.booleans()):
        found.append(Pause(start=start + draw(st.integers(0, 12000)) * MINUTE, end=None))
    return tuple(found)


@st.composite
def scenes(draw: st.DrawFn, may_be_open: bool = False) -> Scene:
    """A calendar, a start at any minute of some days, and pauses."""
    calendar, anchor = draw(calendars())
    begin = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    start = begin + draw(st.integers(0, 5 * 24 * 60)) * MINUTE
    return Scene(calendar, anchor, start, draw(pauses(start, may_be_open)))
