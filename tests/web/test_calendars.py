"""Calendars as everybody reads them: who works by which, the year at a glance, and each version."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient

from engine.domain.hours import Holiday, HolidayKind, Hours, SpecialDay
from engine.store import postings
from tests.cast import Cast
from tests.commands.calendar_scenes import LETTER, applied, newest, proposed
from tests.web.conftest import CountingStore
from tests.web.desk import text_of

SignIn = Callable[[str], FlaskClient]
FIVE_DAYS = "/calendars/perpres-21-2023"


def adopted(cast: Cast, code: str, since: date | None = None, **changed: object) -> None:
    """A calendar changed, looked at and applied."""
    applied(cast, proposed(cast, replace(newest(cast, code), **changed), since))


def cell(page: str, title: str) -> str:
    """The class of the day that bears this name."""
    found = re.search(rf'<td class="([^"]*)"[^>]*><(?:a|span)[^>]*title="{re.escape(title)}"', page)
    assert found, f"no day is called {title}"
    return found[1]


def test_the_list_tells_who_works_by_which_calendar(signed_in: SignIn) -> None:
    page = text_of(signed_in("haris").get("/calendars"))
    assert "Jam kerja lima hari, Perpres 21/2023" in page
    assert "Rumah Sakit Umum Daerah Contoh" in page
    assert "tidak bergantung pada hari libur" in page


def test_holidays_that_should_be_confirmed_by_now_are_warned_about(
    signed_in: SignIn, cast: Cast
) -> None:
    today, section = postings.today(cast.store), signed_in("haris")
    adopted(cast, "nasional", confirmed_until=date(today.year - 1, 12, 31), holidays={})
    for address in ("/calendars", FIVE_DAYS):
        assert f"Libur {today.year} belum dikonfirmasi" in text_of(section.get(address))
    adopted(cast, "nasional", confirmed_until=date(today.year + 2, 12, 31))
    for address in ("/calendars", FIVE_DAYS):
        assert "belum dikonfirmasi. " not in text_of(section.get(address))


def test_the_year_at_a_glance_shows_each_kind_of_day(signed_in: SignIn) -> None:
    page = signed_in("citra").get(f"{FIVE_DAYS}?tahun=2026").text
    assert page.count('<table class="kisi">') == 12
    assert "240 hari kerja" in page
    assert cell(page, "Proklamasi Kemerdekaan") == "nasional"
    assert cell(page, "Cuti bersama Iduladha 1447 Hijriah") == "bersama"
    assert cell(page, "Ramadan 1447 H") == "masa"


def test_a_day_of_its_own_kind_has_a_sign_and_a_name_beside_its_colour(signed_in: SignIn) -> None:
    page = signed_in("citra").get(f"{FIVE_DAYS}?tahun=2026").text
    days = re.findall(r'<td class="(?:nasional|bersama|daerah|khusus|masa)[^>]*>.*?</td>', page)
    assert len(days) > 40
    assert all('class="tanda"' in day and 'class="sr"' in day for day in days)


def test_today_stands_out_in_its_year_only(signed_in: SignIn, cast: Cast) -> None:
    today, client = postings.today(cast.store), signed_in("citra")
    assert client.get(FIVE_DAYS).text.count('aria-current="date"') == 1
    assert 'aria-current="date"' not in client.get(f"{FIVE_DAYS}?tahun={today.year + 1}").text


def test_a_holiday_leads_to_its_line_and_its_decree(signed_in: SignIn) -> None:
    page = signed_in("citra").get(f"{FIVE_DAYS}?tahun=2026").text
    assert 'href="#h-2026-08-17"' in page
    assert 'id="h-2026-08-17"' in page
    assert "SKB Menteri Agama Nomor 1497 Tahun 2025" in page


def test_holidays_without_a_decree_are_told_as_not_confirmed(signed_in: SignIn) -> None:
    page = signed_in("citra").get(f"{FIVE_DAYS}?tahun=2027").text
    assert cell(page, "Tahun Baru Masehi") == "nasional usulan"
    assert "belum dikonfirmasi" in page


def test_a_regional_holiday_and_a_day_with_its_own_hours_are_shown(
    signed_in: SignIn, cast: Cast
) -> None:
    fair = Holiday(
        date=date(2026, 9, 9), name="Hari Jadi", decree="SK 1", kind=HolidayKind.REGIONAL
    )
    short = SpecialDay(
        date=date(2026, 9, 10), title="Pilkades", hours=(Hours(start=480, end=660),), decree="SK 2"
    )
    adopted(cast, "kecamatan", holidays={fair.date: fair}, special_days={short.date: short})
    page = signed_in("citra").get("/calendars/kecamatan?tahun=2026")
    assert cell(page.text, "Hari Jadi") == "daerah"
    assert cell(page.text, "Pilkades") == "khusus"
    assert "Kamis, 10 September 2026: 08.00–11.00" in text_of(page)


def test_the_weekly_hours_stand_beside_those_of_the_season(signed_in: SignIn) -> None:
    page = text_of(signed_in("citra").get(f"{FIVE_DAYS}?tahun=2026"))
    assert "07.30–12.00 13.00–16.00 08.00–12.00 12.30–15.00" in page
    assert "37 jam 30 menit 32 jam 30 menit" in page
    assert "Ramadan 1447 H" in page
    assert "Ramadan 1447 H" not in text_of(signed_in("citra").get(f"{FIVE_DAYS}?tahun=2025"))


def test_days_before_a_change_keep_what_held_for_them(signed_in: SignIn, cast: Cast) -> None:
    adopted(cast, "kecamatan", since=date(2026, 6, 1), holidays={})
    page = signed_in("citra").get("/calendars/kecamatan?tahun=2026").text
    assert cell(page, "Hari Buruh Internasional") == "nasional"
    assert "Proklamasi Kemerdekaan" not in page


def test_every_version_can_be_read_again(signed_in: SignIn, cast: Cast) -> None:
    client = signed_in("citra")
    old = newest(cast, "kecamatan").version
    adopted(cast, "kecamatan", title="Jam loket baru")
    now = text_of(client.get("/calendars/kecamatan"))
    assert "Jam loket baru" in now
    assert LETTER in now
    before = text_of(client.get(f"/calendars/kecamatan?versi={old}"))
    assert "Jam loket kecamatan" in before
    assert f"naskah versi {old}" in before
    assert client.get("/calendars/kecamatan?versi=tiada").status_code == 404


def test_a_year_out_of_reach_is_brought_back(signed_in: SignIn) -> None:
    client = signed_in("citra")
    for year in ("1", "99999", "besok"):
        assert client.get(f"{FIVE_DAYS}?tahun={year}").status_code == 200
    assert client.get("/calendars/tiada").status_code == 404


@pytest.mark.parametrize(("kind", "offered"), [("section", True), ("admin", True), ("head", False)])
def test_only_keepers_are_offered_to_change(signed_in: SignIn, kind: str, offered: bool) -> None:
    client = signed_in(kind)
    page = client.get(FIVE_DAYS).text
    assert (f"{FIVE_DAYS}/change" in page) is offered
    assert ('href="/calendars"' in client.get("/sop").text) is offered
    for address in ("/calendars", f"{FIVE_DAYS}/change"):
        assert client.get(address).status_code == (200 if offered else 403)


def test_the_pages_ask_a_constant_number_of_times(
    signed_in: SignIn, counted: CountingStore
) -> None:
    client = signed_in("section")
    for address in ("/calendars", FIVE_DAYS):
        client.get(address)
        counted.asked.clear()
        assert client.get(address).status_code == 200
        assert len(counted.asked) <= 9
