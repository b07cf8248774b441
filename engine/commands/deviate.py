"""Deviate from the SOP: move the case to a named step, as a superior, with a reason."""

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def deviate(store: Store, number: str, to: str, reason: str, *, by: By) -> Case:
    """Moves the case to a step. Raises NotAllowed, ReasonMissing, WrongMoment."""
    return act(
        store,
        number,
        lambda at: steps.deviate(at, to, reason),
        by=by,
        same=lambda fact: fact.kind is Happening.DEVIATED and fact.says["to"] == to,
    )
