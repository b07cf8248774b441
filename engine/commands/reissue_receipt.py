"""Reissue a receipt: a new secret for the applicant, and the lost one stops working."""

import secrets

from engine.commands.act import By, situation
from engine.domain.errors import NotAllowed
from engine.store import cases, receipts
from engine.store.opening import receipt_hash
from engine.store.session import Store


def reissue_receipt(store: Store, number: str, *, by: By) -> str:
    """The secret of a new receipt, given out at the counter of the case's unit.

    Raises NotFound, and NotAllowed for everybody who does not open cases there.
    """
    at = situation(store, cases.load(store, number), by)
    if at.counter() is None or at.actor.id is None:
        raise NotAllowed(why="tanda terima diterbitkan ulang oleh petugas loket unit ini")
    secret = secrets.token_urlsafe(16)
    receipts.replace_code(store, at.case.id, receipt_hash(secret), at.actor.id)
    return secret
