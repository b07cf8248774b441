"""A due moment explains itself: to a supervisor with a keyboard, and before and after a pause."""

import re
from datetime import date, datetime, time, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from engine import clock
from engine.commands import By, complete_step, open_case
from engine.domain.calendar import Calendar
from engine.store import cases, office, sops
from tests.browser.conftest import PHONE, Desks
from tests.browser.steps import told
from tests.browser.test_keyboard import tab_to
from tests.builders import APPLICANT, answered
from tests.cast import Cast

pytestmark = pytest.mark.browser
WHY = "Dicatat dari buku, jaringan putus."
MONTHS = ("Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September",
          "Oktober", "November", "Desember")  # fmt: skip


def dialog(page: Page) -> Locator:
    return page.get_by_role("dialog").filter(has=page.get_by_role("heading"))


def test_a_supervisor_reads_from_the_board_why_a_case_is_due(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.suryani)
    page.goto("/papan")
    row = page.get_by_role("region", name="Terlambat", exact=True).get_by_role("row").nth(1)
    number = row.get_by_role("rowheader").get_by_role("link").inner_text()
    due = row.get_by_role("link", name=re.compile(f"cara menghitung, {number}$"))
    tab_to(page, due)
    page.keyboard.press("Enter")

    account = dialog(page)
    expect(account.get_by_role("heading", name=re.compile("batas"))).to_be_focused()
    expect(account).to_contain_text(f"Permohonan {number}")
    lines = account.get_by_role("listitem")
    expect(lines.first).to_contain_text(re.compile(r"\d+\.\d\d"))
    expect(lines.nth(1)).to_contain_text("Batas menurut SOP")
    expect(lines.filter(has_text="Jumlah yang dihitung")).to_have_count(1)
    expect(account.get_by_role("link", name=re.compile("versi"))).to_have_attribute(
        "href", re.compile("^/calendars/")
    )
    found = Axe().run(page).response["violations"]
    assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []
    page.keyboard.press("Escape")
    expect(account).to_be_hidden()
    expect(due).to_be_focused()
    assert page.url.endswith("/papan")


def test_on_a_phone_the_account_is_a_sheet_at_the_foot_with_a_way_out(
    desks: Desks, demo: Cast
) -> None:
    page = desks.window(demo.suryani, viewport=PHONE)
    page.goto("/papan/permohonan")
    page.get_by_role("link", name=re.compile("cara menghitung")).first.click()
    account = dialog(page)
    box = account.bounding_box()
    assert box and box["x"] == 0 and box["width"] == PHONE["width"]
    assert box["y"] + box["height"] == pytest.approx(PHONE["height"], abs=1)
    account.get_by_role("button", name="Tutup").click()
    expect(account).to_be_hidden()


def test_without_scripts_the_moment_leads_to_a_page(desks: Desks, demo: Cast) -> None:
    page = desks.window(demo.suryani, java_script_enabled=False)
    page.goto("/papan/permohonan")
    page.get_by_role("link", name=re.compile("cara menghitung")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cara menghitung jatuh tempo")
    expect(page.get_by_role("main")).to_contain_text("Jumlah yang dihitung")


def at(calendar: Calendar, day: date, hour: int) -> datetime:
    """An hour of a day on the unit's wall."""
    return datetime.combine(day, time(hour), tzinfo=calendar.zone)


def licence(demo: Cast, began: datetime) -> str:
    """A midwife's licence whose file was complete some days ago, at the back office's step."""
    sop = sops.in_force(demo.store, "dpmptsp", "SIPB", began.date())

    def then(minutes: int) -> By:
        happened = began + timedelta(minutes=minutes)
        return By(person=demo.wahyuni.id, happened_at=happened, why_late=WHY)

    opened = open_case(
        demo.store, "dpmptsp", "SIPB", by=then(0), applicant=APPLICANT,
        given=answered(sop.intake), ticked=frozenset(sop.requirements),
    )  # fmt: skip
    number = opened.case.number
    for step, outcome in (("2", "Lengkap"), ("3", "Terdaftar")):
        ticked = frozenset(sop.step(step).needs)
        complete_step(demo.store, number, outcome, by=then(int(step)), ticked=ticked)
    return number


def promised(page: Page, number: str) -> str:
    """The promised moment as the page of the case shows it."""
    page.goto(f"/cases/{number}")
    return promise_on(page).inner_text()


def worded(calendar: Calendar, moment: datetime) -> str:
    """ "11 Desember 2026, 16.00 WITA"."""
    local = calendar.local(moment)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}, {local:%H.%M} WITA"


def promise_on(page: Page) -> Locator:
    """The promised moment among the clocks of a case."""
    return page.get_by_role("listitem").filter(has_text="Dijanjikan").get_by_role("link")


def entered_late(page: Page, act: str, when: datetime) -> None:
    """Says in the form of an act when it happened, and why that is entered now."""
    form = page.locator(f"form[action$='/{act}']")
    form.get_by_text("Terjadi lebih awal daripada sekarang").click()
    form.get_by_label("Kapan terjadi").fill(f"{when:%Y-%m-%dT%H:%M}")
    form.get_by_label("Mengapa baru dicatat").fill(WHY)


def test_a_pause_for_missing_papers_moves_the_promise_by_the_closings_lost(
    desks: Desks, demo: Cast
) -> None:
    calendar = office.directory(demo.store).calendars["dpmptsp"]
    today = calendar.local(clock.now()).date()
    back = (today - timedelta(days=n) for n in range(1, 60))
    days = [day for day in back if calendar.hours(day)][:6]
    number = licence(demo, at(calendar, days[5], 9))
    before = cases.load(demo.store, number).case.promised_at
    assert before

    page = desks.window(demo.idham)
    assert worded(calendar, before) in promised(page, number)
    page.locator("#hal > summary").click()
    page.locator("#hal-suspend > summary").click()
    page.get_by_label("Alasan menurut SOP").select_option("kelengkapan")
    entered_late(page, "suspend", at(calendar, days[4], 10))
    page.locator("#hal-suspend").get_by_role("button", name="Jeda").click()
    dials = page.get_by_role("region", name="Ringkasan permohonan")
    expect(dials).to_contain_text("Jeda, paling lama 5 hari kerja")
    expect(dials).to_contain_text("Yang menunggu: Petugas Back Office.")
    expect(dials).not_to_contain_text("Dijanjikan")

    # The applicant brings the papers three working days later: three closings are lost.
    entered_late(page, "resume", at(calendar, days[1], 11))
    page.get_by_role("button", name=re.compile("Lanjutkan permohonan")).click()
    told(page, "dilanjutkan")
    lost = calendar.count_closings(at(calendar, days[4], 10), at(calendar, days[1], 11))
    assert lost == 3
    after = calendar.closing_after(before, lost)
    assert worded(calendar, after) in promised(page, number)

    promise_on(page).click()
    account = dialog(page)
    expect(account).to_contain_text("Dijeda: Menunggu kelengkapan pemohon")
    expect(account).to_contain_text("3 hari kerja tidak dihitung")
    expect(account).to_contain_text("Jumlah yang dihitung12 hari kerja")
