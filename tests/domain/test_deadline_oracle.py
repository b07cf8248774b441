"""Due moments are those of an oracle that counts minute by minute, on generated calendars."""

from datetime import date, datetime
from itertools import islice

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.deadline import due, earlier, warn_at
from engine.domain.limit import CalendarDays, Months, Weeks, WorkingDays, WorkingMinutes, last_date
from tests.domain.oracle import (
    DAY,
    FAR,
    MINUTE,
    date_at,
    date_end,
    due_in_dates,
    due_in_minutes,
    due_in_working_days,
    opening_of,
    owner,
    running,
)
from tests.domain.working_time import Scene, scenes


def minutes(n: int) -> WorkingMinutes:
    return WorkingMinutes(text=f"{n} menit", minutes=n)


def days(n: int) -> WorkingDays:
    return WorkingDays(text=f"{n} hari kerja", days=n)


def dates(n: int) -> CalendarDays:
    return CalendarDays(text=f"{n} hari kalender", days=n)


def agrees(moment: datetime | None, expected: datetime | None, scene: Scene) -> bool:
    """Whether a moment is the oracle's, or lies beyond all that the oracle has counted."""
    if expected is None:
        return moment is None or moment > scene.start + FAR * MINUTE
    return moment == expected


def check_minutes(scene: Scene, n: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    expected = due_in_minutes(calendar, start, n, pauses)
    assert agrees(due(minutes(n), start, calendar, pauses), expected, scene)


def check_working_days(scene: Scene, n: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    expected = due_in_working_days(calendar, start, n, pauses)
    assert agrees(due(days(n), start, calendar, pauses), expected, scene)


def check_dates(scene: Scene, limit: CalendarDays | Weeks | Months, n: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    expected = due_in_dates(calendar, start, n, pauses)
    assert agrees(due(limit, start, calendar, pauses), expected, scene)


@given(scenes(may_be_open=True), st.integers(1, 900))
def test_a_limit_in_time_is_reached_at_the_earliest_minute_that_fills_it(
    scene: Scene, n: int
) -> None:
    check_minutes(scene, n)


@given(scenes(may_be_open=True), st.integers(1, 6))
def test_working_days_are_the_closings_at_which_the_clock_ran(scene: Scene, n: int) -> None:
    check_working_days(scene, n)


@given(scenes(may_be_open=True), st.integers(1, 12))
def test_calendar_days_end_at_the_closing_of_their_last_date(scene: Scene, n: int) -> None:
    check_dates(scene, dates(n), n)


@given(scenes(may_be_open=True))
def test_weeks_are_seven_dates_and_months_reach_the_same_date(scene: Scene) -> None:
    check_dates(scene, Weeks(text="", weeks=1), 7)
    entry = date_at(scene.calendar, scene.start)
    check_dates(scene, Months(text="", months=1), (a_month_after(entry) - entry).days)


def a_month_after(day: date) -> date:
    later = day + 28 * DAY
    while later.month == day.month or (later.day < day.day and (later + DAY).month == later.month):
        later += DAY
    return later


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)))
def test_a_month_later_is_the_same_date_or_the_months_end(day: date) -> None:
    assert last_date(Months(text="", months=1), day) == a_month_after(day)


@given(scenes(), st.integers(0, 10_000))
def test_net_time_is_the_number_of_working_minutes(scene: Scene, length: int) -> None:
    calendar, start = scene.calendar, scene.start
    end = start + length * MINUTE
    assert calendar.net(start, end) == 60 * sum(1 for _ in running(calendar, start, (), length))
    assert calendar.is_open(end) == (owner(calendar, end) is not None)
    opens = next(running(calendar, end), None)
    assert agrees(calendar.next_open(end), opens, scene)


@given(scenes(), st.integers(1, 6))
def test_a_limit_in_days_is_due_soon_as_its_last_day_opens(scene: Scene, n: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    for limit, moment in (
        (days(n), due_in_working_days(calendar, start, n, pauses)),
        (dates(n), due_in_dates(calendar, start, n, pauses)),
    ):
        day = moment and owner(calendar, moment - MINUTE)
        if day:
            assert warn_at(limit, start, calendar, pauses) == opening_of(calendar, day)


@given(scenes(), st.integers(1, 900), st.integers(1, 6))
def test_a_moment_before_another_is_counted_back_in_minutes_or_closings(
    scene: Scene, n: int, closings: int
) -> None:
    calendar, end = scene.calendar, scene.start
    back = (end - k * MINUTE for k in range(1, FAR))
    began = next(islice((past for past in back if owner(calendar, past)), n - 1, None), None)
    found = earlier(minutes(n), end, calendar)
    assert found
    assert found == began if began else found < end - (FAR - 1) * MINUTE
    closed = earlier(days(closings), end, calendar)
    assert closed
    day = owner(calendar, closed - MINUTE)
    assert day
    assert date_end(calendar, day) == (closed, True)
    assert calendar.count_closings(closed, end - MINUTE) == closings - 1


@pytest.mark.soak
@pytest.mark.timeout(7200)
@settings(max_examples=20_000)
@given(scenes(may_be_open=True), st.integers(1, 1500), st.integers(1, 8), st.integers(1, 20))
def test_soak_every_kind_of_limit_agrees_with_the_oracle(
    scene: Scene, minute_count: int, day_count: int, date_count: int
) -> None:
    check_minutes(scene, minute_count)
    check_working_days(scene, day_count)
    check_dates(scene, dates(date_count), date_count)
