"""Generated calendars, with all that a unit may do to one, and pauses at any hour."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from engine.domain.calendar import Calendar, succeeded
from engine.domain.deadline import Pause
from engine.domain.hours import Day, Holiday, HolidayKind, Hours, Season, SpecialDay, Week
from tests.domain.oracle import DAY, MINUTE, date_ends

# Clocks change in the night in Berlin, at midnight in Santiago, by half an hour on Lord Howe.
STEADY = ("Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura", "Asia/Kathmandu")
CHANGING = ("Europe/Berlin", "America/Santiago", "Australia/Lord_Howe")
ANCHORS = (date(2025, 12, 24), date(2026, 3, 12), date(2026, 8, 30), date(2026, 10, 14),
           date(2028, 2, 20))  # fmt: skip
MORNING, EVENING = 7 * 60, 22 * 60


@dataclass(frozen=True)
class Scene:
    """A calendar, a start, and pauses around it."""

    calendar: Calendar
    anchor: date
    start: datetime
    pauses: tuple[Pause, ...]


@st.composite
def days(draw: st.DrawFn, first: int = 5 * 60) -> Day:
    """One to three stretches of work, at times touching each other."""
    stretches = draw(st.integers(1, 3))
    minutes = st.integers(first, EVENING)
    edges = sorted(draw(st.sets(minutes, min_size=2 * stretches, max_size=2 * stretches)))
    pairs = list(zip(edges[::2], edges[1::2], strict=True))
    if stretches > 1 and draw(st.booleans()):
        pairs[1] = (pairs[0][1], pairs[1][1])
    return tuple(Hours(start=start, end=end) for start, end in pairs)


def shifts() -> st.SearchStrategy[Day]:
    """A day whose work ends after midnight, before the morning of the next."""
    # Between two and three o'clock a wall in Berlin may show the same minute twice, or never.
    ends = st.integers(24 * 60 + 1, 26 * 60) | st.integers(27 * 60, 24 * 60 + MORNING)
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
def single(draw: st.DrawFn, kind: str, zone: str, anchor: date) -> Calendar:
    """Rules with a season, special days and holidays close to an anchor date."""
    near = st.integers(-3, 30).map(lambda n: anchor + n * DAY)
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
    )


@st.composite
def calendars(draw: st.DrawFn, changes: int = 2) -> tuple[Calendar, date]:
    """A calendar that has changed up to so many times, and the date around which it did."""
    anchor = draw(st.sampled_from(ANCHORS)) + draw(st.integers(0, 13)) * DAY
    kinds = draw(st.sampled_from((("office",), ("shifts", "round the clock", "office"))))
    # Only offices move to another zone: their nights leave room for it.
    home = draw(st.sampled_from(STEADY + (CHANGING if len(kinds) == 1 else CHANGING[:1])))
    zones = STEADY if len(kinds) == 1 and home in STEADY else (home,)
    calendar = draw(single(draw(st.sampled_from(kinds)), home, anchor))
    for _ in range(draw(st.sampled_from((0, *range(changes + 1))))):
        kind, zone = draw(st.sampled_from(kinds)), draw(st.sampled_from((home, *zones)))
        since = anchor + draw(st.integers(-3, 20)) * DAY
        calendar = succeeded(draw(single(kind, zone, anchor)), calendar, since)
    return calendar, anchor


def holiday(day: date) -> Holiday:
    """A holiday on this date."""
    return Holiday(date=day, name="Libur uji", decree="SK 1", kind=HolidayKind.NATIONAL)


@st.composite
def pauses(draw: st.DrawFn, calendar: Calendar, start: datetime, open_end: bool) -> list[Pause]:
    """Pauses around a moment: nested, touching, empty, over before it, and at closing time."""
    edges = [end for (end, _), _ in zip(date_ends(calendar, start), range(3), strict=False)]
    found: list[Pause] = []
    for _ in range(draw(st.integers(0, 4))):
        at = st.integers(-2000, 12000).map(lambda n: start + n * MINUTE)
        began = draw(at | st.sampled_from(edges))
        lasts = draw(st.integers(0, 600) | st.integers(0, 6000))
        after = [edge for edge in edges if edge > began]
        ended = draw(st.sampled_from([began + lasts * MINUTE, *after]))
        found.append(Pause(start=began, end=ended))
        edges += [began, ended]
    if open_end and draw(st.booleans()):
        began = draw(st.integers(0, 12000).map(lambda n: start + n * MINUTE))
        found.append(Pause(start=draw(st.sampled_from([began, *edges])), end=None))
    return found


@st.composite
def scenes(draw: st.DrawFn, may_be_open: bool = False) -> Scene:
    """A calendar, a start at any minute of some days or as a date ends, and pauses."""
    calendar, anchor = draw(calendars())
    begin = datetime(anchor.year, anchor.month, anchor.day, tzinfo=UTC)
    start = begin + draw(st.integers(0, 5 * 24 * 60)) * MINUTE
    if draw(st.integers(0, 3)) == 0:
        start = next(date_ends(calendar, start))[0]
    found = draw(pauses(calendar, start, may_be_open))
    return Scene(calendar, anchor, start, tuple(draw(st.permutations(found))))
