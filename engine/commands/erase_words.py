"""Erase the personal words of a closed case; its history still verifies (UU 27/2022)."""

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.store import words
from engine.store.session import Store


def erase_words(store: Store, number: str, reason: str, *, by: By) -> Case:
    """Records the erasure, then removes every word and document of the case.

    The order matters: after a crash in between, erasing again finishes the work.
    """
    case = act(store, number, lambda at: dossier.erase(at, reason), by=by)
    words.erase(store, case.id)
    return case
