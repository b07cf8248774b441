"""Search: cases by number, name, NIK, telephone or service, under filters, within a scope.

Each way in which the words may be meant is a branch with a limit of its own, so that each walks an
index of its own; joined by OR they would make the database read every case.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain.sop import Sop
from engine.queries.applicant import tidy
from engine.store import sops
from engine.store.session import Row, Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Wanted:
    """What is looked for; empty fields do not count. Cases opened at `until` are not meant."""

    words: str = ""
    unit: str = ""
    code: str = ""  # of the SOP
    status: str = ""
    ending: str = ""
    late: bool = False  # late now, or done after the promised moment
    since: datetime | None = None
    until: datetime | None = None
    person: str = ""  # part of the name of somebody who acted in it


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


_LATE = (
    "(c.closed_at IS NULL AND coalesce(c.due_at < %(now)s, false) OR "
    "coalesce(c.promised_at < coalesce(c.ready_at, c.closed_at, %(now)s), false))"
)
_FIND = f"""
SELECT c.id, c.number, c.unit, c.sop_id, c.status, c.ending, c.step, c.opened_at, c.closed_at,
  c.promised_at, {_LATE},
  (SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name'
   ORDER BY w.version DESC LIMIT 1)
FROM cases c WHERE c.unit = ANY(%(units)s) AND c.id < %(before)s"""
_LAST = " ORDER BY c.id DESC LIMIT %(limit)s"

_FILTERS = {
    "unit": "c.unit = %(unit)s",
    "code": "c.sop_id IN (SELECT id FROM sops WHERE code = %(code)s)",
    "status": "c.status = %(status)s",
    "ending": "c.ending = %(ending)s",
    "late": _LATE,
    "since": "c.opened_at >= %(since)s",
    "until": "c.opened_at < %(until)s",
    "person": "EXISTS (SELECT FROM history h WHERE h.case_id = c.id AND h.actor = ANY(%(people)s))",
}

# As arrays, found first: left as a subquery, the database may walk all cases backwards instead.
_BY_NUMBER = "c.id = ANY(ARRAY(SELECT id FROM cases WHERE number LIKE %(number)s))"
_BY_NAME = (
    "c.id = ANY(ARRAY(SELECT case_id FROM words WHERE field = 'applicant.name' "
    "AND to_tsvector('simple', text) @@ to_tsquery('simple', %(query)s)))"
)
_BY_DIGITS = (
    "c.id = ANY(ARRAY(SELECT case_id FROM words WHERE "
    "field IN ('applicant.nik', 'applicant.phone') AND text = ANY(%(spellings)s)))"
)
_BY_SERVICE = "c.sop_id = ANY(%(sops)s)"


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
    params: dict[str, Any] = {
        "units": sorted(units), "now": now, "before": before or 2**62, "limit": limit + 1,
        "unit": wanted.unit, "code": wanted.code, "status": wanted.status,
        "ending": wanted.ending, "since": wanted.since, "until": wanted.until,
    }  # fmt: skip
    if wanted.person:
        params["people"] = _people(store, wanted.person)
        if not params["people"]:
            return []
    asked = [rule for name, rule in _FILTERS.items() if getattr(wanted, name)]
    find = " AND ".join([_FIND, *asked])
    if not words:
        statement = find + _LAST
    else:
        branches = [f"({find} AND {way}{_LAST})" for way in _ways(store, words, params)]
        if not branches:
            return []
        together = " UNION ".join(branches)
        statement = f"SELECT * FROM ({together}) found ORDER BY 1 DESC LIMIT %(limit)s"
    return [_found(store, row) for row in store.rows(statement, params)]


def _ways(store: Store, words: str, params: dict[str, Any]) -> Iterator[str]:
    """Every way in which the words may be meant; what it needs is put into the parameters."""
    if number := _plain(tidy(words)):
        params["number"] = f"{number}%"
        yield _BY_NUMBER
    if query := _query(words):
        params["query"] = query
        yield _BY_NAME
    if spellings := _spellings(words):
        params["spellings"] = spellings
        yield _BY_DIGITS
    if services := _services(store, words):
        params["sops"] = services
        yield _BY_SERVICE


def _query(words: str) -> str:
    """Every word as the beginning of a name; a lone letter only as it stands: it fits too many."""
    terms = ["".join(sign for sign in word if sign.isalnum()) for word in words.split()]
    return " & ".join(f"{term}:*" if len(term) > 1 else term for term in terms if term)


def _spellings(words: str) -> list[str]:
    """A number as it stands, and as people group a telephone number, since it is kept as typed."""
    digits = "".join(sign for sign in words if sign.isdigit())
    if len(digits) < 8 or any(sign.isalpha() for sign in words):
        return []
    home = f"0{digits[2:]}" if digits.startswith("62") else digits
    groups = [home[:4], home[4:8], home[8:]]
    abroad = f"62{home[1:]}" if home.startswith("0") else home
    return sorted({
        words, digits, home, " ".join(groups).strip(), "-".join(groups).strip("-"), abroad,
        f"+{abroad}",
    })  # fmt: skip


def _people(store: Store, name: str) -> list[int]:
    """Whose name holds this part."""
    rows = store.rows("SELECT id FROM people WHERE name ILIKE %s", (f"%{_plain(name.strip())}%",))
    return [id_ for (id_,) in rows]


def _services(store: Store, words: str) -> list[int]:
    """The rows of the SOPs whose title holds every word, or whose code it is."""
    likes = [f"%{_plain(word)}%" for word in words.split()]
    rows = store.rows(
        "SELECT id FROM sops WHERE title ILIKE ALL(%s) OR code = %s", (likes, words.upper())
    )
    return [id_ for (id_,) in rows]


def _plain(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", r"\%").replace("_", r"\_")


def _found(store: Store, row: Row) -> Found:
    (id_, number, unit, sop_id, status, ending, step, opened, closed, promised, late,
     applicant) = row  # fmt: skip
    sop = sops.by_id(store, sop_id)
    return Found(
        id=id_, number=number, unit=unit, sop=sop, status=status, ending=ending,
        step=sop.states[step].step.number if step in sop.states else None,
        applicant=applicant or "", opened_at=opened, closed_at=closed, promised_at=promised,
        late=late,
    )  # fmt: skip
