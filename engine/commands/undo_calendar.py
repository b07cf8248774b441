"""Undo a calendar: what held before holds again, as a change of its own with its own facts."""

from engine.commands.propose_calendar import must_keep
from engine.domain.calendar_changes import NotInState, NotNewest, State
from engine.domain.errors import Sentence
from engine.store import calendar_changes, calendars
from engine.store.calendars import Adoption
from engine.store.session import Store


def undo_calendar(store: Store, change: int, *, by: int) -> int:
    """Undoes an applied change after a preview, without another question; answers the new change.

    Raises NotAllowed, NotFound, NotInState, NotNewest, ChangeUnderWay.
    """
    must_keep(store, by)
    with store.transaction() as connection:
        found = calendar_changes.locked(connection, change)
        calendar_changes.one_at_a_time(connection)
        piles = calendars.layers(store)
        layers = calendar_changes.undone(piles, change)
        if found.state is not State.APPLIED or not layers:
            why = Sentence("belum selesai diterapkan, atau sudah diurungkan")
            raise NotInState(act=Sentence("diurungkan"), why=why)
        calendar_changes.must_be_alone(connection, piles, found.code)
        for layer in layers:
            if piles[layer.code][-1] != layer:
                raise NotNewest(calendar=layer.code)
        return calendar_changes.propose(
            connection,
            Adoption(code=found.code, version=piles[found.code][-2].version, since=found.since,
                     letter=found.letter, person=by, undoes=change),
            {one.code: (one.version, piles[one.code][-2].version) for one in layers},
        )  # fmt: skip
