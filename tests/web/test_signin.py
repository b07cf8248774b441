"""Signing in: who gets where, what is told to whom does not get in, and how sessions end."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engine import clock
from engine.settings import Settings
from engine.store.session import Store
from tests.cast import Cast
from tests.web.conftest import HOLDER, CountingStore, enter, token
from web import create_app, guards, signin

SignedIn = Callable[[str], FlaskClient]


def first_page_of(app: Flask, client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> str:
    """The endpoint behind the first page, whether or not its pages exist in this app."""
    monkeypatch.setattr(signin, "url_for", lambda endpoint, **_: f"to:{endpoint}")
    return str(client.get("/").headers["Location"])


@pytest.mark.parametrize(
    ("who", "page"),
    [
        ("counter", "counter.index"),
        ("holder", "worklist.index"),
        ("superior", "worklist.index"),
        ("head", "board.index"),
        ("auditor", "audit.index"),
        ("section", "sops.index"),
        ("admin", "worklist.index"),
    ],
)
def test_each_reader_starts_on_the_page_with_their_first_question(
    app: Flask, signed_in: SignedIn, monkeypatch: pytest.MonkeyPatch, who: str, page: str
) -> None:
    assert first_page_of(app, signed_in(who), monkeypatch).endswith(page)


def test_who_has_not_signed_in_starts_on_the_public_page(
    app: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert first_page_of(app, visitor, monkeypatch).endswith("public.index")


def test_capitals_and_spaces_in_the_address_do_not_matter(visitor: FlaskClient) -> None:
    assert enter(visitor, f" {HOLDER.upper()} ").status_code == 303


def test_a_wrong_password_and_an_unknown_address_are_answered_alike(app: Flask) -> None:
    known, unknown = app.test_client(), app.test_client()
    for _attempt in range(6):
        wrong = enter(known, HOLDER, "keliru")
        nobody = enter(unknown, "tiada@contoh.go.id", "keliru")
        assert wrong.status_code == nobody.status_code == 401
        assert alert(wrong.text) == alert(nobody.text)


def alert(page: str) -> str:
    """What the page says in its alert."""
    return page.split('role="alert"')[1].split("</div>")[0]


def test_after_five_mistakes_the_right_password_does_not_help_for_a_quarter_of_an_hour(
    app: Flask, store: Store
) -> None:
    guesser = app.test_client()
    for _attempt in range(5):
        enter(guesser, HOLDER, "keliru")
    assert "15 menit" in alert(enter(guesser, HOLDER, "keliru").text)
    assert enter(app.test_client(), HOLDER).status_code == 401
    store.run("UPDATE people SET locked_until = now() WHERE email = %s", (HOLDER,))
    assert enter(app.test_client(), HOLDER).status_code == 303


def test_signing_in_forgets_earlier_mistakes(visitor: FlaskClient, store: Store) -> None:
    for _attempt in range(4):
        enter(visitor, HOLDER, "keliru")
    enter(visitor, HOLDER)
    assert store.row("SELECT failures FROM people WHERE email = %s", (HOLDER,)) == (0,)


def test_an_account_that_was_closed_does_not_get_in_nor_stay_in(
    signed_in: SignedIn, visitor: FlaskClient, store: Store
) -> None:
    inside = signed_in("holder")
    store.run("UPDATE people SET active = false WHERE email = %s", (HOLDER,))
    assert inside.get("/denyut").status_code == 303
    assert enter(visitor, HOLDER).status_code == 401


def test_signing_out_ends_this_session_only(signed_in: SignedIn) -> None:
    here, elsewhere = signed_in("holder"), signed_in("holder")
    here.post("/keluar", data={"csrf_token": token(here, "/tiada")})
    assert here.get("/denyut").status_code == 303
    assert elsewhere.get("/denyut").status_code == 200


def test_signing_out_everywhere_ends_every_session(signed_in: SignedIn) -> None:
    here, elsewhere = signed_in("holder"), signed_in("holder")
    here.post("/keluar-semua", data={"csrf_token": token(here, "/tiada")})
    assert here.get("/denyut").status_code == 303
    assert elsewhere.get("/denyut").status_code == 303
    assert signed_in("holder").get("/denyut").status_code == 200


def test_a_session_lasts_twelve_hours_however_busy_it_is(signed_in: SignedIn) -> None:
    client = signed_in("holder")
    start = clock.now()
    for hours, status in ((6, 200), (11.9, 200), (12.1, 303)):
        with time_machine.travel(start + timedelta(hours=hours), tick=True):
            assert client.get("/denyut").status_code == status


def test_after_signing_in_the_reader_goes_where_they_were_going(visitor: FlaskClient) -> None:
    sent = visitor.get("/denyut?a=b")
    assert sent.headers["Location"] == "/masuk?next=/denyut?a%3Db"
    assert enter(visitor, HOLDER, next="/denyut?a=b").location == "/denyut?a=b"


@pytest.mark.parametrize(
    "elsewhere", ["https://jahat.example/", "//jahat.example", "/\\jahat.example"]
)
def test_nobody_is_sent_to_another_site(visitor: FlaskClient, elsewhere: str) -> None:
    assert enter(visitor, HOLDER, next=elsewhere).location == "/"


def test_a_form_without_its_token_is_not_accepted(visitor: FlaskClient) -> None:
    answer = visitor.post("/masuk", data={"email": HOLDER, "password": "x"})
    assert answer.status_code == 400
    assert "Muat ulang halamannya" in answer.text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(
    settings: Settings, app: Flask, counted: CountingStore
) -> None:
    plain = app.test_client().get("/masuk").headers["Set-Cookie"]
    assert "HttpOnly" in plain
    assert "SameSite=Lax" in plain
    assert "Secure" not in plain
    secure = create_app(
        settings.model_copy(update={"public_url": "https://sopan.contoh.go.id"}), counted
    )
    assert "Secure" in secure.test_client().get("/masuk").headers["Set-Cookie"]


def test_too_many_tries_from_one_place_are_told_to_wait(visitor: FlaskClient) -> None:
    words = {"email": "tiada@contoh.go.id", "password": "x", "csrf_token": token(visitor)}
    answers = [visitor.post("/masuk", data=words) for _ in range(31)]
    assert [answer.status_code for answer in answers] == [401] * 30 + [429]
    assert "Tunggu satu menit" in answers[-1].text


def test_people_sign_in_while_valkey_is_gone(
    settings: Settings, counted: CountingStore, cast: Cast
) -> None:
    app = create_app(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}), counted)
    assert enter(app.test_client(), HOLDER).status_code == 303


def test_knowing_who_reads_costs_one_question_a_request(
    app: Flask, counted: CountingStore, signed_in: SignedIn
) -> None:
    client = signed_in("holder")
    client.get("/denyut")
    counted.asked.clear()
    assert client.get("/denyut").status_code == 200
    assert counted.asked == ["once"]


def test_a_new_position_counts_at_the_next_click(
    app: Flask, signed_in: SignedIn, store: Store, cast: Cast
) -> None:
    app.add_url_rule("/pintu", "pintu", guards.at_work(lambda: "masuk"))
    client = signed_in("idle")
    assert client.get("/pintu").status_code == 403
    store.run(
        "INSERT INTO holdings (person_id, unit, position, starts) "
        "VALUES (%s, 'dpmptsp', 'back_office', '2020-01-01')",
        (cast.lukman.id,),
    )
    store.run("UPDATE office SET revision = revision + 1")
    assert client.get("/pintu").status_code == 200
