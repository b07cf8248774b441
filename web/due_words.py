"""Due words: for a line of a list, which of its clocks counts, and how far its moment is away."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.case import Clock
from engine.domain.deadline import Remaining
from engine.domain.limit import Limit
from engine.domain.sop import Sop, State
from engine.store import office
from web.reader import Reader, store

Calendars = Mapping[str, Calendar]  # by unit


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """A moment that counts: of the whole service's promise or of a step's limit."""

    at: datetime
    clock: Clock
    limit: Limit
    left: Remaining

    @property
    def of_service(self) -> bool:
        """Whether the promise to the applicant is meant."""
        return self.clock is Clock.SERVICE


def calendars_of(who: Reader) -> Calendars:
    """Every unit's calendar, at the office's revision of this request."""
    return office.directory(store(), who.office.revision).calendars


def doing(sop: Sop, state: State, unit: str) -> str:
    """The unit that does a step; its calendar runs the step's clock."""
    return next((named for role in state.roles if (named := sop.roles[role].unit)), unit)


def first(
    sop: Sop,
    state: State | None,
    unit: str,
    due: datetime | None,
    pressing: datetime | None,
    now: datetime,
    calendars: Calendars,
) -> Moment | None:
    """The moment that a case misses first: of its step or of its service."""
    if pressing is None:
        return None
    if state and pressing == due:
        clock, limit, by = Clock.STEP, state.step.within, calendars[doing(sop, state, unit)]
    else:
        clock, limit, by = Clock.SERVICE, sop.service.limit, calendars[unit]
    left = deadline.remaining(limit, pressing, now, by)
    return Moment(at=pressing, clock=clock, limit=limit, left=left)


def pause_ends(
    sop: Sop, reason: str, start: datetime, unit: str, calendars: Calendars
) -> datetime | None:
    """Until when a pause may last at most; None where the SOP does not know the reason."""
    known = sop.pauses.get(reason)
    return deadline.due(known.at_most, start, calendars[unit]) if known else None
