"""The living parts of a case's page: who else has it open, news, and Valkey being away."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import clock
from engine.commands import By, add_note
from engine.presence import GONE_AFTER, Presence
from engine.settings import Settings
from tests.builders import open_sktm
from tests.cast import Cast
from tests.web.case_at import address, text_of
from tests.web.conftest import CountingStore

SignedIn = Callable[[str], FlaskClient]


@pytest.fixture
def presence(settings: Settings) -> Iterator[Presence]:
    """Who is where, in the Valkey of the tests."""
    found = Presence(url=settings.redis_url)
    yield found
    if found.client:
        found.client.close()


def test_colleagues_see_each_other_at_a_case_and_nobody_sees_himself(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    citra, evi = signed_in("citra"), signed_in("evi")
    assert "Hanya Anda." in citra.get(f"{address(number)}/live?version=1").text
    assert cast.citra.name in evi.get(f"{address(number)}/live?version=1").text
    seen = citra.get(f"{address(number)}/live?version=1").text
    assert cast.evi.name in seen and cast.citra.name not in seen


def test_who_has_not_asked_for_a_while_has_gone_and_comes_back_as_new(presence: Presence) -> None:
    now = clock.now()
    later = now + timedelta(seconds=20)
    gone = later + GONE_AFTER + timedelta(seconds=1)
    presence.here("A-1", 1, now)
    presence.here("A-1", 1, later)
    assert [(one.person, one.since) for one in presence.here("A-1", 2, later)] == [
        (1, now.replace(microsecond=0))
    ]
    assert presence.here("A-1", 2, gone) == ()
    presence.here("A-1", 1, gone)
    (back,) = presence.here("A-1", 2, gone)
    assert back.since == gone.replace(microsecond=0)
    assert presence.here("A-2", 2, gone) == ()


def test_without_valkey_the_page_works_and_just_sees_nobody(
    cast: Cast, signed_in: SignedIn, app: Flask
) -> None:
    number = open_sktm(cast).case.number
    app.extensions["presence"] = Presence(url="redis://127.0.0.1:1/0")
    answer = signed_in("citra").get(f"{address(number)}/live?version=1")
    assert answer.status_code == 200
    assert "Hanya Anda." in answer.text


def test_news_bring_the_new_history_and_a_word_about_it(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    quiet = client.get(f"{address(number)}/live?version=1")
    assert "hx-partial" not in quiet.text
    add_note(cast.store, number, "Baru saja tiba", by=By(person=cast.evi.id))
    news = client.get(f"{address(number)}/live?version=1")
    assert "Permohonan ini baru saja berubah" in text_of(news)
    assert 'hx-target="#riwayat"' in news.text and "Baru saja tiba" in news.text
    assert "live?version=2" in news.text  # from here on it asks for what is newer


def test_a_page_that_asks_for_news_costs_two_questions(
    cast: Cast, signed_in: SignedIn, counted: CountingStore
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    client.get(f"{address(number)}/live?version=1")
    counted.asked.clear()
    client.get(f"{address(number)}/live?version=1")
    assert len(counted.asked) == 2
