"""Close a case outside its SOP's own ends: withdrawn, refused, cancelled, not ours."""

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.domain.sop import Ending
from engine.store.session import Store


def close_case(store: Store, number: str, ending: Ending, reason: str, *, by: By) -> Case:
    """Ends the case. Raises NotAllowed, WrongMoment, ReasonMissing."""
    return act(
        store,
        number,
        lambda at: dossier.close(at, ending, reason),
        by=by,
        same=lambda fact: fact.kind is Happening.CLOSED,
    )
