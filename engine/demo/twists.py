"""The twists: what happens to a case beside its ordinary way, each at the first occasion.

A twist answers whether its occasion had come; then it has acted.
"""

from collections.abc import Callable, Mapping
from functools import partial

from engine.demo import pace, phrases
from engine.demo.applicants import phone
from engine.demo.stage import Late, Stage
from engine.demo.walk import attach, complete, forward, some_time, unit_of
from engine.domain import clocks, dossier, steps
from engine.domain.machine import outcomes_at
from engine.domain.people import COUNTER_DESK, Actor, Duty
from engine.domain.questions import APPLICANT, answers
from engine.domain.situation import OnPaper
from engine.domain.sop import Ending, Leads, Outcome

Twist = Callable[[Stage], bool]
_SAID = {
    Leads.APPLICANT: phrases.RETURNED,
    Leads.STEP: phrases.SENT_BACK,
    Leads.END: phrases.REFUSED,
}


def _leading(fits: Callable[[Stage, Outcome], bool]) -> Twist:
    """A twist by an outcome of the SOP itself."""

    def twist(stage: Stage) -> bool:
        found = [o for o in outcomes_at(stage.sop, stage.state.id) if fits(stage, o)]
        if not found:
            return False
        outcome = stage.chance.choice(found)
        stage.wait(some_time(stage), unit_of(stage))
        complete(stage, outcome, note=stage.chance.choice(_SAID[outcome.leads]))
        return True

    return twist


returned = _leading(lambda stage, o: o.leads is Leads.APPLICANT and o.needs_reason)
sent_back = _leading(
    lambda stage, o: o.leads is Leads.STEP and stage.sop.is_back(stage.state.step.number, o)
)
refused = _leading(lambda stage, o: o.leads is Leads.END and o.ending is Ending.REFUSED)
not_ours = _leading(
    lambda stage, o: o.leads is Leads.END and o.ending in (Ending.NOT_OURS, Ending.CANCELLED)
)


def paused(stage: Stage) -> bool:
    """The case pauses for one of its SOP's reasons, once the service clock runs."""
    if not stage.sop.pauses or not stage.case.service_runs:
        return False
    stage.wait(some_time(stage) * 0.5, unit_of(stage))
    reason = stage.chance.choice(list(stage.sop.pauses))
    note = stage.chance.choice(phrases.PAUSED)
    stage.act(stage.doer(), partial(clocks.suspend, reason=reason, note=note))
    return True


def withdrawn(stage: Stage) -> bool:
    """The applicant gives up; the counter records it."""
    if len(stage.entries) < 2:
        return False
    stage.wait(some_time(stage))
    why = stage.chance.choice(phrases.WITHDRAWN)
    stage.act(stage.counter(), partial(dossier.close, ending=Ending.WITHDRAWN, reason=why))
    return True


def cancelled(stage: Stage) -> bool:
    """A superior ends the case."""
    if len(stage.entries) < 2:
        return False
    stage.wait(some_time(stage))
    why = stage.chance.choice(phrases.ENDED)
    stage.act(stage.superior(), partial(dossier.close, ending=Ending.CANCELLED, reason=why))
    return True


def extended(stage: Stage) -> bool:
    """A superior extends the promised moment, where the SOP allows it."""
    begins = stage.case.step == stage.sop.first.id
    if stage.sop.service.extension is None or not stage.case.service_runs or begins:
        return False
    stage.wait(stage.chance.uniform(3, 7) * pace.DAY)
    why = stage.chance.choice(phrases.EXTENDED)
    stage.act(stage.superior(), partial(clocks.extend, by="5 hari kerja", reason=why))
    return True


def taken_back(stage: Stage) -> bool:
    """Somebody takes his own last step back before anybody has acted on it."""
    if stage.case.moved_by is None or stage.case.spoken != stage.case.moved:
        return False
    actor = stage.world.actors[stage.case.moved_by]
    before = next(e.before for e in stage.entries if e.fact.version == stage.case.moved)
    stage.wait(stage.chance.uniform(1, 5) * pace.MINUTE)
    why = stage.chance.choice(phrases.TAKEN_BACK)
    stage.act(actor, partial(steps.take_back, before=before, reason=why))
    return True


