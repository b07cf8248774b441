"""What a calendar answers: hours, holidays, closings, and the edges of working time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.domain.calendar import Calendar, OutsideCalendar, Segment
from engine.domain.hours import Day, Hours, Season, SpecialDay, Week
from engine.formats.calendars import load_calendar
from tests.domain.working_time import holiday

CALENDARS = Path(__file__).parents[2] / "definitions" / "calendars"
MAKASSAR = ZoneInfo("Asia/Makassar")
OFFICE: Day = (Hours(start=480, end=720), Hours(start=780, end=960))  # 08.00-12.00, 13.00-16.00
NIGHT: Day = (Hours(start=21 * 60, end=31 * 60),)  # 21.00-07.00
FIVE_DAYS: Week = (OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, (), ())


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MAKASSAR)


def plain(week: Week = FIVE_DAYS) -> Calendar:
    return Calendar(code="uji", title="Uji", version="1", zone=MAKASSAR, week=week)


@pytest.fixture(scope="module")
def office() -> Calendar:
    return load_calendar(CALENDARS / "perpres-21-2023.yaml")


def test_the_year_2026_has_240_working_days(office: Calendar) -> None:
    year = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
    assert sum(1 for day in year if office.segments(day)) == 240
    assert office.working_days(date(2025, 12, 31), date(2026, 12, 31)) == 240


def test_an_ordinary_week_has_37_and_a_half_hours_and_one_in_ramadan_32_and_a_half(
    office: Calendar,
) -> None:
    assert office.net(wita("2026-04-13"), wita("2026-04-20")) == 37.5 * 3600
    assert office.net(wita("2026-03-02"), wita("2026-03-09")) == 32.5 * 3600


def test_the_hours_come_from_the_more_particular_rule() -> None:
    day, week = date(2026, 3, 2), (OFFICE[:1], *FIVE_DAYS[1:])
    calendar = replace(
        plain(), seasons=(Season(title="Ramadan", start=day, end=day, week=week, decree="SK 2"),)
    )
    assert plain().hours(day) == OFFICE
    assert calendar.hours(day) == OFFICE[:1]
    assert calendar.hours(day + timedelta(days=7)) == OFFICE
    closed = replace(calendar, holidays={day: holiday(day)})
    assert closed.hours(day) == ()
    assert closed.holiday(day) == holiday(day)
    special = SpecialDay(date=day, title="Masuk khusus", hours=OFFICE[1:])
    opened = replace(closed, special_days={day: special})
    assert opened.hours(day) == OFFICE[1:]
    assert opened.exception(day) == special
    assert opened.holiday(day) is None


def test_segments_are_half_open_and_in_utc() -> None:
    calendar = plain()
    first, second = calendar.segments(date(2026, 4, 13))
    assert first == Segment(wita("2026-04-13T08:00"), wita("2026-04-13T12:00"))
    assert first.start.tzinfo is UTC
    assert calendar.is_open(first.start)
    assert not calendar.is_open(first.end)
    assert not calendar.is_open(first.start - timedelta(microseconds=1))
    assert calendar.opening(date(2026, 4, 13)) == first.start
    assert calendar.closing(date(2026, 4, 13)) == second.end
    assert calendar.closing(date(2026, 4, 12)) is None
    assert calendar.end_of(date(2026, 4, 12)) == wita("2026-04-13")


def test_next_open_is_now_or_the_next_start() -> None:
    calendar = plain()
    assert calendar.next_open(wita("2026-04-13T09:30")) == wita("2026-04-13T09:30")
    assert calendar.next_open(wita("2026-04-13T12:00")) == wita("2026-04-13T13:00")
    assert calendar.next_open(wita("2026-04-17T16:00")) == wita("2026-04-20T08:00")


def test_closings_lie_after_the_start_and_up_to_the_end() -> None:
    calendar = plain()
    monday, tuesday = wita("2026-04-13T16:00"), wita("2026-04-14T16:00")
    assert calendar.count_closings(monday, tuesday) == 1
    assert calendar.count_closings(monday - timedelta(seconds=1), tuesday) == 2
    assert calendar.count_closings(monday, tuesday - timedelta(seconds=1)) == 0
    assert calendar.count_closings(tuesday, monday) == 0
    assert calendar.nth_closing(date(2026, 4, 10), 1) == monday
    assert calendar.nth_closing(date(2026, 4, 13), 5) == wita("2026-04-20T16:00")
    assert calendar.closing_after(monday, 1) == tuesday
    assert calendar.working_day(monday) == date(2026, 4, 13)
    assert calendar.working_day(monday + timedelta(seconds=1)) == date(2026, 4, 14)


def test_adding_no_time_gives_the_start_even_when_nobody_works() -> None:
    assert plain().add(wita("2026-04-12T03:00"), 0) == wita("2026-04-12T03:00")


def test_work_is_led_back_from_an_end_over_rests_and_years() -> None:
    calendar, hour = plain(), timedelta(hours=1)
    assert calendar.lead(wita("2026-04-13T14:00"), 2 * hour) == wita("2026-04-13T11:00")
    # At a segment's edge the later of two moments with the same work between.
    assert calendar.lead(wita("2026-04-13T14:00"), hour) == wita("2026-04-13T13:00")
    assert calendar.lead(wita("2026-04-12T14:00"), 7 * hour) == wita("2026-04-10T08:00")
    assert calendar.lead(wita("2026-04-12T14:00"), 0 * hour) == wita("2026-04-12T14:00")
    far = calendar.lead(wita("2026-04-13T08:00"), 10 * 52 * 35 * hour)
    assert far == wita("2026-04-13T08:00") - timedelta(weeks=520)
    assert calendar.closing_before(wita("2026-04-13T16:00"), 1) == wita("2026-04-10T16:00")
    assert calendar.closing_before(wita("2026-04-13T16:01"), 1) == wita("2026-04-13T16:00")
    assert calendar.closing_before(wita("2026-04-13T08:00"), 5 * 520) == wita("2016-04-25T16:00")


def test_a_shift_past_midnight_belongs_to_the_day_on_which_it_began() -> None:
    calendar = plain((NIGHT, NIGHT, (), (), (), (), ()))
    assert calendar.closing(date(2026, 4, 13)) == wita("2026-04-14T07:00")
    assert calendar.net(wita("2026-04-14T06:00"), wita("2026-04-14T22:00")) == 2 * 3600
    assert calendar.working_day(wita("2026-04-15T02:00")) == date(2026, 4, 14)
    assert calendar.nth_closing(date(2026, 4, 13), 1) == wita("2026-04-15T07:00")


def test_a_unit_that_never_closes_counts_every_hour_and_closes_each_midnight() -> None:
    calendar = load_calendar(CALENDARS / "rsud-24-jam.yaml")
    start = wita("2026-12-31T23:00")
    assert calendar.is_open(wita("2026-03-21T03:00"))
    assert calendar.net(start, start + timedelta(days=400)) == 400 * 24 * 3600
    assert calendar.add(start, 7200) == wita("2027-01-01T01:00")
    assert calendar.count_closings(start, start + timedelta(hours=2)) == 1
    assert calendar.closing_after(start, 1) == wita("2027-01-01")


def test_six_day_weeks_work_on_saturday() -> None:
    calendar = load_calendar(CALENDARS / "puskesmas-enam-hari.yaml")
    assert calendar.closing(date(2026, 4, 11)) == wita("2026-04-11T13:00")
    assert calendar.nth_closing(date(2026, 4, 10), 2) == wita("2026-04-13T14:30")


def test_the_counter_of_a_kecamatan_closes_later_than_the_office() -> None:
    calendar = load_calendar(CALENDARS / "kecamatan.yaml")
    assert calendar.closing(date(2026, 4, 9)) == wita("2026-04-09T16:15")
    assert calendar.closing(date(2026, 4, 10)) == wita("2026-04-10T16:45")


def test_no_horizon_bends_an_answer_decades_away() -> None:
    fresh, used = plain(), plain()
    used.net(wita("1999-01-01"), wita("2001-01-01"))
    used.net(wita("2101-01-01"), wita("2102-01-01"))
    start = wita("2026-04-13T08:00")
    assert fresh.add(start, 40 * 52 * 35 * 3600) == used.add(start, 40 * 52 * 35 * 3600)
    assert fresh.nth_closing(date(2026, 4, 12), 52 * 5 * 40) == used.nth_closing(
        date(2026, 4, 12), 52 * 5 * 40
    )
    weeks = [start + timedelta(weeks=n) for n in (-1000, -1, 0, 1, 4000)]
    assert [fresh.net(week, week + timedelta(days=7)) for week in weeks] == [35 * 3600] * 5


@pytest.mark.parametrize("year", [1, 1968, 2201, 9999])
def test_a_year_that_is_a_slip_of_the_pen_is_refused(year: int) -> None:
    with pytest.raises(OutsideCalendar, match="1970 sampai 2199"):
        plain().add(datetime(year, 6, 1, tzinfo=UTC), 60)


def test_a_limit_beyond_the_last_year_is_refused_instead_of_searched_for_ever() -> None:
    with pytest.raises(OutsideCalendar):
        plain().nth_closing(date(2199, 12, 1), 1000)


@pytest.mark.parametrize(
    "week",
    [
        ((),) * 7,
        ((Hours(start=600, end=500),),) * 7,
        ((Hours(start=500, end=600), Hours(start=590, end=700)),) * 7,
        ((Hours(start=1500, end=1600),),) * 7,
        ((Hours(start=1200, end=1930),), OFFICE, OFFICE, OFFICE, OFFICE, OFFICE, OFFICE),
    ],
    ids=["no hours", "backwards", "overlap", "starts tomorrow", "night meets morning"],
)
def test_rules_without_an_answer_make_no_calendar(week: Week) -> None:
    with pytest.raises(ValueError, match="hours"):
        plain(week)


def test_threads_that_share_a_calendar_get_the_answers_of_one_alone() -> None:
    starts = [wita("2026-04-13T09:00") + timedelta(weeks=n) for n in range(-200, 200, 3)]
    alone = plain()
    expected = [alone.nth_closing(start.date(), 30) for start in starts]
    shared = plain()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda start: shared.nth_closing(start.date(), 30), starts))
    assert found == expected
