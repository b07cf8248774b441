"""Headers: what a browser is told about every answer, and that no page needs what they forbid."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.settings import Settings
from tests.web.conftest import CountingStore
from web import create_app

SIGN_IN = "/masuk"
# What the policy forbids: style attributes, handlers, scripts and sheets inside the page.
FORBIDDEN = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=|javascript:|<script(?![^>]*\ssrc=)|hx-on|hx-vals=.js:"""
)
JINJA = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


@pytest.mark.parametrize("address", [SIGN_IN, "/tiada", "/health", "/static/css/sopan.css"])
def test_no_answer_may_be_taken_for_another_kind(visitor: FlaskClient, address: str) -> None:
    assert visitor.get(address).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("address", [SIGN_IN, "/tiada", "/health"])
def test_pages_may_load_only_what_is_ours_and_stand_in_no_frame(
    visitor: FlaskClient, address: str
) -> None:
    policy = visitor.get(address).headers["Content-Security-Policy"].split("; ")
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "form-action 'self'" in policy
    assert not [part for part in policy if "unsafe" in part]


def test_pages_are_not_kept_in_a_shared_computer(
    visitor: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    assert visitor.get(SIGN_IN).headers["Cache-Control"] == "no-store"
    assert signed_in("holder").get("/tiada").headers["Cache-Control"] == "no-store"


def test_browsers_are_told_to_stay_on_https_only_where_there_is_https(
    settings: Settings, counted: CountingStore, visitor: FlaskClient
) -> None:
    assert "Strict-Transport-Security" not in visitor.get(SIGN_IN).headers
    secure = create_app(
        settings.model_copy(update={"public_url": "https://sopan.contoh.go.id"}), counted
    )
    assert "max-age" in secure.test_client().get(SIGN_IN).headers["Strict-Transport-Security"]


def test_pages_travel_compressed_to_who_can_unpack_them(visitor: FlaskClient) -> None:
    plain = visitor.get("/tiada")
    packed = visitor.get("/tiada", headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert len(packed.data) < len(plain.data) / 2
    assert b"Tidak ditemukan" in gzip.decompress(packed.data)


def test_an_asset_is_kept_for_a_year_because_its_address_changes_with_it(
    app: Flask, visitor: FlaskClient
) -> None:
    address = app.jinja_env.globals["asset"]("css/sopan.css")
    kept = visitor.get(address)
    assert "immutable" in kept.headers["Cache-Control"]
    assert kept.headers["Content-Type"].startswith("text/css")
    again = visitor.get(address, headers={"If-None-Match": kept.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert visitor.get("/static/css/sopan.css").headers["Cache-Control"] == "no-cache"


def test_nothing_outside_the_folder_of_assets_is_served(visitor: FlaskClient) -> None:
    for address in ("/static/../signin.py", "/static/%2e%2e/signin.py", "/static/vendor/.made"):
        assert visitor.get(address).status_code == 404


def test_no_template_needs_what_the_policy_forbids(app: Flask) -> None:
    loader = app.jinja_env.loader
    assert loader is not None
    broken = {
        name: found.group()
        for name in app.jinja_env.list_templates()
        if (found := FORBIDDEN.search(JINJA.sub("", loader.get_source(app.jinja_env, name)[0])))
    }
    assert broken == {}


def test_the_first_page_of_a_reader_is_light_enough_for_a_slow_line(
    signed_in: Callable[[str], FlaskClient],
) -> None:
    client = signed_in("holder")
    packed = {"Accept-Encoding": "gzip"}
    page = client.get("/tiada", headers=packed)
    text = gzip.decompress(page.data).decode()
    assets = re.findall(r'(?:href|src)="(/static/[^"]+)"', text)
    weight = len(page.data) + sum(len(client.get(one, headers=packed).data) for one in assets)
    assert len(assets) >= 4
    assert weight < 150 * 1024
