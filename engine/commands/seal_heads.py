"""Seal the heads of all chains that have moved since the last seal, and keep a copy outside."""

import psycopg

from engine.domain import seals as sealing
from engine.domain.seals import Occasion, Seal, Statement
from engine.store import seals
from engine.store.session import Row, Store
from engine.witness import Witness


def seal_heads(store: Store, witness: Witness, why: Occasion) -> Statement | None:
    """Makes the next seal; None when no fact is newer than the last one.

    The copies come after the commit, so that none speaks of a seal that was never made; one that a
    crash has prevented is made up for by the next call. Raises KeyUnreadable.
    """
    with store.transaction() as connection:
        moved = seals.changed(connection)
        # Only now, when nobody else seals: two at once would each make a key.
        secret = witness.secret_key()
        made = None
        if moved.leaves:
            before = _before(connection, witness)
            made = sealing.seal(secret, moved.leaves, before, moved.at, why, moved.facts)
            seals.add(connection, sealing.read(made.body).number, made)
    _copy(store, witness, sealing.public_key(secret))
    return sealing.read(made.body) if made else None


def _before(connection: psycopg.Connection[Row], witness: Witness) -> tuple[int, Seal | None]:
    """The seal to go on from: the copy outside, where the database has lost the newest."""
    number, kept = seals.newest_on(connection)
    last = max(witness.numbers(), default=0)
    return (last, witness.copy(last)) if last > number else (number, kept)


def _copy(store: Store, witness: Witness, key: bytes) -> None:
    """Copies what our key has signed; anything else in the table is for the check to find."""
    have = set(witness.numbers())
    for number in seals.numbers(store):
        found = seals.by_number(store, number) if number not in have else None
        if found and sealing.is_signed(found.body, found.signature, key):
            witness.keep(number, found)
