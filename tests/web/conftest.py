"""The web application over the cast's database, as a visitor or one of the cast meets it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine.demo.people import email_of
from engine.settings import Settings
from engine.store.session import Store, open_store
from tests.cast import PASSWORD, Cast
from web import create_app

# One of the cast for each kind of reader; lukman has an account and no position any more.
KINDS = {
    "counter": "wahyuni",
    "holder": "idham",
    "superior": "rahmat",
    "head": "suryani",
    "auditor": "gusnawati",
    "section": "haris",
    "admin": "jamal",
    "idle": "lukman",
}
# The address of the one who only does steps.
HOLDER = email_of("dpmptsp:back_office")


@dataclass(kw_only=True)
class CountingStore(Store):
    """A store that counts how often the database is asked."""

    asked: list[str] = field(default_factory=list)

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        """A connection, counted."""
        self.asked.append("once")
        with super().connection() as connection:
            yield connection


@pytest.fixture
def counted(settings: Settings) -> Iterator[CountingStore]:
    """The store of the application, which counts its questions."""
    opened = open_store(settings.database_url)
    yield CountingStore(engine=opened.engine)
    opened.close()


@pytest.fixture
def app(settings: Settings, counted: CountingStore, cast: Cast) -> Flask:
    """The application, as one web process makes it."""
    return create_app(settings, counted)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask, cast: Cast) -> Callable[[str], FlaskClient]:
    """A browser in which one of the cast, named or by kind, has signed in."""

    def sign_in(who: str) -> FlaskClient:
        client = app.test_client()
        answer = enter(client, getattr(cast, KINDS.get(who, who)).email)
        assert answer.status_code == 303, answer.text
        return client

    return sign_in


def token(client: FlaskClient, address: str = "/masuk") -> str:
    """The form token that a page gives this browser."""
    page = client.get(address).text
    return page.split('name="csrf_token" value="')[1].split('"')[0]


def enter(client: FlaskClient, email: str, password: str = PASSWORD, **more: str) -> Any:
    """Sends the sign-in form as a browser does."""
    words = {"email": email, "password": password, "csrf_token": token(client), **more}
    return client.post("/masuk", data=words)


@pytest.fixture
def away(settings: Settings) -> Settings:
    """Settings whose database does not answer."""
    return settings.model_copy(
        update={"database_url": "postgresql+psycopg://sopan_app@/sopan?host=/nowhere"}
    )
