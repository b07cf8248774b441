"""Where the time went: the elapsed working time of a case, split so that it adds up exactly.

All of it is measured by the calendar of the case's unit: that is the time the applicant waits.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from engine.domain.calendar import Calendar
from engine.domain.case import Status
from engine.domain.conformance.course import Place, completes, course
from engine.domain.facts import Fact, Happening
from engine.domain.sop import Kind, Sop


class Share(StrEnum):
    """What the time of a step goes into."""

    WAITING = "waiting"  # nobody has taken the step (or it is done without being taken)
    WORK = "work"  # somebody holds it
    APPLICANT = "applicant"  # with the applicant, who brings papers, is present, or collects
    OFFICE = "office"  # a step of another unit, or of a body outside
    PAUSED = "paused"
    LOOP = "loop"  # a step done once more, because it was sent back

    # An enumeration's own hash is slow, and every part of every case is counted by its share.
    __hash__ = str.__hash__


class Slice(NamedTuple):
    """One part of the time of a case."""

    step: str  # printed number; empty once the product is ready
    share: Share
    cause: str = ""  # pause reason's code; unit or role waited for; number of the step sending back


Split = dict[Slice, timedelta]
_NONE = timedelta()
# The facts after which a case is at another step, or at the same once more.
_MOVES = (Happening.TAKEN_BACK, Happening.DEVIATED)


@dataclass(frozen=True, kw_only=True)
class Ground:
    """An SOP version in a unit, with what of its steps waits for others."""

    sop: Sop
    unit: str
    calendars: Mapping[str, Calendar]  # by unit

    @cached_property
    def calendar(self) -> Calendar:
        """The calendar of the case's unit."""
        return self.calendars[self.unit]

    @cached_property
    def doing(self) -> dict[str, Calendar]:
        """The calendar by which the clock of each state runs: of the unit that does it."""
        roles = self.sop.roles
        return {
            state.id: self.calendars[
                next((unit for role in state.roles if (unit := roles[role].unit)), self.unit)
            ]
            for state in self.sop.states.values()
        }

    @cached_property
    def others(self) -> dict[str, tuple[Share, str]]:
        """The states that are not done in the case's unit, with whom they wait for."""
        found = {}
        for state in self.sop.states.values():
            roles = [self.sop.roles[role] for role in state.roles]
            first = roles[0]
            if all(role.kind is Kind.APPLICANT for role in roles):
                found[state.id] = Share.APPLICANT, ""
            elif all(role.kind is Kind.OUTSIDE for role in roles):
                found[state.id] = Share.OFFICE, first.code
            elif all(role.unit and role.unit != self.unit for role in roles):
                found[state.id] = Share.OFFICE, first.unit or ""
        return found

    @cached_property
    def places(self) -> dict[str, int]:
        """The order of the states on the paper."""
        return {state: place for place, state in enumerate(self.sop.states)}


@dataclass(slots=True)
class _Loop:
    """What has been done before, and who sent the case back to it."""

    left: set[str] = field(default_factory=set)
    again: bool = False
    sender: str = ""

    def move(self, on: Ground, place: Place, fact: Fact) -> None:
        """Notes that a fact moves the case from its step to another."""
        old, new = place["step"], fact.changes.get("step", place["step"])
        self.left.add(old)
        self.again = new in self.left
        back = on.places.get(new, -1) <= on.places.get(old, -1)
        if self.again and (back or not self.sender):
            by = new if fact.kind is Happening.TAKEN_BACK else old
            self.sender = on.sop.states[by].step.number


def split(on: Ground, facts: Sequence[Fact], until: datetime | None = None) -> Split:
    """The working time from opening to closing, or to `until` for an open case, by slices.

    A fact entered late may lie before a system's fact that was recorded earlier; time then stands
    still and never runs backwards.
    """
    found: Split = {}
    for part, start, end in _stretches(on, facts, until):
        if end > start:
            worked = on.calendar.worked(start, end)
            if worked:
                found[part] = found.get(part, _NONE) + worked
    return found


def _stretches(
    on: Ground, facts: Sequence[Fact], until: datetime | None
) -> Iterator[tuple[Slice, datetime, datetime]]:
    loop, reason = _Loop(), ""
    at: datetime | None = None
    place: Place = {}
    for place, fact in course(facts):
        changes = fact.changes
        if not ("holder" in changes or "status" in changes or "step" in changes):
            continue
        if at is None:
            at = fact.happened_at
            continue
        if place["status"] == Status.CLOSED:
            return
        end = max(at, fact.happened_at)
        yield _slice(on, place, loop, reason), at, end
        at = end
        if completes(fact) or fact.kind in _MOVES:
            if place["step"]:
                loop.move(on, place, fact)
        elif fact.kind is Happening.SUSPENDED:
            reason = fact.says["reason"]
    if at is not None and until is not None and place["status"] != Status.CLOSED:
        yield _slice(on, place, loop, reason), at, max(at, until)


def _slice(on: Ground, place: Place, loop: _Loop, reason: str) -> Slice:
    if place["status"] == Status.READY or not place["step"]:
        return Slice("", Share.APPLICANT)
    state = on.sop.states[place["step"]]
    step = state.step.number
    if place["status"] == Status.RETURNED:
        return Slice(step, Share.APPLICANT)
    if place["status"] == Status.SUSPENDED:
        return Slice(step, Share.PAUSED, reason)
    if state.id in on.others:
        return Slice(step, *on.others[state.id])
    if state.step.applicant_present and place["entered_at"] is None:
        return Slice(step, Share.APPLICANT)
    if loop.again:
        return Slice(step, Share.LOOP, loop.sender)
    return Slice(step, Share.WORK if place["holder"] is not None else Share.WAITING)
