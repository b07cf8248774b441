"""A calendar that changes from a date on: older days keep the rules that held for them."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain.account import Kind
from engine.domain.calendar import Calendar, succeeded
from engine.domain.deadline import account, due
from engine.domain.hours import Day, Holiday, HolidayKind, Hours, Week
from engine.domain.limit import parse_limit
from engine.formats.calendars import load_calendar
from tests.domain.oracle import DAY
from tests.domain.working_time import calendars, single

CALENDARS = Path(__file__).parents[2] / "definitions" / "calendars"
MAKASSAR = ZoneInfo("Asia/Makassar")
OFFICE: Day = (Hours(start=8 * 60, end=16 * 60),)
NIGHT: Day = (Hours(start=21 * 60, end=31 * 60),)  # 21.00-07.00
ALWAYS: Day = (Hours(start=0, end=24 * 60),)
APRIL_15 = date(2026, 4, 15)  # a Wednesday


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MAKASSAR)


def every_day(day: Day, zone: str = "Asia/Makassar") -> Calendar:
    week: Week = (day, day, day, day, day, day, day)
    return Calendar(code="uji", title="Uji", version="1", zone=ZoneInfo(zone), week=week)


def off(day: date, decree: str) -> Holiday:
    return Holiday(date=day, name="Libur", decree=decree, kind=HolidayKind.NATIONAL)


@pytest.fixture(scope="module")
def office() -> Calendar:
    return load_calendar(CALENDARS / "perpres-21-2023.yaml")


@given(calendars(), st.data(), st.integers(-3, 20))
def test_days_before_a_change_answer_as_before_and_the_days_after_as_the_new_rules_say(
    was: tuple[Calendar, date], data: st.DataObject, later: int
) -> None:
    old, anchor = was
    since = anchor + later * DAY
    new = data.draw(single("office", old.zone.key, anchor))
    changed = succeeded(new, old, since)
    for day in (anchor + n * DAY for n in range(-10, 40)):
        right = old if day < since else new
        assert changed.hours(day) == right.hours(day)
        assert changed.exception(day) == right.exception(day)
        assert changed.holiday(day) == right.holiday(day)
        assert changed.midnight(day) == right.midnight(day)
        noon = right.midnight(day) + 12 * timedelta(hours=1)
        assert changed.local(noon) == right.local(noon)
        assert changed.day_of(noon) == day
        if day != since:
            assert changed.segments(day) == right.segments(day)
            assert changed.opening(day) == right.opening(day)
            assert changed.closing(day) == right.closing(day)


def test_a_change_moves_what_is_due_after_it_and_nothing_that_was_due_before(
    office: Calendar,
) -> None:
    new = replace(office, holidays={**office.holidays, date(2026, 4, 16): off(APRIL_15, "SK 9")})
    changed, start = succeeded(new, office, APRIL_15), wita("2026-04-13T10:00")
    for limit in ("1 hari kerja", "9 jam", "1 hari kalender"):
        assert due(parse_limit(limit), start, changed) == due(parse_limit(limit), start, office)
    assert due(parse_limit("3 hari kerja"), start, office) == wita("2026-04-16T16:00")
    assert due(parse_limit("3 hari kerja"), start, changed) == wita("2026-04-17T16:30")


def test_a_change_from_a_date_leaves_the_holidays_before_it_alone(office: Calendar) -> None:
    bare = replace(office, holidays={})
    changed = succeeded(bare, office, date(2026, 5, 1))
    start = wita("2026-03-13T10:00")
    assert due(parse_limit("5 hari kerja"), start, changed) == wita("2026-03-27T16:30")
    assert due(parse_limit("5 hari kerja"), start, bare) == wita("2026-03-20T15:30")
    assert changed.closing(date(2026, 5, 1)) == wita("2026-05-01T16:30")


def test_the_account_names_the_decree_of_the_rules_that_held(office: Calendar) -> None:
    first, second = date(2026, 4, 14), date(2026, 4, 16)
    old = replace(office, holidays={day: off(day, "SKB lama") for day in (first, second)})
    new = replace(office, holidays={day: off(day, "SKB baru") for day in (first, second)})
    told = account(
        parse_limit("2 hari kerja"),
        wita("2026-04-13T10:00"),
        succeeded(new, old, APRIL_15),
    )
    decrees = [line.because.decree for line in told.lines if line.because]
    assert decrees == ["SKB lama", "SKB baru"]
    assert told.due == wita("2026-04-17T16:30")
    assert told.counted == 2


def test_an_era_that_would_have_begun_later_never_came_to_be() -> None:
    first, second, third = every_day(OFFICE), every_day(NIGHT), every_day(ALWAYS)
    changed = succeeded(third, succeeded(second, first, date(2026, 4, 20)), APRIL_15)
    assert changed.hours(date(2026, 4, 14)) == OFFICE
    assert changed.hours(date(2026, 4, 15)) == changed.hours(date(2026, 4, 20)) == ALWAYS
    same_day = succeeded(third, succeeded(second, first, APRIL_15), APRIL_15)
    assert same_day.hours(date(2026, 4, 14)) == OFFICE


def test_eras_follow_each_other() -> None:
    second = succeeded(every_day(NIGHT), every_day(OFFICE), APRIL_15)
    third = succeeded(every_day(ALWAYS), second, date(2026, 4, 20))
    days = [date(2026, 4, day) for day in (14, 15, 19, 20)]
    assert [third.hours(day) for day in days] == [OFFICE, NIGHT, NIGHT, ALWAYS]
    assert [third.era(day).before is None for day in days] == [True, False, False, False]


def test_a_night_begun_under_the_old_rules_ends_as_they_say_and_no_minute_counts_twice() -> None:
    changed = succeeded(every_day(ALWAYS), every_day(NIGHT), APRIL_15)
    assert changed.closing(date(2026, 4, 14)) == wita("2026-04-15T07:00")
    assert changed.opening(APRIL_15) == wita("2026-04-15T07:00")
    assert changed.net(wita("2026-04-14T21:00"), wita("2026-04-16T00:00")) == 27 * 3600
    assert changed.count_closings(wita("2026-04-14T21:00"), wita("2026-04-16T00:00")) == 2


def test_a_day_that_the_old_rules_still_fill_is_no_working_day_of_the_new_ones() -> None:
    early: Day = (Hours(start=5 * 60, end=6 * 60),)
    changed = succeeded(every_day(early), every_day(NIGHT), APRIL_15)
    assert changed.segments(APRIL_15) == ()
    assert changed.closing(APRIL_15) is None
    told = account(parse_limit("2 hari kerja"), wita("2026-04-13T22:00"), changed)
    assert told.due == wita("2026-04-16T06:00")
    assert [(line.kind, line.amount) for line in told.lines[1:-1]] == [
        (Kind.DAYS, 1),
        (Kind.CLOSED, 1),
        (Kind.DAYS, 1),
    ]


@pytest.mark.parametrize(
    ("before", "after", "length"),
    [("Asia/Jakarta", "Asia/Makassar", 23), ("Asia/Makassar", "Asia/Jakarta", 25)],
)
def test_a_unit_that_moves_to_another_zone_has_one_shorter_or_longer_night(
    before: str, after: str, length: int
) -> None:
    changed = succeeded(every_day(OFFICE, after), every_day(OFFICE, before), APRIL_15)
    eve, first = date(2026, 4, 14), APRIL_15
    closed, opened = changed.closing(eve), changed.opening(first)
    assert closed == datetime(2026, 4, 14, 16, tzinfo=ZoneInfo(before))
    assert opened == datetime(2026, 4, 15, 8, tzinfo=ZoneInfo(after))
    assert changed.midnight(first) - changed.midnight(eve) == timedelta(hours=length)
    assert opened
    hours = [changed.midnight(eve) + timedelta(hours=n) for n in range(30)]
    assert [changed.day_of(hour) for hour in hours] == [eve] * length + [first] * (30 - length)
    assert due(parse_limit("1 jam"), closed, changed) == opened + timedelta(hours=1)
