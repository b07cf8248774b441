"""Moves between steps: claim, complete, reassign, take back, deviate, and coming back."""

from collections.abc import Mapping
from typing import Any

from engine.domain import clocks
from engine.domain.case import Case, Status, changed
from engine.domain.errors import (
    AlreadyClaimed,
    ChecklistOpen,
    NotAllowed,
    ReasonMissing,
    Sentence,
    WrongMoment,
)
from engine.domain.facts import Fact, Happening, words
from engine.domain.machine import APPLICANT, CLOSED, READY, follow
from engine.domain.people import Actor, acting_at
from engine.domain.questions import answers
from engine.domain.situation import Situation
from engine.domain.sop import ClockRule, Declares, Ending, Leads, Outcome, State

Changes = dict[str, Any]


def claim(at: Situation) -> Fact:
    """Takes the open step for oneself; one winner, the loser learns who.

    Raises AlreadyClaimed, NotYourStep, FourEyes.
    """
    at.must_run()
    held, _ = at.authority()
    _must_be_free(at)
    if at.case.holder == at.doer.id:
        raise WrongMoment(why="langkah ini sudah Anda ambil")
    changes = {"holder": at.doer.id, **clocks.start_step(at)}
    return at.fact(Happening.CLAIMED, held, {"step": at.state.step.number}, changes)


def complete(
    at: Situation,
    outcome: str,
    *,
    note: str = "",
    ticked: frozenset[str] = frozenset(),
    given: Mapping[str, str] | None = None,
    receiver: str = "",
) -> Fact:
    """Completes the open step with one of the SOP's outcomes.

    Raises NotYourStep, FourEyes, AlreadyClaimed, NoSuchOutcome, ChecklistOpen, FieldsWrong,
    ReasonMissing, CaseIsSuspended, StepHasMoved.
    """
    at.must_run()
    state = at.state
    held, role = at.authority()
    _must_be_free(at)
    chosen, target = follow(at.sop, state.id, outcome)
    main = chosen is state.step.outcomes[0]
    if main:
        _must_be_ticked(at, state, ticked)
    if chosen.needs_reason and not note.strip():
        raise ReasonMissing(act=Sentence("hasil “%(label)s”", label=chosen.label))
    handing_over = state.step.hands_over and main
    if handing_over and not receiver.strip():
        raise ReasonMissing(act="penyerahan (nama penerima)")
    filled = answers(state.step.fields, given or {}, f"step.{state.step.number}", complete=main)
    says: Changes = {"step": state.step.number, "outcome": chosen.label, "to": target}
    if target == APPLICANT:
        says["back"] = chosen.to
    moved = {"moved": at.case.version + 1, "moved_by": at.doer.id}
    changes = _move(at, state, chosen, target) | _hands(at, role) | moved
    kind = Happening.HANDED_OVER if handing_over else Happening.COMPLETED
    spoken = words(note=note, receiver=receiver if handing_over else "")
    return at.fact(kind, held, says, changes, filled + spoken)


def _must_be_free(at: Situation) -> None:
    holder = at.case.holder
    if holder is not None and holder != at.doer.id:
        raise AlreadyClaimed(holder=holder)


def _must_be_ticked(at: Situation, state: State, ticked: frozenset[str]) -> None:
    open_items = [need for need in state.step.needs if need not in ticked]
    if open_items and state.last:
        raise ChecklistOpen(missing=", ".join(at.sop.requirements.get(n, n) for n in open_items))


def _hands(at: Situation, role: str) -> Changes:
    if at.doer.id is None or not any(role in group for group in at.sop.four_eyes):
        return {}
    before = at.case.hands.get(role, ())
    return {"hands": {**at.case.hands, role: tuple(sorted({*before, at.doer.id}))}}


def _move(at: Situation, state: State, outcome: Outcome, target: str) -> Changes:
    changes: Changes = {}
    if outcome.declares is Declares.COMPLETE and state.last:
        changes |= clocks.declare_complete(at) | {"missing": ()}
    if target == READY or (outcome.declares is Declares.READY and state.last):
        changes |= {"ready_at": at.case.ready_at or at.when}
    if target == APPLICANT:
        return changes | to_applicant(at, outcome.to or state.step.number, outcome.clock)
    if target == READY:
        return changes | _stop(Status.READY) | {"turn": at.counter_turn}
    if target == CLOSED:
        return changes | close_changes(at, outcome.ending or Ending.DONE)
    entered = clocks.enter(at, at.sop.states[target])
    restarted = outcome.leads is Leads.STEP and at.sop.is_back(state.step.number, outcome)
    return changes | entered | ({"returns": at.case.returns + 1} if restarted else {})


def _stop(status: Status) -> Changes:
    return {
        "status": status,
        "step": None,
        "holder": None,
        "due_at": None,
        "warn_at": None,
        "entered_at": None,
    }


def close_changes(at: Situation, ending: Ending) -> Changes:
    """What changes when a case ends."""
    return _stop(Status.CLOSED) | {"turn": "", "closed_at": at.when, "ending": ending}


