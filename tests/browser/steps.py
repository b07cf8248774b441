"""What people do again and again in their windows: fill the counter's form, do a step."""

import re

from playwright.sync_api import Page, expect

SERVICE = "Penerbitan Surat Keterangan Tidak Mampu"
FORM = "/loket/buka/kec-contoh-utara/SKTM"


def fill_sktm(page: Page, *, born: str = "31-12-1980") -> None:
    """Fills the form of a certificate of need, with every paper handed in."""
    for paper in page.get_by_role("group", name="Persyaratan").or_(
        page.get_by_role("region", name="Persyaratan")
    ).get_by_role("checkbox").all():  # fmt: skip
        paper.check()
    page.get_by_label("Nama lengkap menurut KTP-el").fill("Indah Mangopo")
    page.get_by_label("Tanggal lahir").fill(born)
    page.get_by_label("Keperluan").select_option("Kesehatan")
    page.get_by_label("Desa/kelurahan").fill("Kenanga")


def number_on(page: Page) -> str:
    """The number of the request whose receipt or page stands in the window."""
    found = re.search(r"/cases/([A-Z0-9-]+)", page.url)
    assert found, f"no request stands at {page.url}"
    return found[1]


def open_from_worklist(page: Page, number: str) -> None:
    """Finds the step of a request in the worklist and opens it."""
    page.goto("/kotak-kerja")
    page.get_by_role("listitem").filter(has_text=number).locator("a.isi-baris").click()
    page.wait_for_url(f"**/cases/{number}")


def do_step(page: Page, number: str, outcome: str) -> None:
    """Opens a step from the worklist, ticks what it needs, and completes it with an outcome."""
    open_from_worklist(page, number)
    tick_all(page)
    page.get_by_role("button", name=re.compile(f"^{outcome}")).click()
    told(page, "Tercatat.")


def tick_all(page: Page) -> None:
    """Ticks everything that the open step needs."""
    for need in page.get_by_role("group", name="Kelengkapan langkah ini").get_by_role(
        "checkbox"
    ).all():  # fmt: skip
        need.check()


def told(page: Page, words: str) -> None:
    """The page says so after what was done."""
    expect(page.locator("#kabar")).to_contain_text(words)
