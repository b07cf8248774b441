"""Suspend a case for a reason its SOP knows."""

from engine.commands.act import By, act
from engine.domain import clocks
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def suspend_case(store: Store, number: str, reason: str, note: str = "", *, by: By) -> Case:
    """Pauses the clocks that are not yet late. Raises WrongMoment for an unknown reason."""
    return act(
        store,
        number,
        lambda at: clocks.suspend(at, reason, note),
        by=by,
        same=lambda fact: fact.kind is Happening.SUSPENDED,
    )
