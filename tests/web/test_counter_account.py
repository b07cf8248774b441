"""The account in an applicant's words: few lines that still add up to the promise."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.limit import parse_limit
from engine.domain.pauses import Pause
from engine.store import office
from tests.cast import Cast
from web import wording
from web.counter.account import Place, Told, tell
from web.counter.calendar import weeks
from web.public.hours import opening_hours

WITA = ZoneInfo("Asia/Makassar")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WITA)


@pytest.fixture
def calendar(app: Flask, cast: Cast) -> Iterator[Calendar]:
    """The five-day calendar of 2026, read within a request."""
    with app.test_request_context():
        wording.use_zone(WITA)
        yield office.directory(cast.store).calendars["disdukcapil"]


def told(limit: str, start: datetime, calendar: Calendar, *pauses: Pause) -> list[Told]:
    parsed = parse_limit(limit)
    reasons = {pause.start: "Gangguan sistem" for pause in pauses}
    place = Place(limit=parsed, calendar=calendar, reasons=reasons, began="Berkas lengkap")
    return tell(deadline.account(parsed, start, calendar, pauses), place)


def test_days_are_told_around_the_holidays_and_weekends_in_one_line(calendar: Calendar) -> None:
    lines = told("7 hari kerja", at(13, 10, 17), calendar)
    assert [(line.what, line.how) for line in lines] == [
        ("Berkas lengkap", "13 Maret, 10.17"),
        ("Hari kerja ke-1 sampai ke-2", "16–17 Maret"),
        (lines[2].what, "18–24 Maret, tidak dihitung"),
        ("Hari kerja ke-3 sampai ke-7", "25–31 Maret"),
        ("Sabtu, Minggu", "tidak dihitung"),
    ]
    assert "Nyepi" in lines[2].what
    assert "cuti bersama" in lines[2].because


def test_minutes_over_a_night_are_told_day_by_day(calendar: Calendar) -> None:
    lines = told("60 menit", at(26, 15, 30), calendar)
    assert [(line.what, line.how) for line in lines] == [
        ("Berkas lengkap", "26 Maret, 15.30"),
        ("26 Maret, 15.30–16.00", "30 menit"),
        ("27 Maret, 07.30–08.00", "30 menit"),
    ]


def test_many_days_of_hours_are_told_by_the_first_the_last_and_the_rest(
    calendar: Calendar,
) -> None:
    lines = told("75 jam", at(13, 8, month=4), calendar)
    assert len(lines) <= 5
    assert any("hari di antaranya" in line.what for line in lines)


def test_a_pause_is_told_with_its_reason(calendar: Calendar) -> None:
    pause = Pause(start=at(14, 9, month=4), end=at(15, 12, month=4))
    lines = told("3 hari kerja", at(13, 10, month=4), calendar, pause)
    assert ("Dijeda: Gangguan sistem", "14–15 April, tidak dihitung") in [
        (line.what, line.how) for line in lines
    ]


def test_the_little_calendar_numbers_exactly_the_days_that_count(calendar: Calendar) -> None:
    limit = parse_limit("7 hari kerja")
    found = weeks(deadline.account(limit, at(13, 10), calendar), calendar)
    squares = [square for week in found for square in week]
    assert [s.note for s in squares if s.note.startswith("ke-")] == [f"ke-{n}" for n in range(1, 7)]
    assert [s.label for s in squares if s.tone in ("mulai", "jadi")] == ["13", "31"]
    assert sum(s.tone == "libur" for s in squares) >= 3


def test_a_long_promise_has_no_little_calendar(calendar: Calendar) -> None:
    limit = parse_limit("60 hari kerja")
    assert weeks(deadline.account(limit, at(13, 10), calendar), calendar) == []


def test_opening_hours_are_those_of_the_season_that_is_on(app: Flask, cast: Cast) -> None:
    calendars = office.directory(cast.store).calendars
    with app.test_request_context():
        usual = opening_hours(calendars["kec-contoh-utara"], date(2026, 5, 4))
        fasting = opening_hours(calendars["kec-contoh-utara"], date(2026, 3, 19))
    assert usual == "Senin–Kamis 08.00–16.15, Jumat 08.00–16.45"
    assert fasting == "Senin–Kamis 08.00–15.00, Jumat 08.00–15.30"
