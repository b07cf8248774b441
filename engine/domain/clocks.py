"""The clocks of a case: when they start, stand still, stop, and what is watched for.

The step's clock starts on entry (or, where the applicant must be present, when the step is claimed
with him there). The service's clock starts when the file is declared complete and stops at
siap diambil. A due moment is always found from its start and the pauses, never by adding to one.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from engine.domain import deadline
from engine.domain.case import Case, Clock, Effect, Interruption, Status, Watch
from engine.domain.errors import NotAllowed, ReasonMissing, Sentence, WrongMoment
from engine.domain.facts import Fact, Happening, words
from engine.domain.limit import Limit, NoLimit, lengthened, parse_limit, size
from engine.domain.replay import fold
from engine.domain.situation import Situation
from engine.domain.sop import State

Changes = dict[str, Any]
Moments = dict[Effect, datetime | None]
NO_PROMISE: Changes = {"promised_at": None, "promise_warn_at": None}


def enter(at: Situation, state: State) -> Changes:
    """What changes when the case enters a state: its turn and its step clock."""
    from_scratch = state.first
    started = None if state.step.applicant_present else at.when
    changes: Changes = {
        "status": Status.RUNNING,
        "step": state.id,
        "turn": at.turn_at(state),
        "holder": None,
    }
    if not from_scratch:
        return changes
    return {**changes, "entered_at": started, **_step_clock(at, state, started, at.case.pauses)}


def start_step(at: Situation) -> Changes:
    """Starts the clock of a step that waited for the applicant to be present."""
    if at.case.entered_at is not None:
        return {}
    return {"entered_at": at.when, **_step_clock(at, at.state, at.when, at.case.pauses)}


def _step_clock(
    at: Situation, state: State, started: datetime | None, pauses: tuple[Interruption, ...]
) -> Changes:
    if started is None:
        return {"due_at": None, "warn_at": None}
    calendar = at.calendars[at.unit_of(state)]
    stops = tuple(deadline.Pause(start=p.start, end=p.end) for p in pauses)
    limit = state.step.within
    return {
        "due_at": deadline.due(limit, started, calendar, stops),
        "warn_at": deadline.warn_at(limit, started, calendar, stops),
    }


def service_clock(
    at: Situation, started: datetime | None, pauses: tuple[Interruption, ...], extension: str | None
) -> Changes:
    """The promised moment of a service clock started then, and when it is due soon."""
    if started is None:
        return NO_PROMISE
    stops = tuple(deadline.Pause(start=p.start, end=p.end) for p in pauses)
    limit = at.sop.service.limit
    if extension:
        limit = lengthened(limit, parse_limit(extension))
    return {
        "promised_at": deadline.due(limit, started, at.calendar, stops),
        "promise_warn_at": deadline.warn_at(limit, started, at.calendar, stops),
    }


def declare_complete(at: Situation) -> Changes:
    """Starts the service clock (the file counts as complete from now)."""
    if at.case.complete_at is not None:
        return {}
    return {"complete_at": at.when, **service_clock(at, at.when, at.case.pauses, at.case.extension)}


def settle(at: Situation, fact: Fact) -> Fact:
    """The fact with the moments to watch for after it; every decision passes through here.

    A moment that was watched for and has been worked off stays worked off as long as the due
    moment is the same; a due moment that moved is watched for anew.
    """
    if "watch" in fact.changes:
        return fact
    after = fold(at.case, fact)
    watches = _watches(at, after)
    if watches == at.case.watch:
        return fact
    return replace(fact, changes={**fact.changes, "watch": watches})


def _watches(at: Situation, after: Case) -> tuple[Watch, ...]:
    at_a_step = after.status in (Status.RUNNING, Status.SUSPENDED)
    found = [*(_step_watches(at, after) if at_a_step else ()), *_service_watches(at, after)]
    return tuple(sorted(found, key=lambda w: (w.at, w.clock, w.effect)))


def _step_watches(at: Situation, after: Case) -> Iterable[Watch]:
    moments = {Effect.DUE_SOON: after.warn_at, Effect.OVERDUE: after.due_at}
    before = {Effect.DUE_SOON: at.case.warn_at, Effect.OVERDUE: at.case.due_at}
    same_run = at.case.entered_at == after.entered_at
    return _still_to_come(at, Clock.STEP, moments, before if same_run else None)


def _service_watches(at: Situation, after: Case) -> Iterable[Watch]:
    if not after.service_runs:
        return ()
    moments = {Effect.DUE_SOON: after.promise_warn_at, Effect.OVERDUE: after.promised_at}
    before = {Effect.DUE_SOON: at.case.promise_warn_at, Effect.OVERDUE: at.case.promised_at}
    same_run = at.case.complete_at == after.complete_at
    return _still_to_come(at, Clock.SERVICE, moments, before if same_run else None)


def _still_to_come(
    at: Situation,
    clock: Clock,
    moments: Moments,
    before: Moments | None,
) -> Iterable[Watch]:
    """The moments of one clock that nobody has worked off; `before` are those of the same run."""
    for effect, moment in moments.items():
        if moment is None:
            continue
        found = Watch(at=moment, clock=clock, effect=effect)
        unchanged = before is not None and before[effect] == moment
        warned = before is not None and effect is Effect.DUE_SOON and moment <= at.when
        if found in at.case.watch or not (unchanged or warned):
            yield found


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
        changes |= _step_clock(at, at.state, at.case.entered_at, pauses)
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
    changes = {"status": Status.SUSPENDED, **pause(at, reason)}
    says = {"reason": reason, "step": at.state.step.number}
    return at.fact(Happening.SUSPENDED, by, says, changes, words(note=note))


def resume(at: Situation, note: str = "") -> Fact:
    """Lets a paused case go on; its clocks continue where they stood."""
    at.must_be_open()
    if at.case.status is not Status.SUSPENDED:
        raise WrongMoment(why="permohonan ini tidak sedang dijeda")
    by = at.superior() or at.authority()[0]
    changes = {"status": Status.RUNNING, **unpause(at)}
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
    changes = {"complete_at": None, "extension": None, **NO_PROMISE}
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
