"""The coming year's holidays are confirmed, their effect is seen, applied, and undone."""

import re
from datetime import date, timedelta

import pytest
from playwright.sync_api import Page, expect

from engine.queries import calendars
from engine.store import cases
from tests.browser.conftest import Desks
from tests.browser.steps import told
from tests.cast import Cast
from tests.commands.calendar_scenes import newest, today, worked_off

pytestmark = pytest.mark.browser
DECREE = "SKB Tiga Menteri 933/2026"
NAME = "Cuti bersama Tahun Baru"


def day_off(demo: Cast, year: int) -> date:
    """A working day of the year that is still to come, for a holiday that nobody proposed."""
    calendar = newest(demo, "nasional")
    day = max(today() + timedelta(days=1), date(year, 1, 2))
    while not calendar.hours(day):
        day += timedelta(days=1)
    return day


def confirm(page: Page, day: date) -> None:
    """Fills an empty row and the decree of the coming year, and asks what that would do."""
    page.get_by_role("button", name="Lihat akibatnya").click()
    expect(page.get_by_role("alert")).to_contain_text("1 isian")
    row = page.get_by_role("group", name="Libur baru").first
    row.get_by_label("Tanggal").fill(day.isoformat())
    row.get_by_label("Nama").fill(NAME)
    row.get_by_label("Jenis").select_option("Cuti bersama")
    page.get_by_label("Nomor keputusan").fill(DECREE)
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.wait_for_url("**/calendars/changes/*")


def test_the_coming_years_holidays_are_confirmed_applied_and_undone(
    desks: Desks, demo: Cast
) -> None:
    page = desks.window(demo.jamal)
    page.goto("/calendars")
    page.get_by_role("link", name="Hari dan jam kerja nasional").click()
    page.get_by_role("link", name="Konfirmasi libur").click()
    year = int(page.url.rpartition("/")[2])
    confirm(page, day_off(demo, year))
    main = page.get_by_role("main")
    expect(main).to_contain_text("Menunggu giliran pekerja")

    worked_off(demo, limit=500)
    expect(main).to_contain_text("Belum ada yang berubah.")
    change = int(page.url.rpartition("/")[2])
    line = next(one for one in calendars.moves(demo.store, change) if one.clock == "service")
    expect(main.get_by_role("row").filter(has_text=line.number).first).to_contain_text("lambat")
    assert cases.load(demo.store, line.number).case.promised_at == line.old_at

    page.get_by_role("button", name="Terapkan").click()
    worked_off(demo, limit=500)
    expect(main).to_contain_text("permohonan dihitung ulang")
    assert cases.load(demo.store, line.number).case.promised_at == line.new_at
    calendar = desks.window(demo.citra)
    calendar.goto(f"/calendars/kecamatan?tahun={year}")
    expect(calendar.get_by_role("main")).to_contain_text(f"31 Desember {year}")
    expect(calendar.get_by_role("cell", name=re.compile(NAME)).first).to_be_visible()

    page.locator("summary").filter(has_text="Urungkan").click()
    page.get_by_role("button", name="Ya, urungkan").click()
    page.wait_for_url(f"**/calendars/changes/{change + 1}")
    worked_off(demo, limit=500)
    expect(main).to_contain_text("permohonan dihitung ulang")
    assert cases.load(demo.store, line.number).case.promised_at == line.old_at
    calendar.reload()
    expect(calendar.get_by_role("main")).to_contain_text(f"31 Desember {year - 1}")


def test_a_change_needs_no_script(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.haris, java_script_enabled=False)
    page.goto("/calendars/kecamatan/change?tahun=2027")
    page.get_by_role("button", name="Tambah masa").click()
    season = page.get_by_role("group", name="Masa baru")
    season.get_by_label("Nama masa").fill("Ramadan 1448 H")
    season.get_by_label("Hari pertama").fill("2027-02-08")
    season.get_by_label("Hari terakhir").fill("2027-03-09")
    season.get_by_label("Senin").fill("08.00-12.00, 12.30-15.00")
    page.get_by_label("Nomor surat atau keputusan").fill("SE Bupati Contoh 1/2027")
    page.get_by_role("button", name="Lihat akibatnya").click()
    page.wait_for_url("**/calendars/changes/*")
    worked_off(demo, limit=500)
    page.reload()
    expect(page.get_by_role("main")).to_contain_text("Ramadan 1448 H")
    page.get_by_role("button", name="Batalkan").click()
    told(page, "Kalender tetap seperti semula")
