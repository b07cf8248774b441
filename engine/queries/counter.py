"""The counter's own lists: what an officer opened today, and what waits to be handed over."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.case import Case, Status
from engine.domain.sop import Sop
from engine.store import sops
from engine.store.cases import SELECT_CASE, case_of
from engine.store.session import Row, Store

_APPLICANT = (
    "(SELECT text FROM words w WHERE w.case_id = c.id AND w.field = 'applicant.name' "
    "ORDER BY w.version DESC LIMIT 1)"
)
_OPENED = (
    f"SELECT {SELECT_CASE}, {_APPLICANT} FROM history h JOIN cases c ON c.id = h.case_id "
    "WHERE h.kind = 'opened' AND h.actor = %(person)s AND h.recorded_at >= %(since)s "
    "AND c.id < %(before)s ORDER BY c.id DESC LIMIT %(limit)s"
)
_AWAITING = (
    f"SELECT {SELECT_CASE}, {_APPLICANT} FROM cases c WHERE c.unit = ANY(%(units)s) "
    "AND c.closed_at IS NULL AND c.ready_at IS NOT NULL "
    "AND (c.ready_at, c.id) > (%(ready)s::timestamptz, %(id)s) "
    "ORDER BY c.ready_at, c.id LIMIT %(limit)s"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One case of a list, with its SOP version and the applicant's name (masked by screens)."""

    case: Case
    sop: Sop
    applicant: str

    @property
    def awaits_receiver(self) -> bool:
        """Whether its product lies at the counter until somebody fetches it."""
        return awaits_receiver(self.case, self.sop)


@dataclass(frozen=True, kw_only=True, slots=True)
class Cursor:
    """Where the next page of the waiting begins."""

    ready: datetime
    id: int


def awaits_receiver(case: Case, sop: Sop) -> bool:
    """Ready, or at the step whose completion is the hand-over."""
    if case.status is Status.READY:
        return True
    at_step = case.status is Status.RUNNING and case.step in sop.states
    return at_step and sop.states[case.step or ""].step.hands_over


def opened_by(
    store: Store, person: int, since: datetime, *, before: int | None = None, limit: int = 50
) -> list[Line]:
    """The cases a person opened since a moment, newest first; one more than `limit` says more."""
    params = {
        "person": person, "since": since, "before": before or 2**62, "limit": limit + 1,
    }  # fmt: skip
    return [_line(store, row) for row in store.rows(_OPENED, params)]


def awaiting(
    store: Store, units: frozenset[str], *, after: Cursor | None = None, limit: int = 50
) -> tuple[list[Line], Cursor | None]:
    """Cases whose product waits in these units, longest first, and where the next page begins.

    Cases that are past the hand-over and only wait to be archived are passed over, so a page may
    be shorter than `limit`.
    """
    params = {
        "units": sorted(units), "ready": after.ready if after else "-infinity",
        "id": after.id if after else 0, "limit": limit + 1,
    }  # fmt: skip
    found = [_line(store, row) for row in store.rows(_AWAITING, params)]
    page, more = found[:limit], len(found) > limit
    following = None
    if more and (ready := page[-1].case.ready_at):
        following = Cursor(ready=ready, id=page[-1].case.id)
    return [line for line in page if line.awaits_receiver], following


def _line(store: Store, row: Row) -> Line:
    case = case_of(store, row)
    return Line(case=case, sop=sops.by_digest(store, case.sop), applicant=row[-1] or "")
