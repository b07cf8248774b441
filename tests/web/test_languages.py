"""Languages: nothing a person reads is without its English, and a switch is remembered."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from babel.messages import Catalog
from babel.messages.pofile import read_po
from flask import Flask
from flask.testing import FlaskClient

from engine.domain.errors import NotAllowed
from engine.store.session import Store
from tests.web.conftest import HOLDER, enter
from web import errors
from web.languages import CATALOGUES

ROOT = Path(__file__).parents[2]
PLACE = re.compile(r"%\((\w+)\)s")


@pytest.fixture(scope="module")
def said(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """Every msgid of templates, web and refusals, extracted now."""
    file = tmp_path_factory.mktemp("words") / "messages.pot"
    words = [sys.executable, "-m", "babel.messages.frontend", "-q", "extract"]
    subprocess.run([*words, "-F", "babel.cfg", "-o", str(file), "."], cwd=ROOT, check=True)
    with file.open("rb") as opened:
        return read_po(opened)


@pytest.fixture(scope="module")
def english() -> Catalog:
    """The English catalogue as it is kept."""
    with (CATALOGUES / "en" / "LC_MESSAGES" / "messages.po").open("rb") as opened:
        return read_po(opened, locale="en")


def test_every_sentence_has_its_english(said: Catalog, english: Catalog) -> None:
    lacking = [
        message.id for message in said if message.id and not _translated(english, message.id)
    ]
    assert lacking == []


def _translated(english: Catalog, key: str | tuple[str, ...]) -> bool:
    found = english.get(key if isinstance(key, str) else key[0])
    if found is None or found.fuzzy:
        return False
    forms = [found.string] if isinstance(found.string, str) else list(found.string)
    return all(forms) and (isinstance(key, str) or len(forms) == 2)


def test_no_english_is_kept_for_what_nobody_says(said: Catalog, english: Catalog) -> None:
    assert [message.id for message in english if message.id and message.id not in said] == []


def test_every_place_in_a_sentence_has_its_place_in_english(english: Catalog) -> None:
    for message in english:
        keys = [message.id] if isinstance(message.id, str) else message.id
        forms = [message.string] if isinstance(message.string, str) else message.string
        for form in forms if message.id else []:
            assert set(PLACE.findall(form)) == set(PLACE.findall(keys[0])), message.id


def test_the_words_of_refusals_are_among_them(said: Catalog) -> None:
    assert NotAllowed.says in said
    assert "permohonan ini tidak sedang dijeda" in said


def test_a_refusal_and_its_reason_are_told_in_the_readers_language(app: Flask) -> None:
    refusal = NotAllowed(why="permohonan ini bukan urusan unit Anda")
    with app.test_request_context("/?bahasa=en"):
        assert errors.sentence_of(refusal) == (
            "You are not authorised: this application is not your unit's concern. Ask the holder "
            "of that position or their superior."
        )
    with app.test_request_context("/"):
        assert errors.sentence_of(refusal) == str(refusal)


def test_visitors_switch_the_language_by_a_link_and_it_stays(visitor: FlaskClient) -> None:
    assert 'lang="id"' in visitor.get("/masuk").text
    switched = visitor.get("/masuk?next=/papan&bahasa=en")
    assert switched.location == "/masuk?next=%2Fpapan"
    page = visitor.get("/masuk").text
    assert 'lang="en"' in page
    assert "Sign in" in page


def test_the_language_of_a_person_follows_them_to_another_browser(
    app: Flask, signed_in: Callable[[str], FlaskClient], store: Store
) -> None:
    signed_in("holder").get("/tiada?bahasa=en")
    elsewhere = app.test_client()
    enter(elsewhere, HOLDER)
    assert 'lang="en"' in elsewhere.get("/tiada").text


def test_the_theme_is_in_the_page_before_the_browser_paints_it(visitor: FlaskClient) -> None:
    assert "data-theme" not in visitor.get("/masuk").text
    visitor.get("/masuk?tampilan=gelap")
    assert 'data-theme="dark"' in visitor.get("/masuk").text
    visitor.get("/masuk?tampilan=sistem")
    assert "data-theme" not in visitor.get("/masuk").text
