"""Due moments as an officer reckons them by hand, with the calendar of Perpres 21/2023."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from engine.domain.calendar import Calendar
from engine.domain.deadline import (
    Pause,
    account,
    due,
    extended,
    is_provisional,
    remaining,
    size,
    warn_at,
)
from engine.domain.limit import LimitsDiffer, parse_limit
from engine.formats.calendars import load_calendar

CALENDARS = Path(__file__).parents[2] / "definitions" / "calendars"
MAKASSAR = ZoneInfo("Asia/Makassar")


def wita(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=MAKASSAR)


def pause(start: str, end: str | None = None) -> Pause:
    return Pause(start=wita(start), end=wita(end) if end else None)


@pytest.fixture(scope="module")
def office() -> Calendar:
    return load_calendar(CALENDARS / "perpres-21-2023.yaml")


@pytest.mark.parametrize(
    ("start", "limit", "moment"),
    [
        # The vectors of the domain reference, section 2.5.
        ("2026-03-13T10:00", "5 hari kerja", "2026-03-27T16:30"),
        ("2026-03-17T10:00", "3 hari kerja", "2026-03-27T16:30"),
        ("2026-05-26T10:00", "1 hari kerja", "2026-05-29T16:30"),
        ("2026-02-13T10:00", "1 hari kerja", "2026-02-18T16:00"),
        ("2026-04-10T11:00", "90 menit", "2026-04-10T14:00"),
        ("2026-04-09T15:50", "15 menit", "2026-04-10T07:35"),
        ("2026-04-11T09:00", "15 menit", "2026-04-13T07:45"),
        # Registered before opening, in the rest, after closing, on a holiday.
        ("2026-04-09T05:00", "1 jam", "2026-04-09T08:30"),
        ("2026-04-09T12:20", "1 jam", "2026-04-09T14:00"),
        ("2026-04-09T21:00", "1 hari kerja", "2026-04-10T16:30"),
        ("2026-03-21T10:00", "1 hari kerja", "2026-03-25T16:00"),
        # A limit that ends with the segment is due then, not at the next one's start.
        ("2026-04-09T07:30", "4,5 jam", "2026-04-09T12:00"),
        ("2026-04-09T07:30", "7,5 jam", "2026-04-09T16:00"),
        # Nobody converts a day into hours.
        ("2026-04-09T15:00", "1 hari kerja", "2026-04-10T16:30"),
        ("2026-04-09T15:00", "7,5 jam", "2026-04-10T15:30"),
        # The high end of a range counts.
        ("2026-04-09T08:00", "30-60 menit", "2026-04-09T09:00"),
        # Dates: the closing of the last, or of the next working day; the month's end.
        ("2026-04-06T10:00", "3 hari kalender", "2026-04-09T16:00"),
        ("2026-04-08T10:00", "3 hari kalender", "2026-04-13T16:00"),
        ("2026-03-10T10:00", "2 minggu", "2026-03-25T16:00"),
        ("2026-01-31T10:00", "1 bulan", "2026-03-02T15:00"),
        ("2026-04-06T10:00", "1 bulan", "2026-05-06T16:00"),
        ("2026-08-31T10:00", "3 bulan", "2026-11-30T16:00"),
        # Elapsed time knows neither night nor weekend.
        ("2026-04-10T15:00", "1 x 24 jam", "2026-04-11T15:00"),
    ],
)
def test_a_limit_falls_due(office: Calendar, start: str, limit: str, moment: str) -> None:
    assert due(parse_limit(limit), wita(start), office) == wita(moment)


@pytest.mark.parametrize("limit", ["-", "", "sesuai kebutuhan", "0 menit", "0 hari kerja"])
def test_without_a_limit_there_is_no_due_moment_and_no_warning(
    office: Calendar, limit: str
) -> None:
    assert due(parse_limit(limit), wita("2026-04-10T11:00"), office) is None
    assert warn_at(parse_limit(limit), wita("2026-04-10T11:00"), office) is None


@pytest.mark.parametrize(
    ("limit", "pauses", "moment"),
    [
        # From Thu 9 April 2026 10.00. A pause in time costs its working time, outside it nothing.
        ("2 jam", [pause("2026-04-09T11:00", "2026-04-09T11:30")], "2026-04-09T13:30"),
        ("7 jam", [pause("2026-04-09T16:00", "2026-04-10T07:30")], "2026-04-10T09:30"),
        ("2 jam", [pause("2026-04-09T08:00", "2026-04-09T10:30")], "2026-04-09T13:30"),
        (
            "2 jam",
            [
                pause("2026-04-09T10:30", "2026-04-09T11:00"),
                pause("2026-04-09T11:00", "2026-04-09T11:30"),
                pause("2026-04-09T10:40", "2026-04-09T11:10"),
            ],
            "2026-04-09T14:00",
        ),
        # In days it costs the closings inside it: none within a day, one over a night.
        ("2 hari kerja", [pause("2026-04-10T08:00", "2026-04-10T16:00")], "2026-04-13T16:00"),
        ("2 hari kerja", [pause("2026-04-10T16:00", "2026-04-13T08:00")], "2026-04-14T16:00"),
        ("2 hari kerja", [pause("2026-04-09T11:00", "2026-04-09T17:00")], "2026-04-13T16:00"),
        ("2 hari kerja", [pause("2026-04-10T16:30", "2026-04-13T16:00")], "2026-04-14T16:00"),
        ("2 hari kerja", [pause("2026-04-10T17:00", "2026-04-13T07:00")], "2026-04-13T16:00"),
        # In dates it costs the ends of dates, and the closing itself when it stands still there.
        ("4 hari kalender", [pause("2026-04-11T09:00", "2026-04-12T09:00")], "2026-04-14T16:00"),
        ("2 hari kalender", [pause("2026-04-13T09:00", "2026-04-14T09:00")], "2026-04-14T16:00"),
        ("1 x 24 jam", [pause("2026-04-09T20:00", "2026-04-09T23:00")], "2026-04-10T13:00"),
        # A pause that goes on leaves the moment unknown, unless it was reached before.
        ("2 jam", [pause("2026-04-09T11:00")], None),
        ("2 jam", [pause("2026-04-09T12:00")], "2026-04-09T12:00"),
        ("2 hari kerja", [pause("2026-04-13T16:00")], "2026-04-13T16:00"),
        ("2 hari kerja", [pause("2026-04-13T15:59")], None),
        ("3 hari kalender", [pause("2026-04-10T09:00")], None),
        ("1 minggu", [pause("2026-04-16T10:00")], None),
    ],
)
def test_pauses_move_a_due_moment_by_what_they_cost(
    office: Calendar, limit: str, pauses: list[Pause], moment: str | None
) -> None:
    found = due(parse_limit(limit), wita("2026-04-09T10:00"), office, pauses)
    assert found == (wita(moment) if moment else None)


def test_an_extension_counts_from_the_same_start(office: Calendar) -> None:
    start = wita("2026-03-02T10:00")
    limit, extra = parse_limit("10 hari kerja"), parse_limit("7 hari kerja")
    assert due(limit, start, office) == wita("2026-03-16T15:00")
    assert extended(limit, extra, start, office) == due(parse_limit("17 hari kerja"), start, office)
    assert size(limit) == 10
    with pytest.raises(LimitsDiffer):
        extended(limit, parse_limit("60 menit"), start, office)


@pytest.mark.parametrize(
    ("start", "limit", "moment"),
    [
        ("2026-04-10T11:00", "90 menit", "2026-04-10T13:42"),
        ("2026-04-09T15:50", "15 menit", "2026-04-10T07:32"),
        ("2026-04-09T10:00", "1 hari kerja", "2026-04-10T07:30"),
        ("2026-03-13T10:00", "5 hari kerja", "2026-03-27T07:30"),
        ("2026-04-08T10:00", "3 hari kalender", "2026-04-13T07:30"),
        ("2026-04-10T15:00", "1 x 24 jam", "2026-04-11T10:12"),
    ],
)
def test_the_warning_comes_at_four_fifths_of_the_time_or_as_the_last_day_opens(
    office: Calendar, start: str, limit: str, moment: str
) -> None:
    assert warn_at(parse_limit(limit), wita(start), office) == wita(moment)


@pytest.mark.parametrize(
    ("limit", "due_at", "now", "late", "days", "minutes"),
    [
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-09T10:00", False, 3, 5 + 7.5 * 3),
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-11T10:00", False, 2, 7.5 * 2),
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-14T15:00", False, 0, 1),
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-14T16:00", False, 0, 0),
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-14T17:00", True, 0, 0),
        ("3 hari kerja", "2026-04-14T16:00", "2026-04-16T08:30", True, 2, 7.5 + 1),
        ("3 hari kerja", "2026-04-10T16:30", "2026-04-12T08:30", True, 0, 0),
        ("80 menit", "2026-04-10T13:30", "2026-04-10T10:40", False, None, 50 / 60 + 0.5),
        ("80 menit", "2026-04-10T13:30", "2026-04-10T13:50", True, None, 20 / 60),
        ("8 hari kalender", "2026-04-14T16:00", "2026-04-09T16:00", False, 5, 7.5 * 3),
        ("8 hari kalender", "2026-04-10T16:30", "2026-04-12T16:00", True, 2, 0),
        ("1 x 24 jam", "2026-04-11T15:00", "2026-04-11T03:00", False, None, 12),
    ],
)
def test_what_remains_is_told_in_the_units_of_the_promise(
    office: Calendar, limit: str, due_at: str, now: str, late: bool, days: int, minutes: float
) -> None:
    found = remaining(parse_limit(limit), wita(due_at), wita(now), office)
    assert (found.late, found.days) == (late, days)
    assert found.seconds == round(minutes * 3600)


def test_a_moment_beyond_the_confirmed_holidays_is_provisional(office: Calendar) -> None:
    assert not is_provisional(wita("2026-12-31T23:59"), office)
    assert is_provisional(wita("2027-01-01T00:00"), office)
    assert not is_provisional(
        wita("2100-01-01T00:00"), load_calendar(CALENDARS / "rsud-24-jam.yaml")
    )


def test_a_limit_at_a_unit_that_never_closes_runs_through_the_night() -> None:
    hospital = load_calendar(CALENDARS / "rsud-24-jam.yaml")
    start = wita("2026-03-20T23:50")
    assert due(parse_limit("15 menit"), start, hospital) == wita("2026-03-21T00:05")
    assert due(parse_limit("1 hari kerja"), start, hospital) == wita("2026-03-22T00:00")
    warning = warn_at(parse_limit("1 hari kerja"), start, hospital)
    assert warning == wita("2026-03-21T00:00")


def test_the_same_limit_is_due_by_each_units_own_clock(office: Calendar) -> None:
    limit, start = parse_limit("1 jam"), wita("2026-04-10T16:00")
    counter = load_calendar(CALENDARS / "kecamatan.yaml")
    assert due(limit, start, office) == wita("2026-04-13T08:00")
    assert due(limit, start, counter) == wita("2026-04-13T08:15")
    assert office.local(start).date() == date(2026, 4, 10)
    assert office.zone.utcoffset(start.replace(tzinfo=None)) == timedelta(hours=8)


def test_hours_on_the_wall_are_hours_that_pass_even_where_clocks_change(office: Calendar) -> None:
    berlin = replace(office, zone=ZoneInfo("Europe/Berlin"))
    start = datetime(2026, 3, 28, 12, tzinfo=berlin.zone)  # an hour is left out in this night
    day, hour = parse_limit("1 x 24 jam"), timedelta(hours=1)
    moment = due(day, start, berlin)
    assert moment == datetime(2026, 3, 29, 13, tzinfo=berlin.zone)
    stop = Pause(start=start + 12 * hour, end=start + 18 * hour)
    paused = due(day, start, berlin, (stop,))
    assert paused == datetime(2026, 3, 29, 18, tzinfo=berlin.zone)
    assert account(day, start, berlin, (stop,)).counted == 24 * 3600
    assert remaining(day, moment, start, berlin).seconds == 24 * 3600
