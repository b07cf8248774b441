"""What a change of a calendar does: told before it holds, decided, applied and undone."""

import re
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.commands import propose_calendar, work_on_calendars
from engine.formats.calendars import calendar_text
from engine.queries import calendars
from engine.store import cases
from tests.builders import advance_to, open_kk
from tests.cast import Cast
from tests.commands.calendar_scenes import LETTER, closed, newest, today, worked_off
from tests.web.desk import send, text_of
from web.calendars import whatif

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def haris(signed_in: SignIn) -> FlaskClient:
    """The analyst of the Bagian Organisasi at his browser."""
    return signed_in("section")


def days_off(cast: Cast, letter: str = LETTER) -> int:
    """Proposes that nobody works on the coming ten working days; answers the change."""
    body = calendar_text(closed(newest(cast, "nasional"), 10))
    return propose_calendar(
        cast.store, "nasional", body, since=today(), letter=letter, by=cast.haris.id
    )


def promised_card(cast: Cast) -> str:
    """A family card whose file is complete, so that its promise runs."""
    number = open_kk(cast).case.number
    advance_to(cast, number, "4")
    return number


def promised(cast: Cast, number: str) -> object:
    """The promised moment of a request."""
    return cases.load(cast.store, number).case.promised_at


def test_a_change_is_waited_for_until_its_worker_is_done(haris: FlaskClient, cast: Cast) -> None:
    open_kk(cast)
    change = days_off(cast)
    page = haris.get(f"/calendars/changes/{change}")
    assert "Menunggu giliran pekerja" in text_of(page)
    assert f'hx-get="/calendars/changes/{change}/progress"' in page.text
    assert '<meta http-equiv="refresh"' in page.text
    assert f"/calendars/changes/{change}" in haris.get("/calendars").text
    work_on_calendars(cast.store, limit=1)
    part = haris.get(f"/calendars/changes/{change}/progress")
    assert '<progress max="1" value="1"' in part.text
    assert "Akibatnya sedang dihitung" in text_of(part)
    worked_off(cast)
    part = haris.get(f"/calendars/changes/{change}/progress")
    assert "hx-trigger" not in part.text
    assert 'hx-target="#kabar"' in part.text
    assert "http-equiv" not in haris.get(f"/calendars/changes/{change}").text


def test_the_lines_tell_the_old_and_the_new_moment_of_each_request(
    haris: FlaskClient, cast: Cast
) -> None:
    number = promised_card(cast)
    before = promised(cast, number)
    change = days_off(cast)
    worked_off(cast)
    page = haris.get(f"/calendars/changes/{change}")
    (line,) = [one for one in calendars.moves(cast.store, change) if one.clock == "service"]
    assert line.old_at == before
    assert f'href="/cases/{number}"' in page.text
    assert "Janji layanan" in text_of(page)
    assert "lebih lambat" in text_of(page)
    assert "Juga yang mewarisinya: Jam loket kecamatan" in text_of(page)
    assert "Libur uji (Libur daerah)" in text_of(page)
    assert promised(cast, number) == before


def test_many_lines_are_turned_over_in_pages(
    haris: FlaskClient, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = {promised_card(cast) for _ in range(3)}
    change = days_off(cast)
    worked_off(cast)
    monkeypatch.setattr(whatif, "PAGE", 2)
    seen, address = [], f"/calendars/changes/{change}"
    while address:
        page = haris.get(address).text
        seen += re.findall(r'isi-baris" href="/cases/([A-Z0-9-]+)"', page)
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1].replace("&amp;", "&") if following else ""
    assert set(seen) == numbers
    assert len(seen) == len(calendars.moves(cast.store, change))


def test_a_change_is_applied_and_undone(haris: FlaskClient, cast: Cast) -> None:
    number = promised_card(cast)
    before = promised(cast, number)
    change = days_off(cast)
    worked_off(cast)
    here = f"/calendars/changes/{change}"
    assert send(haris, f"{here}/apply", {}).location == here
    assert "Sedang diterapkan" in text_of(haris.get(here))
    worked_off(cast)
    assert "1 permohonan dihitung ulang" in text_of(haris.get(here))
    assert promised(cast, number) > before
    undoing = send(haris, f"{here}/undo", {}).location
    worked_off(cast)
    assert f"Mengurungkan perubahan nomor {change}" in text_of(haris.get(undoing))
    assert promised(cast, number) == before
    page = text_of(haris.get(here))
    assert "Perubahan ini sudah diurungkan" in page
    assert "Ya, urungkan" not in page


def test_a_change_without_a_letter_asks_for_one_before_it_holds(
    haris: FlaskClient, cast: Cast
) -> None:
    change = days_off(cast, letter="")
    worked_off(cast)
    here = f"/calendars/changes/{change}"
    assert 'name="letter"' in haris.get(here).text
    refused = send(haris, f"{here}/apply", {"letter": " "})
    assert refused.status_code == 422
    assert "isi nomor keputusannya" in text_of(refused)
    assert send(haris, f"{here}/apply", {"letter": "SKB 3/2026"}).status_code == 303
    assert calendars.change(cast.store, change).letter == "SKB 3/2026"


def test_a_change_is_dropped_and_then_decided_no_more(haris: FlaskClient, cast: Cast) -> None:
    change = days_off(cast)
    here = f"/calendars/changes/{change}"
    undone = send(haris, f"{here}/undo", {})
    assert undone.status_code == 422
    assert "tidak dapat diurungkan" in text_of(undone)
    assert send(haris, f"{here}/withdraw", {}).status_code == 303
    assert "Dibatalkan" in text_of(haris.get(here))
    for act, words in (("apply", "tidak dapat diterapkan"), ("withdraw", "tidak dapat dibatalkan")):
        refused = send(haris, f"{here}/{act}", {})
        assert refused.status_code == 422
        assert words in text_of(refused)
    assert haris.get("/calendars/changes/999").status_code == 404
