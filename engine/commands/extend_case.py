"""Extend the promised moment, within what the SOP allows."""

from engine.commands.act import By, act
from engine.domain import clocks
from engine.domain.case import Case
from engine.domain.facts import Happening
from engine.store.session import Store


def extend_case(store: Store, number: str, extra: str, reason: str, *, by: By) -> Case:
    """Extends by a limit such as '7 hari kerja'. Raises NotAllowed, WrongMoment, LimitUnclear."""
    return act(
        store,
        number,
        lambda at: clocks.extend(at, extra, reason),
        by=by,
        same=lambda fact: fact.kind is Happening.EXTENDED,
    )