def to_applicant(at: Situation, back: str, rule: ClockRule) -> Changes:
    """What changes when the file goes back to the applicant."""
    changes: Changes = {
        "status": Status.RETURNED,
        "step": at.sop.entry(back).id,
        "turn": at.counter_turn,
        "holder": None,
        "entered_at": None,
        "due_at": None,
        "warn_at": None,
        "return_clock": rule,
        "returns": at.case.returns + 1,
    }
    if rule is ClockRule.RESTART:
        return changes | clocks.incomplete(at)
    if rule is ClockRule.PAUSE and at.case.service_runs:
        paused = clocks.pause(at, "@pemohon")
        return changes | {k: v for k, v in paused.items() if k in ("pauses", *clocks.NO_PROMISE)}
    return changes


def resubmit(at: Situation, ticked: frozenset[str], note: str = "") -> Fact:
    """The applicant brings the file back; a counter officer records it.

    With every requirement ticked, a service clock that never started or was reset starts now.
    """
    at.must_be_open()
    if at.case.status is not Status.RETURNED:
        raise WrongMoment(why="berkas ini tidak sedang berada pada pemohon")
    held = acting_at(at.actor, at.counter_turn, at.day)
    if held is None:
        raise NotAllowed(why="berkas perbaikan diterima oleh petugas loket")
    missing = tuple(code for code in at.sop.requirements if code not in ticked)
    changes: Changes = {"missing": missing, "return_clock": None}
    if at.case.return_clock is ClockRule.PAUSE and _stands_still(at.case):
        changes |= clocks.unpause(at)
    # The step is entered anew, after the pause that ends here.
    changes |= clocks.enter(at.before(changed(at.case, changes), at.sop), at.state)
    if not missing and at.sop.opening_declares and at.case.complete_at is None:
        changes |= clocks.declare_complete(at)
    says = {"step": at.state.step.number, "missing": missing}
    return at.fact(Happening.RESUBMITTED, held, says, changes, words(note=note))


def _stands_still(case: Case) -> bool:
    return bool(case.pauses) and case.pauses[-1].end is None


def reassign(at: Situation, to: Actor, reason: str) -> Fact:
    """Gives the open step to another person, by a superior or the present holder, with a reason."""
    at.must_run()
    by = at.superior()
    if by is None and at.case.holder == at.actor.id:
        by = acting_at(at.actor, at.case.turn, at.day)
    if by is None:
        raise NotAllowed(why="pengalihan hanya oleh atasan atau pemegang langkah ini")
    if not reason.strip():
        raise ReasonMissing(act="pengalihan")
    receiving = acting_at(to, at.case.turn, at.day) or next(iter(to.on(at.day)), None)
    if receiving is None:
        raise NotAllowed(why="penerima pengalihan tidak memegang jabatan pada hari itu")
    at.must_be_another_pair_of_eyes(to, receiving)
    says = {"step": at.state.step.number, "from": at.case.holder, "to": to.id}
    return at.fact(Happening.REASSIGNED, by, says, {"holder": to.id}, words(reason=reason))


def take_back(at: Situation, before: Case, reason: str) -> Fact:
    """Takes back one's own last step, until another person has acted on the case.

    `before` is the case as it stood before that step.
    """
    at.must_be_open()
    if not may_take_back(at.case, at.actor):
        raise WrongMoment(
            why="yang dapat ditarik hanya langkah terakhir Anda, selama belum ditindaklanjuti"
        )
    if not reason.strip():
        raise ReasonMissing(act="menarik kembali langkah")
    kept = (
        "status",
        "step",
        "turn",
        "holder",
        "entered_at",
        "due_at",
        "warn_at",
        "complete_at",
        "promised_at",
        "promise_warn_at",
        "ready_at",
        "pauses",
        "return_clock",
        "missing",
        "hands",
        "returns",
        "extension",
        "legal_at",
        "legal_warn_at",
        "watch",
    )
    changes = {
        name: getattr(before, name)
        for name in kept
        if getattr(before, name) != getattr(at.case, name)
    }
    held = next(iter(at.actor.on(at.day)), None)
    says = {"step": before.step and at.sop.states[before.step].step.number, "of": at.case.moved}
    return at.fact(
        Happening.TAKEN_BACK,
        held,
        says,
        changes | {"moved": 0, "moved_by": None},
        words(reason=reason),
    )


def may_take_back(case: Case, actor: Actor) -> bool:
    """Whether the last thing a person did to this case was the actor's own completed step."""
    return (
        case.is_open and case.moved > 0 and case.moved_by == actor.id and case.spoken == case.moved
    )


def deviate(at: Situation, to: str, reason: str) -> Fact:
    """Moves the case to a named step against the SOP: by a superior, with a reason.

    Always a deviation in the audit, never a silent edit.
    """
    at.must_run()
    held = at.superior()
    if held is None:
        raise NotAllowed(why="penyimpangan hanya oleh atasan langkah ini")
    if not reason.strip():
        raise ReasonMissing(act="penyimpangan dari SOP")
    if to not in {step.number for step in at.sop.steps}:
        raise WrongMoment(why=Sentence("SOP ini tidak mempunyai langkah %(step)s", step=to))
    says = {"from": at.state.step.number, "to": to}
    changes = clocks.enter(at, at.sop.entry(to))
    return at.fact(Happening.DEVIATED, held, says, changes, words(reason=reason))
