"""Reset a password: a new one is made up and told once; every session of the person ends."""

import secrets

from argon2 import PasswordHasher

from engine.domain.errors import NotFound
from engine.store import people
from engine.store.postings import must_keep
from engine.store.session import Store


def reset_password(store: Store, person: int, *, by: int | None) -> str:
    """Answers the new password. Raises NotAllowed, NotFound."""
    must_keep(store, by)
    if people.by_id(store, person) is None:
        raise NotFound(what="Akun ini")
    chosen = secrets.token_urlsafe(12)
    people.set_password(store, person, PasswordHasher().hash(chosen), secrets.token_hex(16))
    return chosen
