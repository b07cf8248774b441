"""Search: cases by number, name, NIK, telephone, service, unit, state or person, within a scope."""

from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is looked for; empty fields do not count."""

    words: str = ""
    unit: str = ""
    code: str = ""  # of the SOP
    status: str = ""  # a case's status, or "late"
    ending: str = ""
    since: date | None = None
    until: date | None = None
    person: int | None = None  # acted in it


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """One case found."""

    id: int
    number: str
    unit: str
    sop: Sop
    status: str
    ending: str | None
    step: str | None
    applicant: str
    opened_at: datetime
    closed_at: datetime | None
    promised_at: datetime | None
    late: bool


_FIND = """
SELECT c.id, c.number, c.unit, c.sop_id, c.status, c.ending, c.step, c.opened_at, c.closed_at,
  c.promised_at, coalesce(c.due_at < %(now)s, false)
    OR coalesce(c.promised_at < coalesce(c.ready_at, c.closed_at, %(now)s), false),
  (SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1)
FROM cases c JOIN sops s ON s.id = c.sop_id
WHERE c.unit = ANY(%(units)s)
  AND (%(unit)s = '' OR c.unit = %(unit)s)
  AND (%(code)s = '' OR s.code = %(code)s)
  AND (%(status)s IN ('', 'late') OR c.status = %(status)s)
  AND (%(status)s <> 'late' OR (c.closed_at IS NULL AND (c.due_at < %(now)s
       OR (c.promised_at < %(now)s AND c.ready_at IS NULL))))
  AND (%(ending)s = '' OR c.ending = %(ending)s)
  AND (%(since)s::timestamptz IS NULL OR c.opened_at >= %(since)s)
  AND (%(until)s::timestamptz IS NULL OR c.opened_at < %(until)s)
  AND (%(person)s::bigint IS NULL OR EXISTS (SELECT 1 FROM history h
       WHERE h.case_id = c.id AND h.actor = %(person)s))
  AND c.id < %(before)s
"""
_BY_WORDS = """
  AND (c.number LIKE %(prefix)s OR s.title ILIKE %(like)s OR c.id IN (
    SELECT case_id FROM words WHERE field = 'applicant.name'
      AND to_tsvector('simple', text) @@ to_tsquery('simple', %(query)s)
    UNION ALL SELECT case_id FROM words
      WHERE field IN ('applicant.nik', 'applicant.phone') AND text = %(exact)s))
"""


def search(
    store: Store,
    units: frozenset[str],
    wanted: Wanted,
    now: datetime,
    *,
    before: int | None = None,
    limit: int = 50,
) -> list[Found]:
    """Cases of the units that match, newest first; one more than `limit` says there are more."""
    words = " ".join(wanted.words.split())
    terms = ["".join(c for c in word if c.isalnum()) for word in words.split()]
    params = {
        "units": sorted(units), "now": now, "unit": wanted.unit, "code": wanted.code,
        "status": wanted.status, "ending": wanted.ending, "since": wanted.since,
        "until": wanted.until, "person": wanted.person, "before": before or 2**62,
        "prefix": f"{_plain(words.upper())}%", "like": f"%{_plain(words)}%", "exact": words,
        "query": " & ".join(f"{term}:*" for term in terms if term), "limit": limit + 1,
    }  # fmt: skip
    statement = _FIND + (_BY_WORDS if words else "") + " ORDER BY c.id DESC LIMIT %(limit)s"
    return [_found(store, row) for row in store.rows(statement, params)]


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _found(store: Store, row: tuple) -> Found:  # type: ignore[type-arg]
    (id_, number, unit, sop_id, status, ending, step, opened, closed, promised, late,
     applicant) = row  # fmt: skip
    sop = sops.by_id(store, sop_id)
    return Found(
        id=id_, number=number, unit=unit, sop=sop, status=status, ending=ending,
        step=sop.states[step].step.number if step in sop.states else None,
        applicant=applicant or "", opened_at=opened, closed_at=closed, promised_at=promised,
        late=late,
    )  # fmt: skip


def opened_by(store: Store, person: int, since: datetime, limit: int = 50) -> list[str]:
    """The numbers of the cases a person opened since a moment, newest first."""
    rows = store.rows(
        "SELECT c.number FROM history h JOIN cases c ON c.id = h.case_id WHERE h.kind = 'opened' "
        "AND h.actor = %s AND h.recorded_at >= %s ORDER BY h.recorded_at DESC LIMIT %s",
        (person, since, limit),
    )
    return [number for (number,) in rows]
