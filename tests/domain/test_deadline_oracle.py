"""Due moments are those of an oracle that counts minute by minute, on generated calendars."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.domain.account import Kind
from engine.domain.deadline import account, due, remaining, warn_at
from engine.domain.limit import CalendarDays, Months, Weeks, WorkingDays, WorkingMinutes, last_date
from tests.domain.working_time import (
    DAY,
    MINUTE,
    Scene,
    date_ends,
    holiday,
    minute_of_work,
    running_minutes,
    scenes,
    stands_still,
)

FAR = 10 * 24 * 60  # minutes after which the oracle gives up


def minutes(n: int) -> WorkingMinutes:
    return WorkingMinutes(text=f"{n} menit", minutes=n)


def days(n: int) -> WorkingDays:
    return WorkingDays(text=f"{n} hari kerja", days=n)


def check_minutes(scene: Scene, n: int) -> None:
    moment = due(minutes(n), scene.start, scene.calendar, scene.pauses)
    last = next(islice(running_minutes(scene, FAR), n - 1, None), None)
    if last:
        assert moment == last + MINUTE
    else:
        assert moment is None or moment > scene.start + FAR * MINUTE


def check_working_days(scene: Scene, n: int) -> None:
    moment = due(days(n), scene.start, scene.calendar, scene.pauses)
    ran = [
        end
        for _, end, works in date_ends(scene, 60)
        if works and not stands_still(end - MINUTE, scene.pauses)
    ]
    if len(ran) >= n:
        assert moment == ran[n - 1]
    else:
        assert moment is None or moment > scene.start + 60 * DAY


def check_dates(scene: Scene, limit: CalendarDays | Weeks | Months, dates: int) -> None:
    moment = due(limit, scene.start, scene.calendar, scene.pauses)
    counted = 0
    for _, end, works in date_ends(scene, dates + 60):
        if stands_still(end - MINUTE, scene.pauses):
            continue
        counted += 1
        if counted >= dates and works:
            assert moment == end
            return
    assert moment is None or moment > scene.start + 60 * DAY


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
    check_dates(scene, CalendarDays(text="", days=n), n)


@given(scenes(may_be_open=True))
def test_weeks_are_seven_dates_and_months_reach_the_same_date(scene: Scene) -> None:
    check_dates(scene, Weeks(text="", weeks=1), 7)
    entry = scene.start.astimezone(scene.calendar.zone).date()
    check_dates(scene, Months(text="", months=1), (a_month_after(entry) - entry).days)


def a_month_after(day: date) -> date:
    later = day + 28 * DAY
    while later.month == day.month or (later.day < day.day and (later + DAY).month == later.month):
        later += DAY
    return later


@given(st.dates(date(2024, 1, 1), date(2029, 12, 31)))
def test_a_month_later_is_the_same_date_or_the_months_end(day: date) -> None:
    assert last_date(Months(text="", months=1), day) == a_month_after(day)


@given(scenes(), st.integers(0, 20_000))
def test_net_time_is_the_number_of_working_minutes(scene: Scene, length: int) -> None:
    end = scene.start + length * MINUTE
    bare = replace(scene, pauses=())
    assert scene.calendar.net(scene.start, end) == 60 * sum(
        1 for _ in running_minutes(bare, length)
    )
    assert scene.calendar.is_open(end) == (minute_of_work(scene.calendar, end) is not None)


@given(scenes(), st.integers(0, 20_000))
def test_adding_the_net_time_leads_back_except_over_a_rest(scene: Scene, length: int) -> None:
    calendar, end = scene.calendar, scene.start + length * MINUTE
    back = calendar.add(scene.start, calendar.net(scene.start, end))
    assert back <= end
    assert calendar.net(back, end) == 0
    if minute_of_work(calendar, end - MINUTE):
        assert back == end


@given(scenes(), st.integers(1, 900), st.integers(0, 3000), st.integers(0, 300))
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    scene: Scene, n: int, later: int, longer: int
) -> None:
    start, calendar, pauses = scene.start, scene.calendar, scene.pauses
    for limit, longer_limit in (
        (minutes(n), minutes(n + longer)),
        (days(1 + n % 6), days(1 + n % 6 + longer % 5)),
        (CalendarDays(text="", days=1 + n % 9), CalendarDays(text="", days=1 + n % 9 + longer % 5)),
    ):
        first = due(limit, start, calendar, pauses)
        assert first
        assert due(limit, start + later * MINUTE, calendar, pauses) >= first  # type: ignore[operator]
        assert due(longer_limit, start, calendar, pauses) >= first  # type: ignore[operator]


@given(scenes(), st.integers(1, 900), st.integers(0, 20))
def test_one_more_holiday_never_makes_anything_due_earlier(scene: Scene, n: int, day: int) -> None:
    calendar, start = scene.calendar, scene.start
    off = scene.anchor + day * DAY
    fewer = replace(calendar, holidays={**calendar.holidays, off: holiday(off)})
    for limit in (minutes(n), days(1 + n % 6), CalendarDays(text="", days=1 + n % 9)):
        before, after = due(limit, start, calendar), due(limit, start, fewer)
        assert before
        assert after
        assert after >= before


@given(scenes(), st.integers(1, 900))
def test_a_pause_costs_exactly_the_working_time_or_the_closings_inside_it(
    scene: Scene, n: int
) -> None:
    calendar, start = scene.calendar, scene.start
    pause = next((pause for pause in scene.pauses if pause.start >= start), None)
    assume(pause is not None)
    assert pause
    assert pause.end
    paused = due(minutes(n), start, calendar, (pause,))
    bare = due(minutes(n), start, calendar)
    assert paused
    assert bare
    lost = calendar.net(pause.start, pause.end) if bare > pause.start else 0
    assert calendar.net(start, paused) == n * 60 + lost
    in_days, all_days = due(days(n % 6 + 1), start, calendar, (pause,)), days(n % 6 + 1)
    bare = due(all_days, start, calendar)
    assert in_days
    assert bare
    entry = calendar.local(start).date()
    after = max(pause.start, calendar.end_of(entry))
    closings = len(calendar.closings(after, pause.end)) if pause.end > after else 0
    lost = closings if bare > pause.start else 0
    assert len(calendar.closings(bare, in_days)) == lost


@given(scenes(may_be_open=True), st.integers(1, 900))
def test_the_account_adds_up_to_the_due_moment(scene: Scene, n: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    told = account(minutes(n), start, calendar, pauses)
    assert told.due == due(minutes(n), start, calendar, pauses)
    ends = [line.end for line in told.lines[:-1]]
    assert ends == [line.start for line in told.lines[1:]], "the lines leave no gap"
    assert told.lines[0].kind is Kind.START
    if told.due:
        assert told.counted == n * 60
        assert told.lines[-1].kind is Kind.END
        assert told.lines[-1].start == told.due
    else:
        assert told.counted < n * 60
        assert told.lines[-1].kind is Kind.PAUSE
        assert told.lines[-1].end is None


@given(scenes(), st.integers(1, 12))
def test_the_account_of_days_adds_up_to_the_due_moment(scene: Scene, n: int) -> None:
    calendar, start = scene.calendar, scene.start
    entry = calendar.local(start).date()
    for limit in (days(n), CalendarDays(text="", days=n)):
        told = account(limit, start, calendar, scene.pauses)
        assert told.due
        assert told.counted == n
        paused = sum(line.amount for line in told.lines if line.kind is Kind.PAUSE)
        off = sum(line.amount for line in told.lines if line.kind in (Kind.CLOSED, Kind.HOLIDAY))
        until = calendar.working_day(told.due)
        if isinstance(limit, WorkingDays):
            assert n + paused == calendar.working_days(entry, until)
            assert n + paused + off == (until - entry).days
        else:
            assert n + paused <= (until - entry).days
            assert (off == 0) == (n + paused == (until - entry).days)


@given(scenes(), st.integers(1, 900))
def test_a_warning_comes_after_the_start_and_never_after_the_due_moment(
    scene: Scene, n: int
) -> None:
    for limit in (minutes(n), days(1 + n % 6), CalendarDays(text="", days=1 + n % 9)):
        moment = due(limit, scene.start, scene.calendar, scene.pauses)
        warning = warn_at(limit, scene.start, scene.calendar, scene.pauses)
        assert moment
        assert warning
        assert scene.start < warning <= moment


@given(scenes(), st.integers(1, 6), st.integers(0, 20_000))
def test_what_remains_and_what_is_late_meet_at_the_due_moment(
    scene: Scene, n: int, later: int
) -> None:
    calendar = scene.calendar
    moment = due(days(n), scene.start, calendar)
    assert moment
    at_start = remaining(days(n), moment, scene.start, calendar)
    assert at_start.days == n
    assert not at_start.late
    now = scene.start + later * MINUTE
    there = remaining(days(n), moment, now, calendar)
    assert there.late == (now > moment)
    assert there.seconds == calendar.net(min(now, moment), max(now, moment))


@pytest.mark.soak
@pytest.mark.timeout(3600)
@settings(max_examples=20_000)
@given(scenes(may_be_open=True), st.integers(1, 1500), st.integers(1, 8), st.integers(1, 20))
def test_soak_every_kind_of_limit_agrees_with_the_oracle(
    scene: Scene, minute_count: int, day_count: int, date_count: int
) -> None:
    check_minutes(scene, minute_count)
    check_working_days(scene, day_count)
    check_dates(scene, CalendarDays(text="", days=date_count), date_count)


@given(scenes(), st.integers(1, 900), st.integers(0, 59_999_999))
def test_fractions_of_a_minute_are_neither_lost_nor_won(scene: Scene, n: int, micro: int) -> None:
    start: datetime = scene.start + timedelta(microseconds=micro)
    moment = due(minutes(n), start, scene.calendar)
    assert moment
    assert scene.calendar.net_micro(start, moment) == n * 60_000_000
    assert scene.calendar.net_micro(start, moment - timedelta(microseconds=1)) < n * 60_000_000
    assert account(minutes(n), start, scene.calendar).counted == n * 60
