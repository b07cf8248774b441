"""Work that is interrupted or shared: a draft outlives a reload, colleagues see each other."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.builders import open_sktm
from tests.cast import Cast

pytestmark = pytest.mark.browser
WORDS = "Menunggu konfirmasi desa Kenanga."


def test_what_was_written_at_a_step_is_still_there_after_a_reload(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.citra)
    page.goto(f"/cases/{open_sktm(demo).case.number}")
    page.get_by_label("Catatan untuk langkah berikut").press_sequentially(WORDS)
    expect(page.locator(".tersimpan").first).to_contain_text("Draf tersimpan")
    page.reload()
    expect(page.get_by_label("Catatan untuk langkah berikut")).to_have_value(WORDS)


def test_two_people_with_the_same_case_open_are_told_of_each_other(
    desks: Desks, demo: Cast
) -> None:
    number = open_sktm(demo).case.number
    citra, baso = desks.window(demo.citra), desks.window(demo.at("kec-contoh-utara:loket", "2"))
    citra.clock.install()
    citra.goto(f"/cases/{number}")
    expect(citra.locator("#hadir")).to_contain_text("Hanya Anda.")
    baso.goto(f"/cases/{number}")
    expect(baso.locator("#hadir")).to_contain_text(demo.citra.name)
    citra.clock.fast_forward("00:11")
    expect(citra.locator("#hadir")).to_contain_text("Baso Mappa")
