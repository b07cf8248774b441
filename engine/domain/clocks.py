"""The clocks of a case: when they start, stand still, stop, and what is watched for.

The step's clock starts on entry (or, where the applicant must be present, when the step is claimed
with him there). The service's clock starts when the file is declared complete and stops at
siap diambil. A due moment is always found from its start and the pauses, never by adding to one.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.case import Interruption, Status
from engine.domain.errors import NotAllowed, ReasonMissing, Sentence, WrongMoment
from engine.domain.facts import Fact, Happening, words
from engine.domain.limit import Limit, NoLimit, lengthened, parse_limit, size
from engine.domain.situation import Situation
from engine.domain.sop import State

Changes = dict[str, Any]
Pauses = tuple[Interruption, ...]
NO_PROMISE: Changes = {"promised_at": None, "promise_warn_at": None}


def enter(at: Situation, state: State) -> Changes:
    """What changes when the case enters a state: its turn and its step clock."""
    asked = "enter", at.sop.digest, state.id, at.case.unit, at.case.pauses
    return at.once(asked, lambda: _entered(at, state))


def _entered(at: Situation, state: State) -> Changes:
    changes: Changes = {
        "status": Status.RUNNING,
        "step": state.id,
        "turn": at.turn_at(state),
        "holder": None,
    }
    if not state.first:
        return changes
    started = None if state.step.applicant_present else at.when
    return {**changes, "entered_at": started, **step_clock(at, state, started, at.case.pauses)}


def start_step(at: Situation) -> Changes:
    """Starts the clock of a step that waited for the applicant to be present."""
    if at.case.entered_at is not None:
        return {}
    return {"entered_at": at.when, **step_clock(at, at.state, at.when, at.case.pauses)}


def step_clock(at: Situation, state: State, started: datetime | None, pauses: Pauses) -> Changes:
    """When a step begun then is due, and when it is due soon."""
    if started is None:
        return {"due_at": None, "warn_at": None}
    due, warn = _moments(at, state.step.within, started, at.calendars[at.unit_of(state)], pauses)
    return {"due_at": due, "warn_at": warn}


def service_clock(
    at: Situation, started: datetime | None, pauses: Pauses, extension: str | None
) -> Changes:
    """The promised moment of a service clock started then, and when it is due soon."""
    if started is None:
        return NO_PROMISE
    limit = at.sop.service.limit
    if extension:
        limit = lengthened(limit, parse_limit(extension))
    due, warn = _moments(at, limit, started, at.calendar, pauses)
    return {"promised_at": due, "promise_warn_at": warn}


def legal_clock(at: Situation, started: datetime | None) -> Changes:
    """When a law has the decision due: from completeness, whatever was paused since."""
    legal = at.sop.service.legal
    if legal is None:
        return {}
    if started is None:
        return {"legal_at": None, "legal_warn_at": None}
    due, warn = _moments(at, legal.limit, started, at.calendar, ())
    return {"legal_at": due, "legal_warn_at": warn}


def _moments(
    at: Situation, limit: Limit, started: datetime, calendar: Calendar, pauses: Pauses
) -> tuple[datetime | None, datetime | None]:
    """When a limit is reached, and when that is soon."""
    stops = tuple(deadline.Pause(start=p.start, end=p.end) for p in pauses) if pauses else ()
    due = deadline.due(limit, started, calendar, stops)
    return due, deadline.warn_at(limit, started, calendar, stops, at.ladder.percent)


def declare_complete(at: Situation) -> Changes:
    """Starts the service clock (the file counts as complete from now)."""
    if at.case.complete_at is not None:
        return {}
    case = at.case
    return at.once(
        ("complete", at.sop.digest, case.unit, case.pauses, case.extension),
        lambda: {
            "complete_at": at.when,
            **service_clock(at, at.when, case.pauses, case.extension),
            **legal_clock(at, at.when),
        },
    )


def incomplete(at: Situation) -> Changes:
    """The service and legal clocks as if they had never started."""
    return {"complete_at": None, "extension": None, **NO_PROMISE, **legal_clock(at, None)}


def pause(at: Situation, reason: str) -> Changes:
    """Lets every clock that is not already late stand still from now on."""
    pauses = (*at.case.pauses, Interruption(start=at.when, end=None, reason=reason))
    changes: Changes = {"pauses": pauses}
    if at.case.due_at and at.case.due_at > at.when:
        changes |= {"due_at": None, "warn_at": None}
    if at.case.service_runs and at.case.promised_at and at.case.promised_at > at.when:
        changes |= NO_PROMISE
    return changes


def unpause(at: Situation) -> Changes:
    """Ends the open pause and finds the due moments anew from their starts."""
    last = at.case.pauses[-1]
    pauses = (*at.case.pauses[:-1], replace(last, end=at.when))
    changes: Changes = {"pauses": pauses}
    if at.case.service_runs and at.case.promised_at is None:
        changes |= service_clock(at, at.case.complete_at, pauses, at.case.extension)
    if at.case.status is Status.SUSPENDED and at.case.due_at is None:
        changes |= step_clock(at, at.state, at.case.entered_at, pauses)
    return changes


def suspend(at: Situation, reason: str, note: str = "") -> Fact:
    """Pauses the case for a reason of its SOP; the holder or a superior may.

    Raises WrongMoment for a reason the SOP does not know.
    """
    at.must_run()
    if reason not in at.sop.pauses:
        known = ", ".join(p.title for p in at.sop.pauses.values()) or "tidak ada"
        raise WrongMoment(
            why=Sentence("SOP ini hanya mengenal alasan jeda: %(known)s", known=known)
        )
    by = at.superior() or at.authority()[0]
    most = deadline.due(at.sop.pauses[reason].at_most, at.when, at.calendar)
    changes = {"status": Status.SUSPENDED, "resumes_at": most, **pause(at, reason)}
    says = {"reason": reason, "step": at.state.step.number}
    return at.fact(Happening.SUSPENDED, by, says, changes, words(note=note))


def resume(at: Situation, note: str = "") -> Fact:
    """Lets a paused case go on; its clocks continue where they stood."""
    at.must_be_open()
    if at.case.status is not Status.SUSPENDED:
        raise WrongMoment(why="permohonan ini tidak sedang dijeda")
    by = at.superior() or at.authority()[0]
    changes = {"status": Status.RUNNING, "resumes_at": None, **unpause(at)}
    return at.fact(Happening.RESUMED, by, {"step": at.state.step.number}, changes, words(note=note))


def declare(at: Situation, note: str = "") -> Fact:
    """Declares the file complete as an act of its own: the counter's, or the step's holder's.

    UU 30/2014 Pasal 53 counts from an application received complete, so this moment is kept.
    """
    at.must_run()
    if at.case.complete_at is not None:
        raise WrongMoment(why="berkas ini sudah dinyatakan lengkap")
    changes = {**declare_complete(at), "missing": ()}
    return at.fact(Happening.DECLARED_COMPLETE, _desk(at), {}, changes, words(note=note))


def withdraw_completeness(at: Situation, reason: str) -> Fact:
    """Withdraws that declaration: the service clock is as if it had never started."""
    at.must_run()
    if at.case.complete_at is None:
        raise WrongMoment(why="berkas ini belum dinyatakan lengkap")
    if not reason.strip():
        raise ReasonMissing(act="mencabut pernyataan lengkap")
    changes = incomplete(at)
    return at.fact(Happening.COMPLETENESS_WITHDRAWN, _desk(at), {}, changes, words(reason=reason))


def _desk(at: Situation) -> Any:
    return at.counter() or at.superior() or at.authority()[0]


def extend(at: Situation, by: str, reason: str) -> Fact:
    """Extends the promised moment, by a superior, within what the SOP allows, once.

    Raises NotAllowed, WrongMoment when the SOP allows no extension or the clock does not run.
    """
    at.must_be_open()
    held = at.superior()
    if held is None:
        raise NotAllowed(why="perpanjangan hanya oleh atasan langkah ini")
    allowed = at.sop.service.extension or NoLimit(text="")
    if isinstance(allowed, NoLimit) or not at.case.service_runs or at.case.extension:
        raise WrongMoment(why="SOP ini tidak (lagi) mengizinkan perpanjangan jangka waktu layanan")
    if not reason.strip():
        raise ReasonMissing(act="perpanjangan")
    extra = parse_limit(by)
    if not _within(extra, allowed):
        raise WrongMoment(
            why=Sentence("SOP ini mengizinkan perpanjangan paling lama %(most)s", most=allowed.text)
        )
    changes: Changes = {"extension": extra.text}
    if not any(p.end is None for p in at.case.pauses):
        changes |= service_clock(at, at.case.complete_at, at.case.pauses, extra.text)
    return at.fact(Happening.EXTENDED, held, {"by": extra.text}, changes, words(reason=reason))


def _within(extra: Limit, allowed: Limit) -> bool:
    return type(extra) is type(allowed) and size(extra) <= size(allowed)
