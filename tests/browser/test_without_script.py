"""The counter's and the holder's main job in a browser that runs no script."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.steps import FORM, do_step, fill_sktm, number_on
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_opening_doing_and_handing_over_need_no_script(desks: Desks, demo: Cast) -> None:
    counter = desks.window(demo.citra, java_script_enabled=False)
    counter.goto(FORM)
    fill_sktm(counter, born="31-13-1980")
    counter.get_by_role("button", name=re.compile("dan buka")).click()
    expect(counter.get_by_role("alert")).to_contain_text("1 isian")
    counter.get_by_label("Tanggal lahir").fill("31-12-1980")
    counter.get_by_role("button", name=re.compile("dan buka")).click()
    counter.wait_for_url("**/tanda-terima")
    number = number_on(counter)
    expect(counter.get_by_role("article")).to_contain_text(number)
    do_step(counter, number, "Terdaftar")

    kasi = desks.window(demo.darmawan, java_script_enabled=False)
    kasi.goto("/kotak-kerja")
    kasi.get_by_role("listitem").filter(has_text=number).get_by_role(
        "button", name="Ambil"
    ).click()  # fmt: skip
    expect(kasi.locator("#kabar")).to_contain_text(f"Anda mengambil {number}")
    do_step(kasi, number, "Sesuai")
