"""Wording: moments, spans and names as they are read, in both languages and in the right zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from flask import Flask

from engine.domain.deadline import Remaining
from engine.domain.limit import CalendarDays, WorkingDays
from web import wording

FRIDAY = datetime(2026, 3, 27, 7, 30, 12, tzinfo=UTC)


def left(late: bool, days: int | None, seconds: int) -> Remaining:
    """What the calendar answers."""
    return Remaining(late=late, days=days, seconds=seconds)


@pytest.fixture
def indonesian(app: Flask) -> Iterator[None]:
    """A request of somebody who reads Indonesian."""
    with time_machine.travel(FRIDAY, tick=False), app.test_request_context("/"):
        yield


@pytest.fixture
def english(app: Flask) -> Iterator[None]:
    """A request of somebody who reads English."""
    with time_machine.travel(FRIDAY, tick=False), app.test_request_context("/?bahasa=en"):
        yield


def test_moments_in_indonesian(indonesian: None) -> None:
    assert wording.moment(FRIDAY) == "Jumat, 27 Maret 2026, 15.30 WITA"
    assert wording.day(date(2026, 3, 27)) == "Jumat, 27 Maret 2026"
    assert wording.clock_time(FRIDAY) == "15.30"
    assert wording.clock_second(FRIDAY) == "15.30.12 WITA"


def test_moments_in_english(english: None) -> None:
    assert wording.moment(FRIDAY) == "Friday, 27 March 2026, 15.30 WITA"
    assert wording.short_moment(FRIDAY) == "today, 15.30"


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("Asia/Jakarta", "Jumat, 27 Maret 2026, 14.30 WIB"),
        ("Asia/Pontianak", "Jumat, 27 Maret 2026, 14.30 WIB"),
        ("Asia/Makassar", "Jumat, 27 Maret 2026, 15.30 WITA"),
        ("Asia/Jayapura", "Jumat, 27 Maret 2026, 16.30 WIT"),
    ],
)
def test_moments_are_told_in_the_zone_of_the_unit(indonesian: None, zone: str, words: str) -> None:
    wording.use_zone(ZoneInfo(zone))
    assert wording.moment(FRIDAY) == words


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (datetime(2026, 3, 27, 8, 0, tzinfo=UTC), "hari ini, 16.00"),
        (datetime(2026, 3, 26, 3, 20, tzinfo=UTC), "kemarin, 11.20"),
        (datetime(2026, 3, 28, 0, 0, tzinfo=UTC), "besok, 08.00"),
        (datetime(2026, 3, 27, 16, 30, tzinfo=UTC), "besok, 00.30"),
        (datetime(2026, 3, 25, 5, 2, tzinfo=UTC), "25 Maret, 13.02"),
        (datetime(2025, 12, 31, 5, 2, tzinfo=UTC), "31 Desember 2025, 13.02"),
    ],
)
def test_near_moments_are_told_by_their_day_at_the_readers_desk(
    indonesian: None, at: datetime, words: str
) -> None:
    assert wording.short_moment(at) == words


@pytest.mark.parametrize(
    ("rest", "indonesian_words", "english_words"),
    [
        (left(False, 3, 0), "Sisa 3 hari kerja", "3 working days left"),
        (left(True, 1, 0), "Terlambat 1 hari kerja", "1 working day late"),
        (left(False, None, 4800), "Sisa 1 jam 20 menit", "1 hour 20 minutes left"),
        (left(True, None, 2700), "Terlambat 45 menit", "45 minutes late"),
        (left(False, 0, 7200), "Sisa 2 jam", "2 hours left"),
        (left(False, None, 59), "Sisa kurang dari 1 menit", "less than 1 minute left"),
    ],
)
def test_what_is_left_is_told_in_words(
    app: Flask, rest: Remaining, indonesian_words: str, english_words: str
) -> None:
    with app.test_request_context("/"):
        assert wording.remaining(rest) == indonesian_words
    with app.test_request_context("/?bahasa=en"):
        assert wording.remaining(rest) == english_words


def test_the_limit_tells_which_days_are_counted(indonesian: None) -> None:
    assert (
        wording.remaining(left(False, 3, 0), WorkingDays(days=5, text="5 hari kerja"))
        == "Sisa 3 hari kerja"
    )
    assert (
        wording.remaining(left(False, 3, 0), CalendarDays(days=5, text="5 hari kalender"))
        == "Sisa 3 hari kalender"
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Rahmawati Daeng", "Rah••••• D."),
        ("Ani Sulastri binti Umar", "An••••• U."),
        ("Suharto", "Suh•••••"),
        ("Al", "A•••••"),
        ("I Made", "I••••• M."),
        ("", "•••••"),
    ],
)
def test_names_are_masked_so_that_nobody_is_recognised(name: str, shown: str) -> None:
    assert wording.masked(name) == shown


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Yusran Hakim", "YH"), ("Rita", "R"), ("dr. Andi Muh. Baso", "AB"), ("", "")],
)
def test_initials_leave_titles_out(name: str, letters: str) -> None:
    assert wording.initials(name) == letters


def test_sizes_and_ages(indonesian: None) -> None:
    assert wording.size(310 * 1024) == "310 KB"
    assert wording.size(int(1.4 * 1024 * 1024)) == "1,4 MB"
    assert wording.ago(2) == "5 detik lalu"
    assert wording.ago(13) == "10 detik lalu"
    assert wording.ago(200) == "3 menit lalu"
