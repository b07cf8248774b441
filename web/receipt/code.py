"""The receipt's secret on its way to paper: it travels in the officer's signed session, briefly.

The store keeps only its hash, so a receipt can be printed just after opening or reissuing, and
not again without a new secret.
"""

from flask import session

from engine import clock

LASTS = 30 * 60  # seconds: long enough for a paper jam
_KEY = "receipt"


def remember_code(number: str, code: str) -> None:
    """Keeps the secret of the receipt that is about to be printed; the one before is forgotten."""
    session[_KEY] = [number, code, int(clock.now().timestamp())]


def code_of(number: str) -> str:
    """The secret, while it may still be printed; else nothing."""
    kept_for, code, since = session.get(_KEY) or ("", "", 0)
    fresh = clock.now().timestamp() - since < LASTS
    return str(code) if kept_for == number and fresh else ""
