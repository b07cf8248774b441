"""The web application on a real database, with one person of each kind to send to its doors."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient

from engine.settings import Settings
from engine.store import people
from engine.store.session import Store, open_store
from tests.services import Servers, dsn
from web import create_app

PASSWORD = "rahasia-sekali"
# Cheap to verify: what is tested is Sopan, not argon2.
HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
# Each one's position in the made-up office, and the duties it carries.
CAST = {
    "counter": ("dpmptsp", "loket", "Petugas loket", ["counter"]),
    "holder": ("dpmptsp", "kabid", "Kabid Perizinan", []),
    "head": ("dpmptsp", "kepala", "Kepala DPMPTSP", ["head"]),
    "auditor": ("setda", "auditor", "Auditor Inspektorat", ["auditor"]),
    "section": ("setda", "organisasi", "Analis Bagian Organisasi", ["section"]),
    "admin": ("setda", "admin", "Administrator", ["admin"]),
}


@dataclass(kw_only=True)
class CountingStore(Store):
    """A store that counts how often the database is asked."""

    asked: list[str] = field(default_factory=list)

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Any]]:
        self.asked.append("once")
        with super().connection() as connection:
            yield connection


@pytest.fixture
def office(settings: Settings) -> None:
    """Two units, six positions and a person in each; `idle` is an account without a position."""
    with psycopg.connect(dsn(settings.database_owner_url), autocommit=True) as owner:
        owner.execute("INSERT INTO office (revision) VALUES (1) ON CONFLICT DO NOTHING")
        for code in ("dpmptsp", "setda"):
            owner.execute(
                "INSERT INTO units (code, name, kind, short, calendar, calendar_version) "
                "VALUES (%s, %s, 'dinas', %s, 'none', 'none')",
                (code, code.upper(), code.upper()),
            )
        for who, (unit, position, title, duties) in CAST.items():
            owner.execute(
                "INSERT INTO positions (unit, code, title, duties) VALUES (%s, %s, %s, %s)",
                (unit, position, title, duties),
            )
            people.give(owner, _account(owner, who), unit, position, starts=date(2020, 1, 1))
        _account(owner, "idle")


def _account(owner: psycopg.Connection[Any], who: str) -> int:
    return people.add(
        owner, name=f"Si {who.title()}", email=f"{who}@contoh.go.id", password=HASH,
        uniquifier=secrets.token_hex(16),
    )  # fmt: skip


@pytest.fixture
def counted(settings: Settings) -> Iterator[CountingStore]:
    """A store that counts its questions."""
    opened = open_store(settings.database_url)
    yield CountingStore(engine=opened.engine)
    opened.close()


@pytest.fixture
def app(settings: Settings, counted: CountingStore, office: None) -> Flask:
    """The application, as one web process makes it."""
    return create_app(settings, counted)


@pytest.fixture
def visitor(app: Flask) -> FlaskClient:
    """Somebody who has not signed in."""
    return app.test_client()


@pytest.fixture
def signed_in(app: Flask) -> Callable[[str], FlaskClient]:
    """A browser in which one of the cast has signed in."""

    def sign_in(who: str) -> FlaskClient:
        client = app.test_client()
        answer = enter(client, f"{who}@contoh.go.id")
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
def away(servers: Servers, settings: Settings) -> Settings:
    """Settings whose database does not answer."""
    return settings.model_copy(
        update={"database_url": "postgresql+psycopg://sopan_app@/sopan?host=/nowhere"}
    )
