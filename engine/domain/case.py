"""A case (permohonan): one request in one unit, bound for life to one SOP version.

The value here is what the facts so far add up to; it is never edited, only folded (see replay).
"""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from engine.domain.deadline import Pause
from engine.domain.sop import ClockRule, Ending


class Status(StrEnum):
    """Where a case is in its life; a screen adds lateness from the due moments and now."""

    RUNNING = "running"  # at a step
    SUSPENDED = "suspended"  # at a step, paused for a reason of the SOP
    RETURNED = "returned"  # with the applicant
    READY = "ready"  # siap diambil
    CLOSED = "closed"


class Clock(StrEnum):
    """The clocks that run side by side, each with its own start and end."""

    STEP = "step"
    SERVICE = "service"
    LEGAL = "legal"  # set by a law, from completeness, never paused (UU 30/2014 Pasal 53)
    PAUSE = "pause"  # the maximum of the present pause


class Effect(StrEnum):
    """What the sweep does when a watched moment has come."""

    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    ESCALATED = "escalated"  # the next rung of the ladder is told
    PAUSE_ENDS = "pause_ends"  # the case runs again by itself


# The fields of these two stand in the order of their names: they go into canonical bytes.
@dataclass(frozen=True, kw_only=True, slots=True)
class Watch:
    """The next moment on one clock at which something must happen to an open case, by itself."""

    at: datetime
    clock: Clock
    effect: Effect
    rung: int = 0  # which warning, counted from 0, or which rung of the ladder, from 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Interruption:
    """A stretch in which the clocks stood still, and why."""

    end: datetime | None
    reason: str  # a pause reason's code, or "@pemohon" for a return
    start: datetime


@dataclass(frozen=True, kw_only=True)
class Case:
    """What the facts of a case add up to. Moments are aware and in UTC."""

    id: int
    number: str
    unit: str
    sop: str  # digest of the version it is bound to
    version: int = 0
    head: bytes = b""
    status: Status = Status.RUNNING
    step: str | None = None  # state id; while returned, the state it comes back to
    turn: str = ""
    holder: int | None = None
    opened_at: datetime | None = None
    entered_at: datetime | None = None  # when the step's clock started
    due_at: datetime | None = None
    warn_at: datetime | None = None
    complete_at: datetime | None = None  # the service clock's start
    promised_at: datetime | None = None
    promise_warn_at: datetime | None = None
    ready_at: datetime | None = None  # the service clock's stop
    closed_at: datetime | None = None
    ending: Ending | None = None
    extension: str | None = None  # the words of the limit added to the service's
    pauses: tuple[Interruption, ...] = ()
    return_clock: ClockRule | None = None
    missing: tuple[str, ...] = ()  # requirement codes the applicant still owes
    hands: Mapping[str, tuple[int, ...]] = field(default_factory=dict)  # role -> persons, four-eyes
    returns: int = 0
    spoken: int = 0  # version of the last fact a person recorded
    moved: int = 0  # version of the last completed step
    moved_by: int | None = None
    latest: datetime | None = None  # happened_at of the last fact of a person
    parent: str | None = None  # the case this one continues
    legal_at: datetime | None = None  # the due moment that a law sets
    legal_warn_at: datetime | None = None
    resumes_at: datetime | None = None  # when the present pause reaches its maximum
    watch: tuple[Watch, ...] = ()  # the next moment of each clock, soonest first

    @property
    def is_open(self) -> bool:
        """Whether anything can still happen beside a note."""
        return self.status is not Status.CLOSED

    @property
    def next_at(self) -> datetime | None:
        """When the sweep must look at this case again."""
        return self.watch[0].at if self.watch else None

    @property
    def service_runs(self) -> bool:
        """Whether the service clock has started and not stopped."""
        return self.complete_at is not None and self.ready_at is None and self.is_open

    def interruptions(self) -> tuple[Pause, ...]:
        """The pauses as the working-time arithmetic wants them."""
        return tuple(Pause(start=pause.start, end=pause.end) for pause in self.pauses)

    @property
    def pressing_at(self) -> datetime | None:
        """The due moment that is missed first, of the step or of the whole service."""
        return self._first(self.due_at, self.promised_at)

    @property
    def near_at(self) -> datetime | None:
        """When the first of the running clocks is due soon."""
        return self._first(self.warn_at, self.promise_warn_at)

    def _first(self, step: datetime | None, service: datetime | None) -> datetime | None:
        first = step if self.is_open else None
        if service and self.service_runs and (first is None or service < first):
            return service
        return first

    def is_late(self, now: datetime) -> bool:
        """Late means now is past a due moment; right even when no worker runs."""
        return self.pressing_at is not None and now > self.pressing_at

    def is_near(self, now: datetime) -> bool:
        """Whether a warning moment has come and nothing is late yet."""
        return self.near_at is not None and now >= self.near_at and not self.is_late(now)


_FIELDS = frozenset(one.name for one in fields(Case))
BLANK: Mapping[str, Any] = {
    one.name: {} if one.name == "hands" else None if one.default is MISSING else one.default
    for one in fields(Case)
}


def case_with(values: Mapping[str, Any]) -> Case:
    """The case with these values; the others are what a new case has."""
    return _made(BLANK, values)


def changed(case: Case, changes: Mapping[str, Any]) -> Case:
    """The case with some values changed. Raises ValueError for what a case has not."""
    if not _FIELDS.issuperset(changes):
        raise ValueError(f"a case has no {sorted(changes.keys() - _FIELDS)}")
    return _made(case.__dict__, changes)


def _made(known: Mapping[str, Any], values: Mapping[str, Any]) -> Case:
    # What the constructor and dataclasses.replace do, at a tenth of their time: a step needs three.
    made = object.__new__(Case)
    made.__dict__.update(known)
    made.__dict__.update(values)
    return made


def _moment(raw: str | None) -> datetime | None:
    return datetime.fromisoformat(raw) if raw else None


def _watches(raw: list[dict[str, Any]]) -> tuple[Watch, ...]:
    return tuple(
        Watch(
            at=datetime.fromisoformat(watch["at"]),
            clock=Clock(watch["clock"]),
            effect=Effect(watch["effect"]),
            rung=watch.get("rung", 0),
        )
        for watch in raw
    )


def _interruptions(raw: list[dict[str, Any]]) -> tuple[Interruption, ...]:
    return tuple(
        Interruption(
            end=_moment(pause["end"]),
            reason=pause["reason"],
            start=datetime.fromisoformat(pause["start"]),
        )
        for pause in raw
    )


_DECODERS: dict[str, Callable[[Any], Any]] = {
    **dict.fromkeys(
        (
            "opened_at",
            "entered_at",
            "due_at",
            "warn_at",
            "complete_at",
            "promised_at",
            "promise_warn_at",
            "ready_at",
            "closed_at",
            "latest",
            "legal_at",
            "legal_warn_at",
            "resumes_at",
        ),
        _moment,
    ),
    "status": Status,
    "ending": lambda raw: Ending(raw) if raw else None,
    "return_clock": lambda raw: ClockRule(raw) if raw else None,
    "pauses": _interruptions,
    "missing": tuple,
    "hands": lambda raw: {role: tuple(persons) for role, persons in raw.items()},
    "watch": _watches,
}


def decode(raw: Mapping[str, Any]) -> dict[str, Any]:
    """Case fields out of their JSON form."""
    return {
        name: _DECODERS[name](value) if name in _DECODERS else value for name, value in raw.items()
    }
