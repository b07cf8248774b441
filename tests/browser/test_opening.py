"""A request is opened at the counter: an error is corrected, and a receipt is printed."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.steps import SERVICE, fill_sktm, number_on
from tests.cast import Cast

pytestmark = pytest.mark.browser
OPEN = re.compile("dan buka")


def test_a_request_is_opened_once_its_error_is_corrected(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.citra)
    page.goto("/loket")
    page.get_by_label("Layanan, nomor permohonan").fill("tidak mampu")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=SERVICE).click()
    fill_sktm(page, born="31-13-1980")
    page.get_by_role("button", name=OPEN).click()

    summary = page.get_by_role("alert")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("1 isian")
    summary.get_by_role("link").click()
    expect(page.get_by_label("Tanggal lahir")).to_be_focused()
    expect(page.get_by_label("Tanggal lahir")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("Nama lengkap menurut KTP-el")).to_have_value("Indah Mangopo")
    expect(page.get_by_label("Keperluan")).to_have_value("Kesehatan")

    page.get_by_label("Tanggal lahir").fill("31-12-1980")
    page.get_by_role("button", name=OPEN).click()
    page.wait_for_url("**/tanda-terima")
    number = number_on(page)
    receipt = page.get_by_role("article")
    expect(receipt).to_contain_text(number)
    expect(receipt).to_contain_text("WITA")
    expect(receipt.get_by_role("img", name="Kode QR")).to_be_visible()
    paper = page.request.get(f"/cases/{number}/tanda-terima.pdf")
    assert paper.body().startswith(b"%PDF-")

    page.get_by_role("link", name="Pemohon berikutnya").click()
    mine = page.get_by_role("region", name="Saya buka hari ini")
    expect(mine.get_by_role("link", name=number)).to_be_visible()


def test_a_file_with_papers_missing_goes_back_with_a_list(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.citra)
    page.goto("/loket/buka/kec-contoh-utara/SKTM")
    fill_sktm(page)
    page.get_by_label("Fotokopi KTP/Kartu Keluarga").uncheck()
    page.get_by_role("button", name="Belum lengkap").click()
    page.wait_for_url("**/tanda-terima")
    expect(page.get_by_role("article")).to_contain_text("Fotokopi KTP/Kartu Keluarga")
    page.goto(f"/cases/{number_on(page)}")
    expect(page.get_by_role("heading", name="Terima kembali berkas")).to_be_visible()
