"""Accounts: the engine's people as Flask-Security wants to see them."""

from datetime import timedelta
from typing import Any

from flask import session
from flask_security import RoleMixin, UserMixin
from flask_security.datastore import UserDatastore

from engine import clock
from engine.store import people
from engine.store.session import Store

SESSION_LASTS = timedelta(hours=12)


class Account(UserMixin):
    """A row of people as Flask-Security wants to see it."""

    roles: tuple[Any, ...] = ()
    fs_uniquifier: str = ""

    def __init__(self, row: dict[str, Any]) -> None:
        self.__dict__.update(row, fs_uniquifier=row["uniquifier"])


class Accounts(UserDatastore):
    """Flask-Security's view of the engine's accounts: it only finds, and knows no ORM."""

    def __init__(self, store: Store) -> None:
        super().__init__(Account, RoleMixin)
        self.store = store

    def find_user(self, case_insensitive: bool = False, **by: Any) -> Account | None:
        """The account with this address or uniquifier; None too when its session has run out."""
        if "email" in by:
            row = people.by_email(self.store, by["email"])
        elif _fresh():
            row = people.by_uniquifier(self.store, by["fs_uniquifier"])
        else:
            row = None
        return Account(row) if row else None


def _fresh() -> bool:
    return clock.now().timestamp() - session.get("fs_paa", 0) < SESSION_LASTS.total_seconds()
