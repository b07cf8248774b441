"""Declare a file complete: the service clock starts (UU 30/2014 Pasal 53)."""

from engine.commands.act import By, act
from engine.domain import clocks
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def declare_complete(store: Store, number: str, note: str = "", *, by: By) -> Case:
    """Declares the file complete. Raises WrongMoment when it already is."""
    return act(
        store,
        number,
        lambda at: clocks.declare(at, note),
        by=by,
        same=lambda fact: fact.kind is Happening.DECLARED_COMPLETE,
    )
