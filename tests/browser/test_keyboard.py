"""The counter's and the holder's main job, done by somebody who has no mouse."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desks
from tests.browser.steps import SERVICE, number_on, told
from tests.cast import Cast

pytestmark = pytest.mark.browser


def tab_to(page: Page, target: Locator) -> None:
    """Presses Tab until the focus is there, as it must come to be."""
    expect(target).to_be_visible()
    for _press in range(60):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab does not come to {target}")


def write(page: Page, label: str, words: str) -> None:
    """Comes to a field and types."""
    tab_to(page, page.get_by_label(label))
    page.keyboard.type(words)


def tick(page: Page, box: Locator) -> None:
    """Comes to a box and ticks it."""
    tab_to(page, box)
    page.keyboard.press("Space")
    expect(box).to_be_checked()


def test_opening_and_the_first_step_need_no_mouse(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.citra)
    page.goto("/loket")
    page.keyboard.type("tidak mampu")
    page.keyboard.press("Enter")
    page.wait_for_url("**/loket?q=*")
    tab_to(page, page.get_by_role("link", name=SERVICE))
    page.keyboard.press("Enter")
    page.wait_for_url("**/loket/buka/**")
    for box in page.get_by_role("checkbox").all():
        tick(page, box)
    write(page, "Nama lengkap menurut KTP-el", "Indah Mangopo")
    write(page, "Tanggal lahir", "31-12-1980")
    write(page, "Keperluan", "Kes")
    write(page, "Desa/kelurahan", "Kenanga")
    tab_to(page, page.get_by_role("button", name=re.compile("dan buka")))
    page.keyboard.press("Enter")
    page.wait_for_url("**/tanda-terima")
    number = number_on(page)

    page.goto("/kotak-kerja")
    mine = page.get_by_role("listitem").filter(has_text=number).locator("a.isi-baris")
    expect(mine).to_be_visible()
    while not mine.evaluate("element => element === document.activeElement"):
        page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/cases/{number}")
    for box in page.get_by_role("group", name="Kelengkapan langkah ini").get_by_role(
        "checkbox"
    ).all():  # fmt: skip
        tick(page, box)
    tab_to(page, page.get_by_role("button", name=re.compile("^Terdaftar")))
    page.keyboard.press("Enter")
    told(page, "Tercatat. Sekarang langkah 3")
