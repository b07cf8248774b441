"""What holds of every due moment, on generated calendars: order, pauses, remainders, accounts."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from engine.domain.account import Kind
from engine.domain.deadline import account, due, remaining, warn_at
from engine.domain.hours import Holiday
from engine.domain.limit import CalendarDays, WorkingDays, WorkingMinutes
from tests.domain.oracle import DAY, MINUTE, owner, rules_on
from tests.domain.working_time import Scene, holiday, scenes

MICROSECOND = timedelta(microseconds=1)


def minutes(n: int) -> WorkingMinutes:
    return WorkingMinutes(text=f"{n} menit", minutes=n)


def days(n: int) -> WorkingDays:
    return WorkingDays(text=f"{n} hari kerja", days=n)


def dates(n: int) -> CalendarDays:
    return CalendarDays(text=f"{n} hari kalender", days=n)


@given(scenes(), st.integers(0, 20_000))
def test_adding_the_net_time_leads_back_except_over_a_rest(scene: Scene, length: int) -> None:
    calendar, end = scene.calendar, scene.start + length * MINUTE
    back = calendar.add(scene.start, calendar.net(scene.start, end))
    assert back <= end
    assert calendar.net(back, end) == 0
    if owner(calendar, end - MINUTE):
        assert back == end


@given(scenes(), st.integers(0, 10_000), st.integers(0, 10_000))
def test_net_time_adds_up_over_any_moment_between(scene: Scene, first: int, second: int) -> None:
    calendar, start = scene.calendar, scene.start
    between, end = start + first * MINUTE, start + (first + second) * MINUTE
    assert calendar.worked(start, between) + calendar.worked(between, end) == calendar.worked(
        start, end
    )


@given(scenes(), st.integers(1, 900), st.integers(0, 3000), st.integers(0, 300))
def test_a_later_start_or_a_longer_limit_is_never_due_earlier(
    scene: Scene, n: int, later: int, longer: int
) -> None:
    start, calendar, pauses = scene.start, scene.calendar, scene.pauses
    for limit, longer_limit in (
        (minutes(n), minutes(n + longer)),
        (days(1 + n % 6), days(1 + n % 6 + longer % 5)),
        (dates(1 + n % 9), dates(1 + n % 9 + longer % 5)),
    ):
        first = due(limit, start, calendar, pauses)
        assert first
        assert due(limit, start + later * MINUTE, calendar, pauses) >= first  # type: ignore[operator]
        assert due(longer_limit, start, calendar, pauses) >= first  # type: ignore[operator]


@given(scenes(), st.integers(1, 900), st.integers(0, 20))
def test_one_more_holiday_never_makes_anything_due_earlier(scene: Scene, n: int, day: int) -> None:
    calendar, start, pauses = scene.calendar, scene.start, scene.pauses
    off = scene.anchor + day * DAY
    fewer = replace(calendar, holidays={**calendar.holidays, off: holiday(off)})
    for limit in (minutes(n), days(1 + n % 6), dates(1 + n % 9)):
        before, after = due(limit, start, calendar, pauses), due(limit, start, fewer, pauses)
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
    after = max(pause.start, calendar.end_of(calendar.day_of(start)))
    lost = calendar.count_closings(after, pause.end) if bare > pause.start else 0
    assert calendar.count_closings(bare, in_days) == lost


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
    entry = calendar.day_of(start)
    for limit in (days(n), dates(n)):
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


@given(scenes(), st.integers(1, 12))
def test_the_account_names_the_holidays_of_the_rules_that_held(scene: Scene, n: int) -> None:
    calendar = scene.calendar
    for limit in (minutes(60 * n), days(n)):
        for line in account(limit, scene.start, calendar).lines:
            if isinstance(line.because, Holiday):
                day = line.because.date
                assert rules_on(calendar, day).holidays[day] is line.because


@given(scenes(), st.integers(1, 900))
def test_a_warning_comes_after_the_start_and_never_after_the_due_moment(
    scene: Scene, n: int
) -> None:
    for limit in (minutes(n), days(1 + n % 6), dates(1 + n % 9)):
        moment = due(limit, scene.start, scene.calendar, scene.pauses)
        warning = warn_at(limit, scene.start, scene.calendar, scene.pauses)
        assert moment
        assert warning
        assert scene.start < warning <= moment


@given(scenes(), st.integers(1, 900))
def test_a_limit_in_time_is_due_soon_at_the_earliest_moment_with_four_fifths_of_it_worked(
    scene: Scene, n: int
) -> None:
    warning = warn_at(minutes(n), scene.start, scene.calendar)
    assert warning
    most = n * timedelta(seconds=48)
    assert scene.calendar.worked(scene.start, warning) == most
    assert scene.calendar.worked(scene.start, warning - MICROSECOND) < most


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


@given(scenes(), st.integers(1, 900), st.integers(0, 59_999_999))
def test_fractions_of_a_minute_are_neither_lost_nor_won(scene: Scene, n: int, micro: int) -> None:
    start: datetime = scene.start + timedelta(microseconds=micro)
    moment = due(minutes(n), start, scene.calendar)
    assert moment
    assert scene.calendar.worked(start, moment) == n * MINUTE
    assert scene.calendar.worked(start, moment - MICROSECOND) < n * MINUTE
    assert account(minutes(n), start, scene.calendar).counted == n * 60
