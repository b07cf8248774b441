"""Flags: what the sweep records when a watched moment has come, from the case alone."""

from datetime import datetime

from engine.domain.case import Case
from engine.domain.facts import Fact, Happening


def flags(case: Case, now: datetime) -> list[Fact]:
    """One fact for every watched moment that has come, soonest first.

    Each happened at its due moment, however late the sweep saw it; each is recorded now.
    """
    facts: list[Fact] = []
    version, rest = case.version, case.watch
    while rest and rest[0].at <= now:
        come, rest = rest[0], rest[1:]
        version += 1
        facts.append(
            Fact(
                version=version,
                kind=Happening(come.effect.value),
                happened_at=come.at,
                recorded_at=now,
                actor=None,
                position="sopan",
                says={"clock": come.clock, "step": case.step, "holder": case.holder},
                changes={"watch": rest},
            )
        )
    return facts
