"""Tracking: one case for its applicant, by the receipt's code or by number and a second factor."""

import hmac
import re

from engine.store import words
from engine.store.opening import receipt_hash
from engine.store.session import Store


def by_code(store: Store, secret: str) -> str | None:
    """The number of the case whose receipt carries this secret."""
    row = store.row("SELECT number FROM cases WHERE code = %s", (receipt_hash(secret),))
    return row[0] if row else None


def by_second_factor(store: Store, number: str, factor: str) -> str | None:
    """The number again, when the factor is the birth date or the phone's last four digits.

    The same work is done for a number that does not exist, and the answer is the same.
    """
    row = store.row("SELECT id, number FROM cases WHERE number = %s", (number.strip().upper(),))
    known = words.under(store, row[0], "applicant") if row else {}
    digits = re.sub(r"\D", "", factor)
    birth = _day_first(known.get("birth_date", ""))
    phone = re.sub(r"\D", "", known.get("phone", ""))[-4:]
    fits = [len(key) in (4, 8) and hmac.compare_digest(key, digits) for key in (birth, phone)]
    iso = hmac.compare_digest(re.sub(r"\D", "", known.get("birth_date", "")) or "-", digits)
    return row[1] if row and (any(fits) or iso) else None


def _day_first(iso: str) -> str:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    return f"{day}{month}{year}"
