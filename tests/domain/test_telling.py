"""Telling: when a letter may go, whose hours it waits for, and who may see what was told."""

from datetime import date, timedelta

import pytest

from engine.domain.people import Actor, Holding
from engine.domain.telling import delivery_scope, letter_hours, letter_moment
from tests.domain.stage import office, officer, wita

OFFICE, CALENDARS = office()
MORNING, NIGHT = wita("2026-04-09 09:00"), wita("2026-04-09 20:00")  # a Thursday
NEXT_MORNING = wita("2026-04-10 07:30")
HOUR = timedelta(hours=1)


def when(now, **how):
    plain = {"urgent": False, "calendar": CALENDARS["disdukcapil"], "last": None, "gap": HOUR,
             "busy_until": None}  # fmt: skip
    return letter_moment(now, **{**plain, **how})


@pytest.mark.parametrize(
    ("now", "how", "moment"),
    [
        (MORNING, {}, MORNING),
        (NIGHT, {}, NEXT_MORNING),
        (NIGHT, {"urgent": True}, NIGHT),
        (NIGHT, {"calendar": None}, NIGHT),
        (MORNING, {"last": MORNING - HOUR / 2}, MORNING + HOUR / 2),
        (MORNING, {"last": MORNING - HOUR}, MORNING),
        (MORNING, {"last": MORNING, "urgent": True}, MORNING),
        (MORNING, {"busy_until": MORNING + HOUR, "urgent": True}, MORNING + HOUR),
        (wita("2026-04-09 15:30"), {"last": wita("2026-04-09 15:10")}, NEXT_MORNING),
    ],
)
def test_a_letter_waits_for_hours_for_the_last_and_for_one_under_way(now, how, moment):
    assert when(now, **how) == moment


def test_the_hours_are_those_of_the_post_held_on_the_day_at_the_desk():
    held = officer("disdukcapil:operator").holdings[0]
    ends = Holding(position=held.position, starts=held.starts, ends=date(2026, 4, 9))
    leaving = Actor(id=1, name="", holdings=(ends,))
    assert letter_hours(leaving, CALENDARS, wita("2026-04-09 23:59")) is CALENDARS["disdukcapil"]
    # Still the ninth in UTC, already the tenth at the desk.
    assert letter_hours(leaving, CALENDARS, wita("2026-04-10 00:01")) is None


@pytest.mark.parametrize(
    ("desk", "units"),
    [
        ("disdukcapil:kepala", {"disdukcapil"}),
        ("disdukcapil:operator", set()),
        ("inspektorat:auditor", set()),
        ("setda:pengelola_sistem", set(OFFICE.units)),
    ],
)
def test_what_was_told_is_seen_by_the_administrator_and_by_heads(desk, units):
    assert delivery_scope(officer(desk), OFFICE, date(2026, 4, 9)) == units
