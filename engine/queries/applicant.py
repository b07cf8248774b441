"""The applicant's way to his own case: the receipt's code, or the number and a second factor."""

import hmac
import re

from engine.store.opening import receipt_hash
from engine.store.session import Store

# The same statement and the same comparisons are made whether the number exists or not.
_KNOWN = (
    "SELECT asked.number, c.number, "
    "(SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.birth_date' "
    "ORDER BY w.version DESC LIMIT 1), "
    "(SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.phone' "
    "ORDER BY w.version DESC LIMIT 1) "
    "FROM (SELECT %s::text AS number) asked LEFT JOIN cases c ON c.number = asked.number"
)


def by_code(store: Store, secret: str) -> str | None:
    """The number of the case whose receipt carries this secret."""
    row = store.row("SELECT number FROM cases WHERE code = %s", (receipt_hash(secret),))
    return row[0] if row else None


def tidy(number: str) -> str:
    """A case number as typed from paper: capitals, no blanks, any kind of dash."""
    return re.sub(r"[\s‐-―]+", lambda found: "-" if found[0].strip() else "", number).upper()


def by_second_factor(store: Store, number: str, factor: str) -> str | None:
    """The case's number when the factor is the birth date or the last four digits of the phone.

    A birth date is taken day first or year first, with or without separators. Which of number
    and factor was wrong cannot be told from the answer.
    """
    row = store.row(_KNOWN, (tidy(number),))
    assert row is not None
    _, found, birth, phone = row
    digits = re.sub(r"[^0-9]", "", factor)
    keys = (_digits(birth), _day_first(birth or ""), _digits(phone)[-4:])
    fits = [hmac.compare_digest(key, digits) and len(key) in (4, 8) for key in keys]
    return found if any(fits) else None


def _digits(text: str | None) -> str:
    return re.sub(r"[^0-9]", "", text or "")


def _day_first(iso: str) -> str:
    year, _, rest = iso.partition("-")
    month, _, day = rest.partition("-")
    return f"{day}{month}{year}"
