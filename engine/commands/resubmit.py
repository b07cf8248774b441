"""Resubmit: the applicant brings a returned file back to the counter."""

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def resubmit(store: Store, number: str, ticked: frozenset[str], note: str = "", *, by: By) -> Case:
    """Takes the file back in; the case enters the step it was returned to.

    Raises WrongMoment, NotAllowed.
    """
    return act(
        store,
        number,
        lambda at: steps.resubmit(at, ticked, note),
        by=by,
        same=lambda fact: fact.kind is Happening.RESUBMITTED,
    )
