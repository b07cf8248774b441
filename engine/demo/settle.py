"""Settling the people of the demonstration: accounts, posts, and one password for all of them."""

import secrets
from pathlib import Path

from argon2 import PasswordHasher

from engine.demo.people import Somebody, everybody
from engine.embedded.place import write_private
from engine.settings import Settings
from engine.store import office, people
from engine.store.session import Store


def settle(store: Store, password: str) -> dict[str, int]:
    """Gives every post of the office its people, all with this password; answers ids by e-mail.

    All accounts share one hash, since a hash takes a tenth of a second and there are eighty.
    Accounts that an interrupted start has left behind get the password anew.
    """
    row = store.row("SELECT (now() AT TIME ZONE 'Asia/Makassar')::date")
    assert row is not None
    crowd = everybody(office.office(store).positions, row[0])
    shared = PasswordHasher().hash(password)
    if people.by_email(store, crowd[0].email):
        return {person.email: _renewed(store, person, shared) for person in crowd}
    return _moved_in(store, crowd, shared)


def _moved_in(store: Store, crowd: list[Somebody], shared: str) -> dict[str, int]:
    ids = {}
    with store.transaction() as connection:
        for person in crowd:
            ids[person.email] = people.add(
                connection, name=person.name, email=person.email, password=shared,
                uniquifier=secrets.token_hex(16),
            )  # fmt: skip
            for post in person.posts:
                unit, _, code = post.desk.partition(":")
                people.give(
                    connection, ids[person.email], unit, code, standing=post.standing,
                    letter=post.letter, starts=post.starts, ends=post.ends,
                )  # fmt: skip
    return ids


def _renewed(store: Store, person: Somebody, shared: str) -> int:
    account = people.by_email(store, person.email)
    assert account is not None
    people.set_password(store, account["id"], shared, secrets.token_hex(16))
    return int(account["id"])


def password_file(settings: Settings) -> Path:
    """Where the demonstration's password is kept, readable by its owner only."""
    return settings.data_dir / "demo-password"


def kept_password(settings: Settings) -> str:
    """The one password of every demonstration account: made once an installation."""
    path = password_file(settings)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        write_private(path, secrets.token_hex(6))
    return path.read_text()
