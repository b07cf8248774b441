"""Withdraw the declaration that a file is complete."""

from engine.commands.act import By, act
from engine.domain import clocks
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def withdraw_completeness(store: Store, number: str, reason: str, *, by: By) -> Case:
    """Resets the service clock. Raises WrongMoment, ReasonMissing."""
    return act(
        store,
        number,
        lambda at: clocks.withdraw_completeness(at, reason),
        by=by,
        same=lambda fact: fact.kind is Happening.COMPLETENESS_WITHDRAWN,
    )
