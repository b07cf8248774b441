"""Reactivate a person: an account that was closed opens again, with the password it had."""

import secrets

from engine.store import office, postings
from engine.store.session import Store


def reactivate_person(store: Store, person: int, *, by: int | None) -> None:
    """Opens a closed account. Raises NotAllowed, NotFound."""
    postings.must_keep(store, by)
    with store.transaction() as connection:
        postings.set_active(connection, person, secrets.token_hex(16), active=True)
        office.bump(connection)
