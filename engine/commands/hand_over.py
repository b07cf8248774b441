"""Hand the product over to a named receiver."""

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def hand_over(store: Store, number: str, receiver: str, note: str = "", *, by: By) -> Case:
    """Closes a case whose product is ready. Raises WrongMoment, NotAllowed, ReasonMissing."""
    return act(
        store,
        number,
        lambda at: dossier.hand_over(at, receiver, note),
        by=by,
        same=lambda fact: fact.kind is Happening.HANDED_OVER,
    )
