"""Withdraw a calendar: a change that does not hold yet is dropped; its text stays citable."""

from engine.commands.propose_calendar import must_keep
from engine.domain.calendar_changes import NotInState, State
from engine.domain.errors import Sentence
from engine.store import calendar_changes
from engine.store.session import Store


def withdraw_calendar(store: Store, change: int, *, by: int) -> None:
    """Drops a change before it holds. Raises NotAllowed, NotFound, NotInState."""
    must_keep(store, by)
    with store.transaction() as connection:
        found = calendar_changes.locked(connection, change)
        if found.state not in (State.PREVIEWING, State.PREVIEWED):
            raise NotInState(act=Sentence("dibatalkan"), why=Sentence("sudah diputuskan"))
        calendar_changes.come_to(connection, found, State.WITHDRAWN)
