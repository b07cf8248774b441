"""Claim a step: one person takes it, everybody else learns who."""

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.store.session import Store


def claim_step(store: Store, number: str, *, by: By) -> Case:
    """Takes the open step for the person acting.

    Raises AlreadyClaimed with the winner's name, NotYourStep, FourEyes.
    """
    return act(store, number, steps.claim, by=by)
