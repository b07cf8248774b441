"""Complete a step with one of the outcomes its SOP knows."""

from collections.abc import Mapping

from engine.commands.act import By, act
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.facts import Fact
from engine.store.session import Store


def complete_step(
    store: Store,
    number: str,
    outcome: str,
    *,
    by: By,
    note: str = "",
    ticked: frozenset[str] = frozenset(),
    given: Mapping[str, str] | None = None,
    receiver: str = "",
) -> Case:
    """Completes the open step; the case moves where the outcome leads.

    Raises every refusal of `engine.domain.steps.complete`, SomethingNew and Busy.
    """

    def same(fact: Fact) -> bool:
        return fact.says.get("outcome") == outcome

    return act(
        store,
        number,
        lambda at: steps.complete(
            at, outcome, note=note, ticked=ticked, given=given, receiver=receiver
        ),
        by=by,
        same=same,
    )
