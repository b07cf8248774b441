"""Deactivate a person: the account no longer opens; postings and history stay."""

import secrets

from engine.store import office, postings
from engine.store.session import Store


def deactivate_person(store: Store, person: int, *, by: int | None) -> None:
    """Closes an account and signs it out everywhere. Raises NotAllowed, NotFound, LastKeeper."""
    postings.must_keep(store, by)
    day = postings.today(store)
    with store.transaction() as connection:
        postings.set_active(connection, person, secrets.token_hex(16), active=False)
        postings.must_leave_a_keeper(connection, day)
        office.bump(connection)
