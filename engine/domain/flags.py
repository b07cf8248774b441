"""Flags: what the sweep records when a watched moment has come."""

from dataclasses import replace
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.case import Clock, Effect, Status, Watch, changed
from engine.domain.clocks import unpause
from engine.domain.facts import Fact, Happening
from engine.domain.situation import Situation
from engine.domain.watch import armed, following, without

_KINDS = {
    Effect.DUE_SOON: Happening.DUE_SOON,
    Effect.OVERDUE: Happening.OVERDUE,
    Effect.ESCALATED: Happening.ESCALATED,
    Effect.PAUSE_ENDS: Happening.RESUMED,
}


def flag(at: Situation) -> Fact | None:
    """The fact for the watched moment that came first; None when none has come by now.

    It happened at its own moment, however late the sweep saw it, and is recorded now. What
    follows it may have come as well: ask again with the case after it.
    """
    watches = at.case.watch
    return _flag(at, watches[0]) if watches and watches[0].at <= at.now else None


def _flag(at: Situation, come: Watch) -> Fact:
    says = {"clock": come.clock, "step": at.case.step, "holder": at.case.holder}
    if come.effect is Effect.PAUSE_ENDS:
        says["reason"] = at.case.pauses[-1].reason
        changes = _runs_again(at, come)
    else:
        follows = following(come, at.case, at.ladder, _calendar(at, come.clock))
        changes = {"watch": without(at.case, come, follows)}
    if come.effect is Effect.ESCALATED:
        says |= {"rung": come.rung, "to": at.ladder.rungs[come.rung - 1].to}
    return Fact(
        version=at.case.version + 1,
        kind=_KINDS[come.effect],
        happened_at=come.at,
        recorded_at=at.now,
        actor=None,
        position="sopan",
        says=says,
        changes=changes,
    )


def _calendar(at: Situation, clock: Clock) -> Calendar:
    """The calendar by which a clock of the case runs."""
    return at.calendars[at.unit_of(at.state)] if clock is Clock.STEP else at.calendar


def _runs_again(at: Situation, come: Watch) -> dict[str, Any]:
    """A pause that has reached its maximum ends there: every clock goes on from that moment."""
    then = replace(at, now=come.at)
    changes = {"status": Status.RUNNING, "resumes_at": None, **unpause(then)}
    return changes | {"watch": armed(at.case, changed(at.case, changes), come.at)}
