"""Notices: promises to tell somebody something, made in the same breath as the fact."""

from dataclasses import dataclass

from engine.domain.case import Case, Status
from engine.domain.facts import Fact, Happening
from engine.domain.people import Office, turn_desks

APPLICANT = "applicant"


@dataclass(frozen=True, slots=True)
class Promise:
    """What is to be told and to whom: "turn:<desks>", "person:<id>" or "applicant"."""

    kind: str
    to: str


def promises(before: Case, fact: Fact, after: Case, office: Office) -> tuple[Promise, ...]:
    """Whom a fact concerns."""
    if fact.kind in (Happening.DUE_SOON, Happening.OVERDUE):
        return _about_time(fact, after, office)
    if fact.kind is Happening.REASSIGNED:
        return (Promise("reassigned", f"person:{after.holder}"),)
    told: list[Promise] = []
    if after.status is Status.RUNNING and (after.step, after.turn) != (before.step, before.turn):
        told.append(Promise("turn", f"turn:{after.turn}"))
    if after.status is not before.status and after.status is not Status.RUNNING:
        told.append(Promise(after.status, APPLICANT))
    elif fact.kind is Happening.OPENED:
        told.append(Promise("opened", APPLICANT))
    return tuple(told)


def _about_time(fact: Fact, case: Case, office: Office) -> tuple[Promise, ...]:
    to = f"person:{case.holder}" if case.holder else f"turn:{case.turn}"
    if fact.kind is Happening.DUE_SOON:
        return (Promise(fact.kind, to),)
    desk = next(iter(turn_desks(case.turn)), "")
    above = next(office.superiors(desk), None)
    return (
        Promise(fact.kind, to),
        *((Promise("overdue_below", f"turn:{above}"),) if above else ()),
    )
