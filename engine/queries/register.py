"""The register book (pencatatan dan pendataan) of an SOP: one line a case, in order of opening."""

from dataclasses import dataclass
from datetime import datetime

from engine.store.session import Store


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the book."""

    id: int
    number: str
    opened_at: datetime
    applicant: str
    complete_at: datetime | None
    promised_at: datetime | None
    ready_at: datetime | None
    handed_over_at: datetime | None
    receiver: str
    closed_at: datetime | None
    status: str
    ending: str | None


_LINES = """
SELECT c.id, c.number, c.opened_at,
  coalesce((SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
            ORDER BY w.version DESC LIMIT 1), ''),
  (c.memory::json ->> 'complete_at')::timestamptz, c.promised_at, c.ready_at,
  (SELECT max(happened_at) FROM history h WHERE h.case_id = c.id AND h.kind = 'handed_over'),
  coalesce((SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'receiver'
            ORDER BY w.version DESC LIMIT 1), ''),
  c.closed_at, c.status, c.ending
FROM cases c JOIN sops s ON s.id = c.sop_id
WHERE c.unit = %(unit)s AND c.sop_id IN (SELECT id FROM sops WHERE code = %(code)s)
  AND c.opened_at >= %(since)s AND c.opened_at < %(until)s
  AND (c.opened_at, c.id) > (%(after)s::timestamptz, %(id)s)
ORDER BY c.opened_at, c.id LIMIT %(limit)s
"""


def register(
    store: Store,
    unit: str,
    code: str,
    since: datetime,
    until: datetime,
    *,
    after: tuple[datetime | str, int] = ("-infinity", 0),
    limit: int = 100,
) -> list[Line]:
    """The lines of a period; one more than `limit` says there are more."""
    rows = store.rows(
        _LINES,
        {"unit": unit, "code": code, "since": since, "until": until, "after": after[0],
         "id": after[1], "limit": limit + 1},
    )  # fmt: skip
    return [Line(*row) for row in rows]
