"""The little calendar beside a promise, and the hours in which a counter is open."""

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.limit import parse_limit
from engine.store import office
from tests.cast import Cast
from web import wording
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
