"""Recalculation: which due moments of an open case a changed calendar moves, and the fact of it.

A moment is found anew from its start, limit, extension and pauses, as it was found first; whatever
runs on a calendar that did not change is left alone.
"""

from collections.abc import Iterator, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from engine.domain import clocks, deadline
from engine.domain.case import Clock
from engine.domain.facts import Fact, Happening
from engine.domain.situation import Situation
from engine.domain.watch import runs

# Where a case keeps the due moment of each clock, and when that is due soon.
_KEPT = {
    Clock.STEP: ("due_at", "warn_at"),
    Clock.SERVICE: ("promised_at", "promise_warn_at"),
    Clock.LEGAL: ("legal_at", "legal_warn_at"),
    Clock.PAUSE: ("resumes_at", ""),
}


@dataclass(frozen=True, slots=True)
class Move:
    """A due moment before and after a change; None where a pause without an end hides it."""

    clock: Clock
    old: datetime | None
    new: datetime | None

    @property
    def shift(self) -> int:
        """Whether the moment comes earlier (-1) or later (1); 0 where one of the two is hidden."""
        if self.old is None or self.new is None:
            return 0
        return 1 if self.new > self.old else -1

    def late_before(self, now: datetime) -> bool:
        """Whether the clock is late by the old moment."""
        return self.old is not None and now > self.old

    def late_after(self, now: datetime) -> bool:
        """Whether the clock is late by the new moment."""
        return self.new is not None and now > self.new


@dataclass(frozen=True, kw_only=True, slots=True)
class Cause:
    """The change of a calendar by which a case is reckoned anew."""

    change: int
    calendar: str
    old: str  # versions
    new: str


def moved(at: Situation, units: Set[str]) -> tuple[Move, ...]:
    """The due moments that change when the calendars of these units are those of the situation."""
    return tuple(move for move, _ in _moves(at, units))


def recalculation(at: Situation, units: Set[str], cause: Cause) -> Fact | None:
    """The fact that moves the due moments of a case; None where none moves."""
    changes: dict[str, Any] = {}
    for _, found in _moves(at, units):
        changes |= found
    if not changes:
        return None
    says = {
        "change": cause.change,
        "calendar": cause.calendar,
        "old": cause.old,
        "new": cause.new,
    }
    return at.fact(Happening.RECALCULATED, None, says, changes)


def _moves(at: Situation, units: Set[str]) -> Iterator[tuple[Move, clocks.Changes]]:
    for clock, (start, _, old) in runs(at.case).items():
        found = _found_anew(at, clock, start, units) if start else None
        if not found:
            continue
        due, warn = _KEPT[clock]
        if found[due] == old:
            continue
        if found[due] is None and warn:
            found = {**found, warn: None}
        yield Move(clock, old, found[due]), found


def _found_anew(
    at: Situation, clock: Clock, start: datetime, units: Set[str]
) -> clocks.Changes | None:
    """The moments of a clock that started then; None where it runs on another calendar."""
    case = at.case
    if clock is Clock.STEP:
        # The signatures of one step share the clock that began with the first of them.
        state = at.sop.entry(at.state.step.number)
        on_it = at.unit_of(state) in units
        return clocks.step_clock(at, state, start, case.pauses) if on_it else None
    if case.unit not in units:
        return None
    if clock is Clock.SERVICE:
        return clocks.service_clock(at, start, case.pauses, case.extension)
    if clock is Clock.LEGAL:
        return clocks.legal_clock(at, start)
    reason = at.sop.pauses[case.pauses[-1].reason]
    return {"resumes_at": deadline.due(reason.at_most, start, at.calendar)}
