"""The application as one web process makes it, and a browser for everybody who can sign in."""

from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.settings import Settings
from tests.cast import Cast
from tests.guards.readers import EVERYBODY, VISITOR, member
from tests.web.conftest import enter, token
from web import create_app

# A signed session outlives its application: recalled accounts know it again.
_sessions: dict[tuple[str, str], str] = {}


@dataclass(frozen=True, kw_only=True)
class Browsing:
    """A browser, and the form token that its session was given."""

    client: FlaskClient
    token: str


@pytest.fixture
def app(settings: Settings, cast: Cast) -> Flask:
    """The application over the cast's database."""
    return create_app(settings, cast.store)


@pytest.fixture
def browsers(app: Flask, settings: Settings, cast: Cast) -> dict[str, Browsing]:
    """A browser for each of the cast, signed in, and one for a visitor."""
    found = {VISITOR: _browsing(app.test_client())}
    for name in sorted(EVERYBODY):
        client = app.test_client()
        key = (settings.database_url, name)
        if key in _sessions:
            client.set_cookie("sopan", _sessions[key])
        else:
            assert enter(client, member(cast, name).email).status_code == 303
        found[name] = _browsing(client)
        cookie = client.get_cookie("sopan")
        assert cookie is not None
        _sessions[key] = cookie.value
    return found


def _browsing(client: FlaskClient) -> Browsing:
    return Browsing(client=client, token=token(client, "/lacak"))
