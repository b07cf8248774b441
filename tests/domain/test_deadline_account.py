"""The deadline account: what it tells a citizen or an inspector, line by line."""

from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.domain.account import Account
from engine.domain.calendar import Calendar
from engine.domain.deadline import Pause, account
from engine.domain.hours import Holiday, Season
from engine.domain.limit import lengthened, parse_limit
from engine.formats.calendars import load_calendar

CALENDARS = Path(__file__).parents[2] / "definitions" / "calendars"
MAKASSAR = ZoneInfo("Asia/Makassar")


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MAKASSAR)


@pytest.fixture(scope="module")
def office() -> Calendar:
    return load_calendar(CALENDARS / "perpres-21-2023.yaml")


def told(account: Account) -> list[str]:
    """Each line as one text: kind, from, to, amount."""
    return [
        f"{line.kind} {line.start.astimezone(MAKASSAR):%m-%dT%H:%M} "
        f"{line.end.astimezone(MAKASSAR) if line.end else None:%m-%dT%H:%M} {line.amount}"
        if line.end
        else f"{line.kind} {line.start.astimezone(MAKASSAR):%m-%dT%H:%M} -> {line.amount}"
        for line in account.lines
    ]


def test_minutes_are_told_segment_by_segment_with_rests_nights_and_days_off(
    office: Calendar,
) -> None:
    found = account(parse_limit("7 jam"), wita("2026-04-10T14:00"), office)
    assert told(found) == [
        "start 04-10T14:00 04-10T14:00 0",
        "work 04-10T14:00 04-10T16:30 9000",
        "closed 04-10T16:30 04-13T07:30 2",
        "work 04-13T07:30 04-13T12:00 16200",
        "end 04-13T12:00 04-13T12:00 0",
    ]
    longer = account(parse_limit("12 jam"), wita("2026-04-10T14:00"), office)
    assert told(longer)[4:] == [
        "break 04-13T12:00 04-13T13:00 0",
        "work 04-13T13:00 04-13T16:00 10800",
        "night 04-13T16:00 04-14T07:30 0",
        "work 04-14T07:30 04-14T09:30 7200",
        "end 04-14T09:30 04-14T09:30 0",
    ]
    assert longer.counted == 12 * 3600


def test_holidays_are_told_with_name_and_decree_and_ramadan_by_its_name(office: Calendar) -> None:
    found = account(parse_limit("2 jam"), wita("2026-03-17T14:00"), office)
    assert told(found) == [
        "start 03-17T14:00 03-17T14:00 0",
        "work 03-17T14:00 03-17T15:00 3600",
        "holiday 03-17T15:00 03-19T00:00 1",
        "holiday 03-19T00:00 03-20T00:00 1",
        "holiday 03-20T00:00 03-21T00:00 1",
        "holiday 03-21T00:00 03-23T00:00 2",
        "holiday 03-23T00:00 03-25T07:30 2",
        "work 03-25T07:30 03-25T08:30 3600",
        "end 03-25T08:30 03-25T08:30 0",
    ]
    ramadan, nyepi = found.lines[1].because, found.lines[3].because
    assert isinstance(ramadan, Season)
    assert ramadan.title == "Ramadan 1447 H"
    assert isinstance(nyepi, Holiday)
    assert nyepi.name == "Hari Suci Nyepi Tahun Baru Saka 1948"
    assert "1497 Tahun 2025" in nyepi.decree
    assert found.lines[7].because is None


def test_a_pause_is_told_with_the_working_time_it_cost(office: Calendar) -> None:
    pauses = [Pause(start=wita("2026-04-09T11:00"), end=wita("2026-04-09T13:30"))]
    found = account(parse_limit("3 jam"), wita("2026-04-09T10:00"), office, pauses)
    assert told(found) == [
        "start 04-09T10:00 04-09T10:00 0",
        "work 04-09T10:00 04-09T11:00 3600",
        "pause 04-09T11:00 04-09T13:30 5400",
        "work 04-09T13:30 04-09T15:30 7200",
        "end 04-09T15:30 04-09T15:30 0",
    ]


def test_days_are_told_in_runs_and_a_pause_with_the_closings_it_cost(office: Calendar) -> None:
    pauses = [Pause(start=wita("2026-04-14T10:00"), end=wita("2026-04-16T09:00"))]
    found = account(parse_limit("5 hari kerja"), wita("2026-04-09T10:00"), office, pauses)
    assert told(found) == [
        "start 04-09T10:00 04-09T10:00 0",
        "days 04-10T00:00 04-10T16:30 1",
        "closed 04-11T00:00 04-13T00:00 2",
        "days 04-13T00:00 04-13T16:00 1",
        "pause 04-14T10:00 04-16T09:00 2",
        "days 04-16T00:00 04-17T16:30 2",
        "closed 04-18T00:00 04-20T00:00 2",
        "days 04-20T00:00 04-20T16:00 1",
        "end 04-20T16:00 04-20T16:00 0",
    ]


def test_dates_count_days_off_and_tell_what_moved_the_end(office: Calendar) -> None:
    found = account(parse_limit("3 hari kalender"), wita("2026-04-08T10:00"), office)
    assert told(found) == [
        "start 04-08T10:00 04-08T10:00 0",
        "days 04-09T00:00 04-12T00:00 3",
        "closed 04-11T00:00 04-13T00:00 2",
        "end 04-13T16:00 04-13T16:00 0",
    ]


def test_elapsed_time_is_told_as_it_is(office: Calendar) -> None:
    pauses = [Pause(start=wita("2026-04-10T20:00"), end=wita("2026-04-10T21:00"))]
    found = account(parse_limit("1 x 24 jam"), wita("2026-04-10T15:00"), office, pauses)
    assert told(found) == [
        "start 04-10T15:00 04-10T15:00 0",
        "elapsed 04-10T15:00 04-10T20:00 18000",
        "pause 04-10T20:00 04-10T21:00 3600",
        "elapsed 04-10T21:00 04-11T16:00 68400",
        "end 04-11T16:00 04-11T16:00 0",
    ]


@pytest.mark.parametrize("limit", ["2 jam", "3 hari kerja", "3 hari kalender", "1 x 24 jam"])
def test_a_pause_that_goes_on_ends_the_account_without_a_moment(
    office: Calendar, limit: str
) -> None:
    pauses = [Pause(start=wita("2026-04-09T11:00"))]
    found = account(parse_limit(limit), wita("2026-04-09T10:00"), office, pauses)
    assert found.due is None
    assert told(found)[-1] == "pause 04-09T11:00 -> 0"


def test_a_pause_that_began_after_the_due_moment_is_not_told(office: Calendar) -> None:
    pauses = [Pause(start=wita("2026-04-09T12:00"))]
    found = account(parse_limit("2 jam"), wita("2026-04-09T10:00"), office, pauses)
    assert [line.kind for line in found.lines] == ["start", "work", "end"]


@pytest.mark.parametrize("limit", ["-", "sesuai kebutuhan", "0 menit"])
def test_without_a_limit_there_is_nothing_to_account_for(office: Calendar, limit: str) -> None:
    pauses = [Pause(start=wita("2026-04-09T12:00"))]
    found = account(parse_limit(limit), wita("2026-04-09T10:00"), office, pauses)
    assert found == Account(lines=(), due=None)


def test_an_extended_limit_is_accounted_for_from_the_same_start(office: Calendar) -> None:
    limit = lengthened(parse_limit("3 hari kerja"), parse_limit("2 hari kerja"))
    found = account(limit, wita("2026-04-09T10:00"), office)
    assert found.due == wita("2026-04-16T16:00")
    assert found.counted == 5
