"""Tracking: the case whose receipt carries a code."""

from engine.store.opening import receipt_hash
from engine.store.session import Store


def by_code(store: Store, secret: str) -> str | None:
    """The number of the case whose receipt carries this secret."""
    row = store.row("SELECT number FROM cases WHERE code = %s", (receipt_hash(secret),))
    return row[0] if row else None
