"""Seals as people look them up: what each says, without its leaves."""

import hashlib
from dataclasses import dataclass

from engine.domain import seals
from engine.domain.errors import NotFound
from engine.domain.seals import Statement
from engine.store.session import Store

_SEALS = "SELECT body FROM seals WHERE number < %s ORDER BY number DESC LIMIT %s"


def listed(store: Store, before: int | None = None, limit: int = 50) -> list[Statement]:
    """What seals say, the newest first; one more than `limit` says there are more.

    One whose statement can no longer be read is left out: the nightly check names it.
    """
    rows = store.rows(_SEALS, (before or 2**31 - 1, limit + 1))
    return [said for (body,) in rows if (said := _said(body))]


@dataclass(frozen=True, kw_only=True, slots=True)
class Shown:
    """One seal with what a witness keeps of it."""

    said: Statement
    digest: str

    @property
    def sheet(self) -> str:
        """The witness sheet in a few lines, for a picture that telephones read offline."""
        said = self.said
        return (
            f"SOPAN SEGEL {said.number}\n{said.at:%Y-%m-%dT%H:%M:%SZ}\nSIDIK {self.digest}\n"
            f"AKAR {said.root.hex()}\nKUNCI {said.key.hex()}"
        )


def shown(store: Store, number: int) -> Shown:
    """One seal. Raises NotFound."""
    row = store.row("SELECT body FROM seals WHERE number = %s", (number,))
    said = _said(row[0]) if row else None
    if row is None or said is None:
        raise NotFound(what=f"Segel {number}")
    return Shown(said=said, digest=hashlib.sha256(row[0].encode()).hexdigest())


def _said(body: str) -> Statement | None:
    try:
        return seals.read(body.encode())
    except (LookupError, TypeError, ValueError):
        return None
