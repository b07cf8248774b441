"""The shell in a real browser: keys, menus, themes, forms, and nothing its policy forbids."""

from collections.abc import Iterator
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, redirect, render_template_string, request
from playwright.sync_api import Browser, Page
from werkzeug.serving import make_server

from engine.settings import Settings
from tests.cast import PASSWORD
from tests.web.conftest import HOLDER
from web import guards

pytestmark = pytest.mark.browser

LIST = """{% extends "base.html" %}
{% block title %}Daftar{% endblock %}
{% block heading %}<h1>Dua permohonan</h1>{% endblock %}
{% block content %}
<section class="kartu"><table class="data"><caption class="sr">Permohonan</caption><tbody>
{% for number in ("SKTM-1", "SKTM-2") %}
<tr class="tautan"><th scope="row">
<a class="isi-baris" href="?dibuka={{ number }}">{{ number }}</a></th>
<td>{{ parts.status("dekat", "Sisa 2 jam") }}</td></tr>
{% endfor %}
</tbody></table></section>
<form class="kartu" method="post" action="/catat" data-draft="/draf"><div class="isi">
{{ parts.csrf() }}{{ parts.field("catatan", "Catatan", kind="textarea") }}<p class="tersimpan"></p>
<button class="tombol utama" name="hasil" value="benar">Benar</button></div></form>
{{ parts.skeleton() }}{{ parts.gauge(0.4) }}{{ parts.note("dekat", "Perhatikan") }}
{{ parts.empty("Belum ada", "Buka yang pertama.") }}
{% endblock %}"""


@pytest.fixture
def written() -> list[dict[str, str]]:
    """What forms have brought."""
    return []


@pytest.fixture
def address(app: Flask, settings: Settings, written: list[dict[str, str]]) -> Iterator[str]:
    """The application on a port of its own, with a page that uses the shell's parts."""

    def keep() -> object:
        written.append({name: held for name, held in request.form.items() if name != "csrf_token"})
        return "Draf tersimpan" if request.path == "/draf" else redirect("/daftar", 303)

    app.add_url_rule("/daftar", "daftar", guards.at_work(lambda: render_template_string(LIST)))
    app.add_url_rule("/catat", "catat", guards.at_work(keep), methods=["POST"])
    app.add_url_rule("/draf", "draf", guards.at_work(keep), methods=["POST"])
    server = make_server(settings.host, settings.port, app, threaded=True)
    Thread(target=server.serve_forever, daemon=True).start()
    yield settings.public_url
    server.shutdown()
    server.server_close()


@pytest.fixture
def listed(page: Page, address: str) -> Page:
    """The list, as somebody sees it who has signed in; what the policy blocks fails the test."""
    blocked: list[str] = []
    page.on("console", lambda line: blocked.append(line.text) if "Policy" in line.text else None)
    sign_in(page, address)
    yield page
    assert blocked == []


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/masuk?next=/daftar")
    page.get_by_label("Alamat surel").fill(HOLDER)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk").click()
    page.get_by_role("heading", name="Dua permohonan").wait_for()


def test_rows_are_walked_and_opened_by_keys(listed: Page) -> None:
    for key in "jjjk":
        listed.keyboard.press(key)
    assert listed.evaluate("document.activeElement.textContent") == "SKTM-1"
    listed.keyboard.press("Enter")
    listed.wait_for_url("**dibuka=SKTM-1")


def test_keys_typed_into_a_field_stay_in_it(listed: Page) -> None:
    listed.get_by_label("Catatan").press_sequentially("j/k?")
    assert listed.get_by_label("Catatan").input_value() == "j/k?"


def test_the_list_of_shortcuts_opens_and_closes_by_keys(listed: Page) -> None:
    shortcuts = listed.get_by_role("dialog", name="Pintasan papan ketik")
    listed.keyboard.press("?")
    assert shortcuts.is_visible()
    listed.keyboard.press("Escape")
    assert shortcuts.is_hidden()


def test_the_menu_closes_when_the_reader_looks_elsewhere(listed: Page) -> None:
    leave = listed.get_by_role("button", name="Keluar", exact=True)
    listed.locator("summary").click()
    assert leave.is_visible()
    listed.keyboard.press("Escape")
    assert leave.is_hidden()
    listed.locator("summary").click()
    listed.get_by_role("heading", name="Dua permohonan").click()
    assert leave.is_hidden()


def test_a_chosen_theme_colours_this_page_and_the_next(listed: Page) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    before = listed.evaluate(ground)
    listed.locator("summary").click()
    listed.get_by_role("link", name="Gelap").click()
    listed.wait_for_load_state()
    assert listed.evaluate(ground) != before
    listed.reload()
    assert listed.evaluate("document.documentElement.dataset.theme") == "dark"


def test_a_form_is_sent_once_with_the_button_that_sent_it(
    listed: Page, written: list[dict[str, str]]
) -> None:
    listed.get_by_label("Catatan").fill("sudah dicek")
    with listed.expect_navigation():
        listed.get_by_role("button", name="Benar").dblclick()
    sent = [words for words in written if "hasil" in words]
    assert sent == [{"catatan": "sudah dicek", "hasil": "benar"}]


def test_what_is_typed_is_kept_as_a_draft(listed: Page, written: list[dict[str, str]]) -> None:
    listed.get_by_label("Catatan").press_sequentially("belum selesai")
    listed.get_by_text("Draf tersimpan").wait_for()
    assert written == [{"catatan": "belum selesai"}]


def test_everything_but_convenience_works_without_a_script(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID")
    page = context.new_page()
    sign_in(page, address)
    page.locator("summary").click()
    page.get_by_role("link", name="English").click()
    page.locator("summary").click()
    page.get_by_role("button", name="Sign out", exact=True).click()
    page.get_by_label("Password").wait_for()
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_hinders_readers_with_other_senses(listed: Page, scheme: str, width: int) -> None:
    listed.emulate_media(color_scheme=scheme)
    listed.set_viewport_size({"width": width, "height": 800})
    listed.locator("details[data-menu]").evaluate("menu => menu.open = true")
    found = Axe().run(listed)
    assert found.violations_count == 0, found.generate_report()
    assert listed.evaluate("document.documentElement.scrollWidth") <= width
