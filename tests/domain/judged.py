"""A case of the stage before its judge: facts read back from their bytes, and who acted."""

from engine.domain.conformance import Aspect, Deviation, Verdict, Yardstick, judge
from engine.domain.facts import Fact, read, seal
from engine.domain.people import Actor
from engine.domain.time_spent import Ground
from tests.domain.stage import Stage, office


def sealed(stage: Stage) -> list[Fact]:
    """The facts of the stage as an auditor reads them."""
    head, found = b"", []
    for fact in stage.facts:
        link = seal(fact, head)
        found.append(read(link.body))
        head = link.digest
    return found


def yardstick(stage: Stage, *people: Actor) -> Yardstick:
    """What the case is judged by, with these people in the office's books."""
    known, calendars = office()
    return Yardstick(
        sop=stage.text,
        unit=stage.unit,
        office=known,
        people={person.id or 0: person for person in people},
        calendar=calendars[stage.unit],
    )


def verdict(stage: Stage, *people: Actor) -> Verdict:
    """The verdict over the stage's case."""
    return judge(yardstick(stage, *people), sealed(stage))


def found(stage: Stage, *people: Actor) -> list[tuple[str, str, bool]]:
    """Its deviations: aspect, step, and whether a reason is recorded."""
    return [brief(one) for one in verdict(stage, *people).deviations]


def brief(one: Deviation) -> tuple[str, str, bool]:
    """A deviation without its words."""
    return one.aspect.value, one.step, one.reasoned


def ground(stage: Stage) -> Ground:
    """Where the time of the stage's case is split."""
    return Ground(sop=stage.text, unit=stage.unit, calendars=office()[1])


def times(told: Verdict, step: str, aspect: Aspect | None = None) -> int:
    """How often a step was judged, by one aspect or at all."""
    return sum(
        count
        for (of, aspects), count in told.judged.items()
        if of == step and (aspect is None or aspect in aspects)
    )
