"""Errors people see: every refusal has its status and sentence; no page shows a traceback."""

import importlib
import pkgutil
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

import engine
from engine.domain import errors as refusals
from engine.domain.errors import NotFound, Refusal, StepHasMoved, TooLarge
from engine.settings import Settings
from engine.store.session import open_store
from tests.cast import Cast
from tests.web.conftest import HOLDER, enter
from web import create_app, errors, guards


def every_refusal() -> list[type[Refusal]]:
    """Every class of refusal in the engine."""
    for module in pkgutil.walk_packages(engine.__path__, "engine."):
        if ".migrations" not in module.name:
            importlib.import_module(module.name)
    found, waiting = [], [Refusal]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting += kind.__subclasses__()
    return found


def raising(app: Flask, problem: Exception) -> FlaskClient:
    """A browser in an app whose page /gagal ends with this problem."""

    def page() -> str:
        raise problem

    app.add_url_rule("/gagal", "gagal", guards.public(page))
    return app.test_client()


def test_every_refusal_is_answered_with_a_status_of_its_kind() -> None:
    for kind in every_refusal():
        status = errors.status_of(kind.__new__(kind))
        assert status in (403, 404, 409, 413, 422, 503), kind
        assert status in errors.TITLES


@pytest.mark.parametrize(
    ("refusal", "status"),
    [
        (NotFound(what="Permohonan SKTM-1"), 404),
        (refusals.NotYourStep(turn="Camat"), 403),
        (StepHasMoved(now="menunggu Camat"), 409),
        (TooLarge(name="kk.pdf", size="11 MB", cap="10 MB"), 413),
        (refusals.ReasonMissing(act="pengalihan"), 422),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(app: Flask, refusal: Refusal, status: int) -> None:
    answer = raising(app, refusal).get("/gagal")
    assert answer.status_code == status
    assert str(refusal) in answer.text
    assert "Ke halaman depan" in answer.text


def test_a_refused_part_of_a_page_leaves_the_part_as_it_was(app: Flask) -> None:
    answer = raising(app, StepHasMoved(now="menunggu Camat")).get(
        "/gagal", headers={"HX-Request": "true"}
    )
    assert answer.headers["HX-Retarget"] == "#kabar"
    assert 'role="alert"' in answer.text
    assert "<html" not in answer.text


def test_words_in_a_refusal_cannot_become_markup(app: Flask) -> None:
    answer = raising(app, NotFound(what="<script>alert(1)</script>")).get("/gagal")
    assert "<script>alert" not in answer.text


def test_a_fault_of_ours_says_so_with_a_number_and_without_a_traceback(app: Flask) -> None:
    answer = raising(app, ZeroDivisionError("rahasia")).get("/gagal")
    assert answer.status_code == 500
    assert "tidak ada yang tercatat setengah" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text
    assert "rahasia" not in answer.text
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("method", "address", "status", "words"),
    [
        ("GET", "/tiada", 404, "Alamat ini tidak ada"),
        ("GET", "/keluar", 405, "hanya menerima formulir"),
    ],
)
def test_addresses_that_lead_nowhere_say_where_to_go(
    visitor: FlaskClient, method: str, address: str, status: int, words: str
) -> None:
    answer = visitor.open(address, method=method)
    assert answer.status_code == status
    assert words in answer.text


def test_what_is_larger_than_any_attachment_may_be_is_refused_before_it_is_read(
    app: Flask, visitor: FlaskClient
) -> None:
    scan = bytes(app.config["MAX_CONTENT_LENGTH"] + 1)
    answer = visitor.post("/masuk", data=scan, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 413
    assert "terlalu besar" in answer.text


def test_who_is_signed_in_keeps_the_head_of_the_page_when_something_is_refused(
    app: Flask, signed_in: Callable[[str], FlaskClient], cast: Cast
) -> None:
    raising(app, NotFound(what="Permohonan SKTM-1"))
    page = signed_in("holder").get("/gagal", headers={"Referer": "http://localhost/papan"}).text
    assert cast.idham.name in page
    assert 'href="/papan"' in page


def test_without_the_database_every_page_says_so_and_asks_to_come_back(
    app: Flask, away: Settings
) -> None:
    client = app.test_client()
    enter(client, HOLDER)
    app.extensions["store"].engine.dispose()
    lost = open_store(away.database_url)
    app.extensions["store"].engine = lost.engine
    for headers in ({}, {"HX-Request": "true"}):
        answer = client.get("/denyut", headers=headers)
        assert answer.status_code == 503
        assert "Basis data tidak dapat dihubungi" in answer.text
        assert answer.headers["Retry-After"] == "10"
    assert create_app(away, lost).test_client().get("/masuk").status_code == 200
