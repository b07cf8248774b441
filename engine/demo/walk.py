"""The ordinary walk of a case: opened, step after step, handed over, at the office's pace."""

import secrets
from functools import partial
from typing import Any

from engine.demo import pace, papers
from engine.demo.applicants import answers, applicant, person
from engine.demo.stage import Stage
from engine.domain import clocks, dossier, steps
from engine.domain.case import Status
from engine.domain.facts import Word, commitment
from engine.domain.machine import outcomes_at
from engine.domain.people import Actor, Duty, turn_desks
from engine.domain.sop import Ending, FieldType, Outcome
from engine.store.history import Document

_UNHAPPY = frozenset({Ending.REFUSED, Ending.CANCELLED, Ending.WITHDRAWN, Ending.NOT_OURS})


def open_file(stage: Stage, *, missing: int = 0, **how: Any) -> None:
    """The applicant comes to the counter; some papers may be missing."""
    stage.applicant = stage.applicant or applicant(stage.chance)
    papers = sorted(stage.sop.requirements)
    owed = stage.chance.sample(papers, min(missing, len(papers)))
    decide = partial(
        dossier.open_case,
        applicant=stage.applicant,
        given=answers(stage.sop.intake, stage.chance, stage.today),
        ticked=frozenset(papers) - frozenset(owed),
    )
    stage.act(stage.counter(), decide, **how)


def go_on(stage: Stage) -> None:
    """The next act of the ordinary way. Raises Curtain when the story has ended before it."""
    match stage.case.status:
        case Status.RETURNED:
            come_back(stage)
        case Status.SUSPENDED:
            stage.wait(stage.chance.uniform(0.2, 1.2) * pace.DAY)
            stage.act(stage.doer(), clocks.resume)
        case Status.READY:
            stage.wait(pace.pick_up(stage.sop, stage.chance))
            stage.act(stage.counter(), partial(dossier.hand_over, receiver=receiver(stage)))
        case _:
            do_step(stage)


def come_back(stage: Stage) -> None:
    """The applicant brings his file back with everything that was missing."""
    stage.wait(pace.at_the_applicants(stage.chance))
    every = frozenset(stage.sop.requirements)
    stage.act(stage.counter(), partial(steps.resubmit, ticked=every))


def do_step(stage: Stage) -> None:
    """The open step is taken, where that means something, or else completed."""
    if _is_to_be_taken(stage):
        stage.wait(_until_done(stage) * 0.4, unit_of(stage))
        stage.act(stage.doer(), steps.claim)
    else:
        stage.wait(_until_done(stage) * (0.6 if stage.case.holder else 1), unit_of(stage))
        complete(stage, forward(stage))


def _is_to_be_taken(stage: Stage) -> bool:
    """Where the applicant must be there; and most often where two officers share the desk."""
    if stage.case.holder is not None:
        return False
    if stage.state.step.applicant_present and stage.case.entered_at is None:
        return True
    shared = len(stage.world.at(stage.case.turn, stage.today)) > 1
    return shared and stage.chance.random() < 0.6


def _until_done(stage: Stage) -> float:
    """Working seconds until the open step is done; who stands at the counter is not kept long."""
    if pace.own_limit(stage.state):
        return some_time(stage)
    if stage.state.step.hands_over:
        return pace.pick_up(stage.sop, stage.chance)
    if _at_the_counter(stage):
        return pace.at_the_counter(stage.chance) * stage.tempo
    return some_time(stage)


def _at_the_counter(stage: Stage) -> bool:
    """Whether the applicant waits: at the beginning, when he must be there, when he collects."""
    if stage.state.step.applicant_present:
        return True
    desk = stage.world.office.positions.get(turn_desks(stage.case.turn)[0])
    waits = stage.case.complete_at is None or stage.case.ready_at is not None
    return waits and desk is not None and Duty.COUNTER in desk.duties


def some_time(stage: Stage) -> float:
    """Working seconds that the open step may take."""
    return pace.duration(stage.sop, stage.state, stage.tempo, stage.chance)


def complete(
    stage: Stage, outcome: Outcome, *, note: str = "", doer: Actor | None = None, **how: Any
) -> None:
    """The open step is completed, its form filled in and its papers ticked."""
    step, actor = stage.state.step, doer or stage.doer()
    given = answers(step.fields, stage.chance, stage.today)
    decide = partial(
        steps.complete,
        outcome=outcome.label,
        note=note,
        ticked=frozenset(step.needs),
        given=given,
        receiver=receiver(stage) if step.hands_over else "",
    )
    stage.act(actor, decide, **how)
    for question in step.fields:
        if question.type is FieldType.FILE and question.name in given:
            attach(stage, actor, question.title)


def attach(stage: Stage, actor: Actor, title: str) -> None:
    """A small file is attached to the case."""
    stage.wait(stage.chance.uniform(20, 120))
    name, media_type, content = papers.paper(title, stage.sop.title, stage.chance)
    document = Document(media_type=media_type, content=content, salt=secrets.token_bytes(16))
    decide = partial(
        dossier.attach,
        name=Word.of("document", name),
        commits=commitment(document.salt, content),
        size=len(content),
    )
    stage.act(actor, decide, document=document)


def forward(stage: Stage) -> Outcome:
    """An outcome that brings the case on, the SOP's first one most often; else the only one."""
    every = outcomes_at(stage.sop, stage.state.id)
    found = [outcome for outcome in every if _brings_on(stage, outcome)] or every
    weights = [3] + [1] * (len(found) - 1)
    return stage.chance.choices(found, weights)[0]


def _brings_on(stage: Stage, outcome: Outcome) -> bool:
    back = stage.sop.is_back(stage.state.step.number, outcome)
    return not back and outcome.ending not in _UNHAPPY


def unit_of(stage: Stage) -> str:
    """The unit whose working time counts for the open step."""
    roles = (stage.sop.roles[role].unit for role in stage.state.roles)
    return next(filter(None, roles), stage.case.unit)


def receiver(stage: Stage) -> str:
    """Who collects the product: the applicant, or somebody he has sent."""
    if stage.chance.random() < 0.12:
        return f"{person(stage.chance)} (kuasa)"
    return stage.applicant["name"]
