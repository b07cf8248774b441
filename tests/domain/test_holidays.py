"""Holidays: who is warned when, and what a confirmed year holds."""

from dataclasses import replace
from datetime import date

import pytest

from engine.domain.holidays import confirmed, first_difference, of_year, unconfirmed_year
from engine.domain.hours import Holiday, HolidayKind
from engine.domain.inheritance import rebased
from engine.formats.calendars import load_calendar
from tests.domain.stage import DEFINITIONS

CALENDARS = DEFINITIONS / "calendars"


def named(code):
    return load_calendar(CALENDARS / f"{code}.yaml")


def day(text, name="Libur", decree="SK 1"):
    kind = HolidayKind.NATIONAL
    return Holiday(date=date.fromisoformat(text), name=name, decree=decree, kind=kind)


@pytest.mark.parametrize(
    ("today", "year"),
    [("2026-03-01", None), ("2026-09-30", None), ("2026-10-01", 2027), ("2027-01-02", 2027)],
)
def test_the_section_is_warned_from_october_until_the_year_is_confirmed(today, year):
    calendar = named("kecamatan")
    assert unconfirmed_year(calendar, date.fromisoformat(today)) == year
    sure = replace(calendar, confirmed_until=date(2027, 12, 31))
    assert unconfirmed_year(sure, date.fromisoformat(today)) is None
    assert unconfirmed_year(named("rsud-24-jam"), date.fromisoformat(today)) is None


def test_a_confirmed_year_replaces_the_proposal_and_leaves_other_years():
    calendar = named("nasional")
    after = confirmed(calendar, 2027, [day("2027-01-01", decree=""), day("2027-05-01")], "SKB 9")
    assert [(one.decree) for one in of_year(after, 2027)] == ["SKB 9", "SK 1"]
    assert of_year(after, 2026) == of_year(calendar, 2026)
    assert after.confirmed_until == date(2027, 12, 31)
    assert confirmed(after, 2026, [], "SKB 10").confirmed_until == date(2027, 12, 31)


def test_a_change_holds_from_the_first_date_that_differs():
    before = [day("2027-01-01"), day("2027-05-01")]
    assert first_difference(before, [day("2027-01-01")], 2027) == date(2027, 5, 1)
    assert first_difference(before, before, 2027) == date(2027, 1, 1)


def test_an_heir_follows_what_it_says_in_the_same_words_and_keeps_the_rest():
    above, heir = named("perpres-21-2023"), named("puskesmas-enam-hari")
    (season,) = above.seasons
    moved = replace(
        above,
        confirmed_until=date(2027, 12, 31),
        week=(*above.week[:4], (), (), ()),
        seasons=(replace(season, end=date(2026, 3, 19)),),
        holidays={**above.holidays, date(2026, 7, 1): day("2026-07-01")},
    )
    after = rebased(heir, above, moved)
    assert after.confirmed_until == date(2027, 12, 31)
    assert after.week == heir.week
    assert after.seasons[0].end == date(2026, 3, 19)
    assert after.seasons[0].week == heir.seasons[0].week
    assert after.hours(date(2026, 7, 1)) == ()


def test_what_is_taken_away_above_goes_from_the_heir_unless_it_is_its_own():
    above, heir = named("perpres-21-2023"), named("kecamatan")
    gone, own = date(2026, 5, 1), date(2026, 8, 17)
    heir = replace(heir, holidays={**heir.holidays, own: day("2026-08-17", "Hari jadi")})
    left = {at: one for at, one in above.holidays.items() if at not in (gone, own)}
    after = rebased(heir, above, replace(above, holidays=left, seasons=()))
    assert gone not in after.holidays and own in after.holidays
    assert after.seasons == ()
    assert after.title == heir.title


def test_nothing_changes_where_nothing_changed_above():
    above, heir = named("perpres-21-2023"), named("kecamatan")
    assert rebased(heir, above, above).holidays == heir.holidays
