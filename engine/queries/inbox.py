"""The inbox: notices for one person, unread first."""

from dataclasses import dataclass
from datetime import datetime

from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One notice as its reader sees it."""

    id: int
    kind: str
    number: str
    title: str
    promised_at: datetime
    read: bool


def inbox(store: Store, person: int, *, before: int | None = None, limit: int = 30) -> list[Told]:
    """The newest notices of a person; notices of closed cases are left out."""
    rows = store.rows(
        "SELECT d.id, n.kind, c.number, s.title, n.promised_at, d.read_at IS NOT NULL "
        "FROM deliveries d JOIN notices n ON n.id = d.notice_id JOIN cases c ON c.id = n.case_id "
        "JOIN sops s ON s.id = c.sop_id WHERE d.person_id = %s AND d.channel = 'screen' "
        "AND c.closed_at IS NULL AND d.id < %s ORDER BY d.id DESC LIMIT %s",
        (person, before or 2**62, limit + 1),
    )
    return [
        Told(id=id_, kind=kind, number=number, title=title, promised_at=at, read=read)
        for id_, kind, number, title, at, read in rows
    ]


def unread(store: Store, person: int) -> int:
    """How many notices on the screen are unread (at most 100 are counted)."""
    row = store.row(
        "SELECT count(*) FROM (SELECT 1 FROM deliveries d JOIN notices n ON n.id = d.notice_id "
        "JOIN cases c ON c.id = n.case_id WHERE d.person_id = %s AND d.read_at IS NULL "
        "AND d.channel = 'screen' AND c.closed_at IS NULL LIMIT 100) few",
        (person,),
    )
    return int(row[0]) if row else 0
