"""Reopen a closed case as a linked new one; the old clock stays frozen."""

from dataclasses import replace

from engine.commands.act import By, situation
from engine.commands.open_case import Opened, Request, first_click, open_within
from engine.domain import dossier
from engine.domain.errors import Busy
from engine.store import cases, history, sops, words
from engine.store.session import Store


def reopen_case(
    store: Store, number: str, reason: str, *, by: By, ticked: frozenset[str] = frozenset()
) -> Opened:
    """Opens a new case with the same applicant and marks the old one as continued by it.

    Both or neither. Raises WrongMoment while the old one is open, NotAllowed, ReasonMissing.
    """
    loaded = cases.load(store, number)
    old = loaded.case
    at = situation(store, loaded, replace(by, once=None))
    dossier.reopen(at, "", reason)
    asked = Request(
        unit=old.unit,
        code=sops.by_digest(store, old.sop).code,
        applicant=words.under(store, old.id, "applicant"),
        given=words.under(store, old.id, "intake"),
        ticked=ticked,
        parent=number,
    )
    try:
        with store.transaction() as connection:
            opened = open_within(store, connection, asked, by)
            fact = dossier.reopen(at, opened.case.number, reason)
            if not history.record_on(connection, history.entry(old, fact, at.office)):
                raise Busy
            return opened
    except history.TAKEN:
        return Opened(case=first_click(store, by), code="")
