"""Retry letters: those that were given up are queued anew, by whoever answers for the unit."""

from engine.domain.errors import NotAllowed
from engine.domain.telling import delivery_scope
from engine.store import letters, office, postings
from engine.store.session import Store


def retry_letters(store: Store, delivery: int | None = None, *, by: int) -> int:
    """Queues one failed letter, or all the actor answers for; answers how many it was.

    Raises NotAllowed for who is neither administrator nor head of a unit. A letter that has gone
    out meanwhile, or is about another's unit, is left as it is.
    """
    known = office.directory(store)
    actor = office.actor(store, by, known.office.revision)
    units = delivery_scope(actor, known.office, postings.today(store))
    if not units:
        raise NotAllowed(why="surat dikirim ulang oleh administrator atau kepala unit")
    return letters.try_again(store, units, delivery)
