"""Watching from outside: health, numbers, the pulse on each page, and the journal's lines."""

import json
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.settings import Settings
from engine.store.session import Store, open_store
from tests.cast import Cast
from web import create_app

LOCAL = {"REMOTE_ADDR": "127.0.0.1"}


def swept(store: Store, seconds_ago: int) -> None:
    """Says that the last sweep ended so long ago."""
    store.run(
        "INSERT INTO watches (job, started_at, finished_at) VALUES ('sweep', now(), "
        "now() - make_interval(secs => %s)) ON CONFLICT (job) DO UPDATE SET "
        "finished_at = excluded.finished_at",
        (seconds_ago,),
    )


def test_health_is_good_while_database_valkey_and_workers_answer(
    visitor: FlaskClient, store: Store
) -> None:
    swept(store, 3)
    answer = visitor.get("/health")
    assert answer.status_code == 200
    told = answer.json
    assert told["status"] == told["database"] == told["valkey"] == told["sweep"] == "ok"
    assert told["sweep_age"] >= 3


def test_health_tells_what_is_missing_without_failing_for_it(
    settings: Settings, store: Store
) -> None:
    alone = create_app(settings.model_copy(update={"redis_url": "redis://127.0.0.1:1/0"}), store)
    swept(store, 60)
    answer = alone.test_client().get("/health")
    assert answer.status_code == 200
    assert (answer.json["valkey"], answer.json["sweep"]) == ("away", "late")


def test_health_fails_without_the_database_and_tells_no_address(away: Settings) -> None:
    answer = create_app(away, open_store(away.database_url)).test_client().get("/health")
    assert answer.status_code == 503
    assert answer.json["database"] == "away"
    assert "nowhere" not in answer.text


def test_the_numbers_count_cases_ages_and_requests(
    visitor: FlaskClient, store: Store, cast: Cast
) -> None:
    swept(store, 3)
    visitor.get("/masuk")
    told = visitor.get("/metrics", environ_base=LOCAL).text
    assert "sopan_cases_open 0.0" in told
    assert "sopan_cases_late 0.0" in told
    assert "sopan_sweep_age_seconds 3.0" in told
    assert 'sopan_request_seconds_count{page="signin.form",status="200"} 1.0' in told


@pytest.mark.parametrize(
    ("seconds_ago", "words", "tone"),
    [
        (None, "Penyapuan belum pernah berjalan", "nada-telat"),
        (12, "Penyapuan terakhir 10 detik lalu", "nada-daun"),
        (200, "Penyapuan terhenti, terakhir 3 menit lalu", "nada-telat"),
    ],
)
def test_every_page_shows_how_old_the_last_sweep_is(
    signed_in: Callable[[str], FlaskClient],
    store: Store,
    seconds_ago: int | None,
    words: str,
    tone: str,
) -> None:
    if seconds_ago:
        swept(store, seconds_ago)
    beat = signed_in("holder").get("/denyut").text
    assert words in beat
    assert tone in beat


def test_an_unchanged_pulse_costs_no_bytes(
    signed_in: Callable[[str], FlaskClient], store: Store
) -> None:
    swept(store, 12)
    client = signed_in("holder")
    first = client.get("/denyut")
    again = client.get("/denyut", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_a_request_keeps_its_number_from_the_proxy_to_the_journal(
    settings: Settings, store: Store, cast: Cast, capfd: pytest.CaptureFixture[str]
) -> None:
    app: Flask = create_app(settings.model_copy(update={"log_format": "json"}), store)
    number = "0123456789abcdef"
    answer = app.test_client().get("/masuk", headers={"X-Request-ID": number})
    assert answer.headers["X-Request-ID"] == number
    line = json.loads(capfd.readouterr().err.splitlines()[-1])
    assert (line["request"], line["page"], line["status"]) == (number, "signin.form", 200)


def test_a_number_that_could_forge_a_line_is_replaced(visitor: FlaskClient) -> None:
    answer = visitor.get("/masuk", headers={"X-Request-ID": "a b=c status=200"})
    assert answer.headers["X-Request-ID"].isalnum()
