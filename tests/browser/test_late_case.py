"""A late case is seen on the board and given to another person; the auditor reads it and checks."""

import re

import pytest
from playwright.sync_api import expect

from engine.commands.work_off_notices import work_off_notices
from tests.browser.conftest import Desks
from tests.browser.steps import told
from tests.cast import Cast

pytestmark = pytest.mark.browser
WHY = "Pemegang langkah sedang dinas luar."


def test_a_late_case_is_reassigned_and_the_auditor_can_tell(desks: Desks, demo: Cast) -> None:
    head = desks.window(demo.suryani)
    head.goto("/papan")
    late = head.get_by_role("region", name="Terlambat", exact=True).get_by_role("row")
    row = late.filter(has=head.get_by_role("link", name=re.compile("^Alihkan"))).first
    expect(row).to_contain_text(re.compile("[Ss]ejak"))
    number = row.get_by_role("link").first.inner_text()
    row.get_by_role("link", name=re.compile("^Alihkan")).click()

    head.get_by_label("Alasan").fill(WHY)
    head.get_by_role("button", name="Alihkan langkah ini").click()
    expect(head.get_by_role("alert")).to_contain_text("Pilih penerimanya.")
    someone = head.get_by_role("radio").first
    chosen = int(someone.get_attribute("value") or 0)
    someone.check()
    expect(head.get_by_label("Alasan")).to_have_value(WHY)
    head.get_by_role("button", name="Alihkan langkah ini").click()
    told(head, number)

    while work_off_notices(demo.store):
        pass
    receiver = desks.window(next(one for one in demo.everyone.values() if one.id == chosen))
    receiver.goto("/kotak-kerja")
    expect(receiver.get_by_role("listitem").filter(has_text=number)).to_be_visible()
    receiver.goto("/pemberitahuan")
    expect(receiver.get_by_role("main")).to_contain_text(number)

    auditor = desks.window(demo.gusnawati)
    auditor.goto("/audit")
    auditor.get_by_label("Nomor, nama pemohon").fill(number)
    auditor.keyboard.press("Enter")
    auditor.get_by_role("link", name=number, exact=True).click()
    auditor.wait_for_url(f"**/audit/{number}")
    read = auditor.get_by_role("main")
    expect(read).to_contain_text(WHY)
    expect(read.locator("form[method=post]")).to_have_count(0)
    read.get_by_role("link", name=re.compile("Periksa rantai")).click()
    expect(auditor.get_by_role("main")).to_contain_text("utuh")
