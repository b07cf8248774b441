"""Apply a calendar: it holds from now on; workers then reckon the open cases anew."""

from engine.commands.propose_calendar import must_keep
from engine.domain.calendar_changes import LetterMissing, NotInState, State
from engine.domain.errors import Sentence
from engine.store import calendar_changes
from engine.store.calendar_changes import begin
from engine.store.session import Store


def apply_calendar(store: Store, change: int, *, by: int, letter: str = "") -> None:
    """Lets a previewed change hold; `letter` replaces the one it was proposed with.

    Raises NotAllowed, NotFound, NotInState, LetterMissing.
    """
    must_keep(store, by)
    with store.transaction() as connection:
        found = calendar_changes.locked(connection, change)
        if found.state is not State.PREVIEWED:
            why = Sentence("pratinjaunya belum selesai, atau sudah diputuskan")
            raise NotInState(act=Sentence("diterapkan"), why=why)
        if not (letter.strip() or found.letter):
            raise LetterMissing
        begin(store, connection, found, letter.strip())