def corrected(stage: Stage) -> bool:
    """The counter sets the applicant's telephone number right."""
    stage.wait(some_time(stage) * 0.3)
    old, new = stage.applicant["phone"], phone(stage.chance)
    question = next(q for q in APPLICANT if q.name == "phone")
    (word,) = answers([question], {"phone": new}, "applicant")
    why = stage.chance.choice(phrases.CORRECTED)
    decide = partial(dossier.correct, field="applicant.phone", old=old, new=word, reason=why)
    stage.act(stage.counter(), decide)
    stage.applicant["phone"] = new
    return True


def deviated(stage: Stage) -> bool:
    """A superior moves the case past a step that the SOP asks for."""
    main = stage.state.step.outcomes[0]
    skips = main.leads is Leads.STEP and main.declares is None and stage.case.service_runs
    if not skips or stage.case.turn.endswith(COUNTER_DESK):
        return False
    stage.wait(some_time(stage), unit_of(stage))
    why = stage.chance.choice(phrases.DEVIATED)
    stage.act(stage.superior(), partial(steps.deviate, to=main.to or "", reason=why))
    return True


def on_paper(stage: Stage) -> bool:
    """The head has signed on paper; the counter records it for him."""
    signer = stage.doer()
    heads = any(Duty.HEAD in held.position.duties for held in signer.on(stage.today))
    if not heads:
        return False
    stage.wait(some_time(stage), unit_of(stage))
    letter = stage.chance.choice(phrases.ON_PAPER)
    recorder = stage.counter()
    complete(stage, forward(stage), doer=recorder, on_paper=OnPaper(signer=signer, letter=letter))
    return True


def entered_late(stage: Stage) -> bool:
    """A step done in the morning is entered in the afternoon, after an outage."""
    stage.wait(some_time(stage), unit_of(stage))
    done = stage.clock
    stage.wait(stage.chance.uniform(1, 3) * pace.HOUR, unit_of(stage))
    if stage.world.calendars[stage.case.unit].local(done).date() != stage.today:
        return False
    late = Late(happened_at=done, why=stage.chance.choice(phrases.LATE_ENTRY))
    complete(stage, forward(stage), late=late)
    return True


def noted(stage: Stage) -> bool:
    """Somebody writes a note for colleagues."""
    stage.wait(some_time(stage) * 0.2, unit_of(stage))
    writer = stage.doer()
    if _only_reads(stage, writer):
        return False
    stage.act(writer, partial(dossier.note, text=stage.chance.choice(phrases.NOTES)))
    return True


def attached(stage: Stage) -> bool:
    """Somebody attaches a paper."""
    stage.wait(some_time(stage) * 0.2, unit_of(stage))
    writer = stage.doer()
    if _only_reads(stage, writer):
        return False
    attach(stage, writer, stage.chance.choice(phrases.PAPERS))
    return True


def _only_reads(stage: Stage, person: Actor) -> bool:
    return bool(person.with_duty(Duty.SECTION, stage.today))


def reassigned(stage: Stage) -> bool:
    """A superior gives a step that somebody has taken to the other officer at the desk."""
    others = [a for a in stage.world.at(stage.case.turn, stage.today) if a.id != stage.case.holder]
    if stage.case.holder is None or not others or len(others) > 2:
        return False
    stage.wait(some_time(stage), unit_of(stage))
    why = stage.chance.choice(phrases.REASSIGNED)
    stage.act(stage.superior(), partial(steps.reassign, to=others[0], reason=why))
    return True


def unsure(stage: Stage) -> bool:
    """The file turns out incomplete after all; its declaration is withdrawn, and made anew."""
    if not stage.case.service_runs:
        return False
    stage.wait(some_time(stage) * 0.3)
    why = stage.chance.choice(phrases.UNSURE)
    stage.act(stage.counter(), partial(clocks.withdraw_completeness, reason=why))
    stage.wait(stage.chance.uniform(0.3, 1) * pace.DAY)
    stage.act(stage.counter(), clocks.declare)
    return True


TWISTS: Mapping[str, Twist] = {
    "attached": attached,
    "cancelled": cancelled,
    "corrected": corrected,
    "deviated": deviated,
    "entered_late": entered_late,
    "extended": extended,
    "not_ours": not_ours,
    "noted": noted,
    "on_paper": on_paper,
    "paused": paused,
    "reassigned": reassigned,
    "refused": refused,
    "returned": returned,
    "sent_back": sent_back,
    "taken_back": taken_back,
    "unsure": unsure,
    "withdrawn": withdrawn,
}
