"""Resume a suspended case."""

from engine.commands.act import By, act
from engine.domain import clocks
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def resume_case(store: Store, number: str, note: str = "", *, by: By) -> Case:
    """Lets the clocks go on where they stood. Raises WrongMoment when not paused."""
    return act(
        store,
        number,
        lambda at: clocks.resume(at, note),
        by=by,
        same=lambda fact: fact.kind is Happening.RESUMED,
    )
