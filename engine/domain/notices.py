"""Notices: promises to tell somebody something, made in the same breath as the fact."""

from dataclasses import dataclass

from engine.domain.case import Case, Status
from engine.domain.facts import Fact, Happening
from engine.domain.ladder import Reach
from engine.domain.people import Duty, Office, turn_desks

APPLICANT = "applicant"
_ABOUT_TIME = frozenset(
    {Happening.DUE_SOON, Happening.OVERDUE, Happening.ESCALATED, Happening.RECALCULATED}
)
_RUNGS = {
    Reach.SUPERIOR: "overdue_below",
    Reach.HEAD: "overdue_head",
    Reach.SECTION: "overdue_section",
}


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be told and to whom: "turn:<desks>", "person:<id>" or "applicant"."""

    kind: str
    to: str


def promises(before: Case, fact: Fact, after: Case, office: Office) -> tuple[Promise, ...]:
    """Whom a fact concerns."""
    if fact.kind in _ABOUT_TIME:
        return _about_time(fact, after, office)
    if fact.kind is Happening.REASSIGNED:
        return (Promise("reassigned", f"person:{after.holder}"),)
    if fact.actor is None and fact.kind is Happening.RESUMED:
        return Promise("pause_ended", _at_the_step(after)), Promise("pause_ended", APPLICANT)
    told: list[Promise] = []
    if after.status is Status.RUNNING and (after.step, after.turn) != (before.step, before.turn):
        told.append(Promise("turn", f"turn:{after.turn}"))
    if after.status is not before.status and after.status is not Status.RUNNING:
        told.append(Promise(after.status, APPLICANT))
    elif fact.kind is Happening.OPENED:
        told.append(Promise("opened", APPLICANT))
    return tuple(told)


def _about_time(fact: Fact, case: Case, office: Office) -> tuple[Promise, ...]:
    """The holder hears of his clocks; above him hear those who stand on the rung reached."""
    if fact.kind is not Happening.ESCALATED:
        return (Promise(fact.kind, _at_the_step(case)),)
    reach = Reach(fact.says["to"])
    desk = next(iter(turn_desks(case.turn)), "")
    above = {
        Reach.SUPERIOR: lambda: next(office.superiors(desk), None),
        Reach.HEAD: lambda: office.desk_with(Duty.HEAD, case.unit),
        Reach.SECTION: lambda: office.desk_with(Duty.SECTION),
    }[reach]()
    return (Promise(_RUNGS[reach], f"turn:{above}"),) if above else ()


def _at_the_step(case: Case) -> str:
    return f"person:{case.holder}" if case.holder else f"turn:{case.turn}"
