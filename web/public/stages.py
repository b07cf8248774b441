"""Where a case is, as its applicant walks it: stages done, the one now, and those still ahead."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from engine.domain.case import Case, Status
from engine.domain.facts import Fact, Happening
from engine.domain.replay import fold
from engine.domain.sop import Kind, Leads, Sop, Step

# "yours": the file is with the applicant, and what it waits for there comes next.
DONE, NOW, YOURS, NEXT = "done", "now", "yours", "next"
_FINISHES = frozenset({Happening.COMPLETED, Happening.HANDED_OVER})
_AT_A_STEP = frozenset({Status.RUNNING, Status.SUSPENDED, Status.RETURNED})


@dataclass(frozen=True, kw_only=True, slots=True)
class Stage:
    """One step as the applicant sees it; `at` is when it was finished, or began."""

    mark: str
    step: Step
    at: datetime | None = None
    number: int = 0  # as counted by the applicant; waiting for him is no step


@dataclass(frozen=True, kw_only=True, slots=True)
class Course:
    """The way of a case so far."""

    finished: dict[str, datetime]  # by step number, without what must be done again
    since: datetime | None  # when the case came to where it is
    handed_over: datetime | None
    last: Fact | None  # the last fact that moved the case


def course(case: Case, sop: Sop, facts: Iterable[Fact]) -> Course:
    """Folds the facts: a step counts as finished until the case is led back to it or before it."""
    places = {step.number: place for place, step in enumerate(sop.steps)}
    at = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop)
    finished: dict[str, datetime] = {}
    last: Fact | None = None
    handed: datetime | None = None
    for fact in facts:
        before, at = at, fold(at, fact)
        here = places[sop.states[at.step].step.number] if _stands(at, sop) and at.step else None
        left = sop.states[before.step].step.number if before.step in sop.states else None
        if fact.kind in _FINISHES and left and (here is None or here > places[left]):
            finished[left] = fact.happened_at
        if here is not None:
            finished = {number: when for number, when in finished.items() if places[number] < here}
        if fact.kind is Happening.OPENED and _applicant_begins(sop):
            finished[sop.steps[0].number] = fact.happened_at
        if fact.kind is Happening.HANDED_OVER:
            handed = fact.happened_at
        if (at.step, at.status) != (before.step, before.status):
            last = fact
    since = last.happened_at if last else None
    return Course(finished=finished, since=since, handed_over=handed, last=last)


def _stands(case: Case, sop: Sop) -> bool:
    return case.status in _AT_A_STEP and case.step in sop.states


def _applicant_begins(sop: Sop) -> bool:
    """What the applicant does first is the opening itself."""
    return sop.first.step is not sop.steps[0]


def stages(case: Case, sop: Sop, way: Course) -> list[Stage]:
    """Done, now and next, in the order of the paper; what lies ahead follows the main outcomes."""
    number, found = 0, []
    for stage in _stages(case, sop, way):
        number += stage.mark != YOURS
        found.append(replace(stage, number=number))
    return found


def _stages(case: Case, sop: Sop, way: Course) -> list[Stage]:
    found = [
        Stage(mark=DONE, step=step, at=way.finished[step.number])
        for step in sop.steps
        if step.number in way.finished
    ]
    if way.handed_over is not None or not _stands(case, sop) or case.step is None:
        return found
    step = sop.states[case.step].step
    if case.status is Status.RETURNED:
        found += [Stage(mark=YOURS, step=step, at=way.since), Stage(mark=NEXT, step=step)]
    else:
        found.append(Stage(mark=NOW, step=step, at=way.since))
    return found + [Stage(mark=NEXT, step=later) for later in ahead(sop, step)]


def ahead(sop: Sop, step: Step) -> Iterator[Step]:
    """The steps after this one along the main outcomes, up to the hand-over."""
    seen = {step.number}
    while not step.hands_over:
        main = step.outcomes[0]
        if main.leads is not Leads.STEP or main.to is None or main.to in seen:
            return
        step = sop.step(main.to)
        seen.add(step.number)
        yield step


def public_way(sop: Sop) -> list[Step]:
    """All steps along the main outcomes, from the first on the paper."""
    return [sop.steps[0], *ahead(sop, sop.steps[0])]


def office_of(step: Step, sop: Sop) -> list[tuple[str, str | None]]:
    """The offices that do a step: (title of the role, another unit's code); never a person."""
    roles = (sop.roles[code] for code in step.by)
    return [(role.title, role.unit) for role in roles if role.kind is not Kind.APPLICANT]
