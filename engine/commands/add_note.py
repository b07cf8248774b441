"""Add a note for colleagues."""

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.store.session import Store


def add_note(store: Store, number: str, text: str, *, by: By) -> Case:
    """Adds a note, to a closed case too. Raises NotAllowed, ReasonMissing."""
    return act(
        store,
        number,
        lambda at: dossier.note(at, text),
        by=by,
    )
