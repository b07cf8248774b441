"""Settling the people of the demonstration: accounts, posts, and one password for all of them."""

import secrets
from datetime import date

from argon2 import PasswordHasher

from engine.demo.people import Somebody
from engine.store import office, people
from engine.store.session import Store


def settle(store: Store, everybody: list[Somebody], password: str) -> dict[str, int]:
    """Makes the accounts that are missing; answers the person at each definitive desk.

    All accounts share one hash, since a hash takes a tenth of a second and there are eighty.
    """
    shared = PasswordHasher().hash(password)
    found: dict[str, int] = {}
    with store.transaction() as connection:
        for person in everybody:
            person_id = people.add(
                connection, name=person.name, email=person.email, password=shared,
                uniquifier=secrets.token_hex(16),
            )  # fmt: skip
            for post in person.posts:
                unit, _, code = post.desk.partition(":")
                people.give(
                    connection, person_id, unit, code, standing=post.standing,
                    letter=post.letter, starts=post.starts, ends=post.ends,
                )  # fmt: skip
            found.setdefault(person.posts[0].desk, person_id)
        office.bump(connection)
    return found


def today_of(store: Store) -> date:
    """Today's date by the database's clock."""
    row = store.row("SELECT (now() AT TIME ZONE 'Asia/Makassar')::date")
    assert row is not None
    return row[0]  # type: ignore[no-any-return]
