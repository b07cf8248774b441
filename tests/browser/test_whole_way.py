"""A request goes its whole way: back to the applicant, in again, signed, handed over, archived."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Desks
from tests.browser.steps import do_step, open_from_worklist, told
from tests.builders import open_sktm
from tests.cast import Cast

pytestmark = pytest.mark.browser


def test_every_role_does_its_step_and_the_applicant_gets_the_paper(
    desks: Desks, demo: Cast
) -> None:
    number = open_sktm(demo).case.number
    counter = desks.window(demo.citra)
    kasi, sekcam, camat = map(desks.window, (demo.darmawan, demo.evi, demo.fadli))

    open_from_worklist(counter, number)
    counter.locator("summary", has_text="Tidak terdaftar").click()
    counter.get_by_label("Alasan, untuk yang menerimanya").fill("Belum ada dalam DTKS.")
    counter.get_by_role("button", name="Tidak terdaftar", exact=True).click()
    told(counter, "Berkas kembali kepada pemohon.")
    counter.get_by_role("button", name="Terima kembali berkas").click()
    told(counter, "Berkas diterima kembali.")

    do_step(counter, number, "Terdaftar")
    do_step(kasi, number, "Sesuai")
    do_step(counter, number, "Tercetak")
    do_step(kasi, number, "Benar")
    do_step(sekcam, number, "Benar")
    do_step(camat, number, "Ditandatangani")
    do_step(counter, number, "Bernomor")

    counter.goto(f"/loket/serahkan?nomor={number}")
    waiting = counter.get_by_role("group").filter(has_text=number)
    for paper in waiting.get_by_role("checkbox").all():
        paper.check()
    waiting.get_by_role("button", name="Serahkan dan catat").click()
    told(counter, f"{number} sudah diserahkan")

    open_from_worklist(counter, number)
    counter.locator(".putus").get_by_role("button").first.click()
    told(counter, "Permohonan selesai.")
    history = counter.locator("#riwayat")
    for happening in ("Belum ada dalam DTKS.", "Ditandatangani", "Fadli Nonci", "Evi Bandaso"):
        expect(history).to_contain_text(happening)
    expect(counter.get_by_role("heading", name=re.compile("sudah ditutup"))).to_be_visible()
