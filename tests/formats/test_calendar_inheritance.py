"""A calendar file that inherits says only what differs, and its canonical text says all."""

from datetime import date
from pathlib import Path

import pytest

from engine.domain.errors import DefinitionFaulty
from engine.domain.holidays import is_proposed, of_year
from engine.formats.calendars import calendar_text, load_calendar, parse_calendar, read_calendar
from engine.formats.calendars.proposal import proposed_holidays

SHIPPED = Path(__file__).parents[2] / "definitions" / "calendars"
ABOVE = """\
calendar: {title: Atas, zone: Asia/Jakarta, confirmed_until: 2026-12-31}
week: {monday-friday: [08.00-16.00]}
seasons:
  - {title: Ramadan, from: 2026-02-19, to: 2026-03-20, week: {monday-friday: [09.00-15.00]}}
days: [{date: 2026-05-05, title: Upacara, hours: [07.00-09.00]}]
holidays: [{date: 2026-05-01, name: Hari Buruh, kind: libur nasional, decree: SKB 1}]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "atas.yaml").write_text(ABOVE)
    return tmp_path


def heir(folder: Path, text: str, more: str = ""):
    (folder / "waris.yaml").write_text(f"calendar: {{title: Waris, inherits: atas{more}}}\n{text}")
    return load_calendar(folder / "waris.yaml")


def test_what_an_heir_does_not_say_comes_from_above(folder):
    found, above = heir(folder, ""), load_calendar(folder / "atas.yaml")
    assert (found.zone, found.week, found.seasons) == (above.zone, above.week, above.seasons)
    assert (found.holidays, found.special_days) == (above.holidays, above.special_days)
    assert found.confirmed_until == above.confirmed_until
    assert read_calendar(folder / "waris.yaml").inherits == "atas"
    assert parse_calendar(calendar_text(found), "waris").version == found.version


def test_its_own_rules_go_before_those_above(folder):
    text = (
        "week: {monday-saturday: [07.00-13.00]}\n"
        "days: [{date: 2026-05-06, title: Lain, hours: []}]\n"
        "holidays: [{date: 2026-05-01, name: Hari jadi, kind: libur daerah, decree: Perbup 1}]\n"
    )
    found = heir(folder, text, ", zone: Asia/Makassar, confirmed_until: 2025-12-31")
    assert found.zone.key == "Asia/Makassar" and found.hours(date(2026, 5, 9)) != ()
    assert found.holidays[date(2026, 5, 1)].name == "Hari jadi"
    assert set(found.special_days) == {date(2026, 5, 5), date(2026, 5, 6)}
    assert found.confirmed_until == date(2025, 12, 31)


def test_a_season_of_the_same_title_takes_its_dates_from_above(folder):
    found = heir(folder, "seasons: [{title: Ramadan, week: {monday: [10.00-12.00]}}]\n")
    (season,) = found.seasons
    assert (season.start, season.end) == (date(2026, 2, 19), date(2026, 3, 20))
    assert season.week[0][0].start == 600 and season.week[1] == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("calendar: {title: W, inherits: tiada}\n", "kalender “tiada” tidak ada"),
        ("calendar: {title: W, inherits: waris}\n", "mewarisi kalender ini juga"),
        ("calendar: {title: W, inherits: rusak}\n", "rusak.yaml baris 1"),
        ("calendar: {title: W, inherits: atas}\nseasons: [{title: Haji}]\n", "“from” belum ada"),
    ],
)
def test_what_is_wrong_with_an_inheritance_is_named(folder, text, words):
    (folder / "rusak.yaml").write_text("calendar: {title: R}\n")
    (folder / "waris.yaml").write_text(text)
    with pytest.raises(DefinitionFaulty, match=words):
        load_calendar(folder / "waris.yaml")


def test_a_loop_over_two_files_is_named(folder):
    (folder / "satu.yaml").write_text("calendar: {title: Satu, inherits: dua}\n")
    (folder / "dua.yaml").write_text("calendar: {title: Dua, inherits: satu}\n")
    with pytest.raises(DefinitionFaulty, match="lingkaran"):
        load_calendar(folder / "satu.yaml")


def test_a_holiday_without_a_decree_is_proposed_and_a_day_off_all_the_same(folder):
    text = 'holidays: [{date: 2027-05-06, name: Usulan, kind: cuti bersama, decree: ""}]\n'
    found = heir(folder, text)
    assert is_proposed(found.holidays[date(2027, 5, 6)])
    assert found.hours(date(2027, 5, 6)) == ()
    assert parse_calendar(calendar_text(found), "waris").holidays == found.holidays
    with pytest.raises(DefinitionFaulty, match=r"2027-05-06 .Usulan. belum berdasar keputusan"):
        heir(folder, text, ", confirmed_until: 2027-12-31")


def test_the_shipped_list_of_2027_is_the_librarys_proposal_and_not_confirmed():
    calendar = load_calendar(SHIPPED / "perpres-21-2023.yaml")
    listed = of_year(calendar, 2027)
    assert listed and all(map(is_proposed, listed))
    assert calendar.confirmed_until == date(2026, 12, 31)
    assert {one.date for one in proposed_holidays(2026)} == {
        one.date for one in of_year(calendar, 2026)
    }


def test_an_estimated_date_keeps_the_librarys_mark():
    assert any("(perkiraan)" in one.name for one in proposed_holidays(2030))
    assert all(one.decree == "" and one.date.year == 2030 for one in proposed_holidays(2030))
