"""Take back one's own last step, until somebody has acted on it."""

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.facts import Fact, Happening
from engine.domain.replay import replay
from engine.domain.situation import Situation
from engine.store import history
from engine.store.session import Store


def take_back_step(store: Store, number: str, reason: str, *, by: By) -> Case:
    """Puts the case back where it stood before. Raises WrongMoment, ReasonMissing."""

    def decide(at: Situation) -> Fact:
        case = at.case
        blank = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop)
        before = replay(blank, history.facts_of(store, case.id, up_to=case.moved - 1))
        return steps.take_back(at, before, reason)

    return act(store, number, decide, by=by, same=lambda fact: fact.kind is Happening.TAKEN_BACK)
