"""An applicant follows a request on a phone: by number and second factor, or by the receipt."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, Desks
from tests.builders import APPLICANT, advance, open_sktm
from tests.cast import Cast

pytestmark = pytest.mark.browser


def ask(page: Page, number: str, factor: str) -> None:
    """Fills the applicant's form and sends it."""
    page.goto("/lacak")
    page.get_by_label("Nomor permohonan").fill(number)
    page.get_by_label("Tanggal lahir, atau empat angka").fill(factor)
    page.get_by_role("button", name="Lihat permohonan").click()


def test_number_and_second_factor_open_the_request_without_names(desks: Desks, demo: Cast) -> None:
    opened = open_sktm(demo)
    advance(demo, opened.case.number)
    page = desks.window(viewport=PHONE)
    ask(page, opened.case.number.lower(), "4471")
    expect(page.get_by_role("heading", name="Surat Keterangan Tidak Mampu")).to_be_visible()
    expect(page.get_by_role("region", name="Sampai di mana")).to_contain_text("Sekarang:")
    by_number = page.get_by_role("main").inner_text()
    for name in (APPLICANT["name"], demo.citra.name, demo.darmawan.name):
        assert name not in by_number
    page.get_by_role("button", name="Tutup permohonan ini").click()
    page.goto("/lacak/permohonan")
    expect(page.get_by_role("heading", name="Di mana permohonan saya?")).to_be_visible()
    page.goto(f"/lacak/k/{opened.code}")
    expect(page.get_by_role("region", name="Sampai di mana")).to_contain_text("Sekarang:")


def test_after_five_wrong_factors_even_the_right_one_must_wait(desks: Desks, demo: Cast) -> None:
    number = open_sktm(demo).case.number
    page = desks.window(viewport=PHONE)
    for _try in range(5):
        ask(page, number, "01-01-1999")
        expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    ask(page, number, "4471")
    expect(page.get_by_role("alert")).to_contain_text("Terlalu banyak percobaan")
