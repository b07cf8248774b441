"""Reassign a step to another person, by a superior or its holder, with a reason."""

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.facts import Fact, Happening
from engine.domain.situation import Situation
from engine.store import office
from engine.store.session import Store


def reassign_step(store: Store, number: str, to: int, reason: str, *, by: By) -> Case:
    """Gives the open step to another person. Raises NotAllowed, FourEyes, ReasonMissing."""

    def decide(at: Situation) -> Fact:
        return steps.reassign(at, office.actor(store, to, at.office.revision), reason)

    def same(fact: Fact) -> bool:
        return fact.kind is Happening.REASSIGNED and fact.says.get("to") == to

    return act(store, number, decide, by=by, same=same)
