"""The roster: units, who holds which post there, and accounts, for whoever keeps the office."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.errors import NotFound
from engine.store.session import Store


@dataclass(frozen=True, slots=True)
class Posting:
    """A post given to a person: the row, the person, and between which dates."""

    id: int
    person: int
    name: str
    active: bool
    desk: str
    standing: str
    letter: str
    starts: date
    ends: date | None

    def covers(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.active and self.starts <= day and (self.ends is None or day <= self.ends)


@dataclass(frozen=True, kw_only=True, slots=True)
class Account:
    """A person with an account."""

    id: int
    name: str
    email: str
    active: bool
    locked_until: datetime | None
    holds: int  # open steps in this person's hands


_POSTINGS = (
    "SELECT h.id, p.id, p.name, p.active, h.unit || ':' || h.position, h.standing, h.letter, "
    "h.starts, h.ends FROM holdings h JOIN people p ON p.id = h.person_id WHERE "
)
_ACCOUNT = (
    "SELECT p.id, p.name, p.email, p.active, p.locked_until, (SELECT count(*) FROM cases c "
    "WHERE c.holder = p.id AND c.closed_at IS NULL) AS holds FROM people p WHERE "
)


def posted(store: Store, day: date, unit: str = "") -> list[Posting]:
    """Postings that count on a day or begin later, in one unit or everywhere, definitive first."""
    rows = store.rows(
        _POSTINGS + "(h.ends IS NULL OR h.ends >= %s) AND %s IN ('', h.unit) "
        "ORDER BY h.unit, h.position, h.standing, h.starts, p.name",
        (day, unit),
    )
    return [Posting(*row) for row in rows]


def postings_of(store: Store, person: int) -> list[Posting]:
    """Everything a person holds, held, or will hold, the latest first."""
    rows = store.rows(
        _POSTINGS + "p.id = %s ORDER BY coalesce(h.ends, 'infinity') DESC, h.starts DESC, h.id",
        (person,),
    )
    return [Posting(*row) for row in rows]


def accounts(
    store: Store, words: str = "", after: tuple[str, int] = ("", 0), limit: int = 50
) -> list[Account]:
    """Accounts by name; one more than `limit` says there are more."""
    asked: dict[str, Any] = {
        "like": f"%{_plain(words.strip())}%", "name": after[0], "id": after[1], "limit": limit + 1,
    }  # fmt: skip
    found = store.named(
        _ACCOUNT + "(p.name ILIKE %(like)s OR p.email ILIKE %(like)s) "
        "AND (p.name, p.id) > (%(name)s, %(id)s) ORDER BY p.name, p.id LIMIT %(limit)s",
        asked,
    )
    return [Account(**row) for row in found]


def account(store: Store, person: int) -> Account:
    """One account. Raises NotFound."""
    found = store.named(_ACCOUNT + "p.id = %s", (person,))
    if not found:
        raise NotFound(what="Akun ini")
    return Account(**found[0])


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")
