"""The course of a case: its facts in order, each with how the step and the clocks stood before."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from engine.domain.facts import Fact, Happening


@dataclass(frozen=True, kw_only=True, slots=True)
class Turn:
    """A fact, and what the case knew of its step and its clocks when it happened."""

    fact: Fact
    step: str | None  # the state it was at
    entered_at: datetime | None
    due_at: datetime | None
    promised_at: datetime | None
    legal_at: datetime | None
    resumes_at: datetime | None

    @property
    def completes(self) -> bool:
        """Whether a step was completed by it."""
        handed = self.fact.kind is Happening.HANDED_OVER and "outcome" in self.fact.says
        return handed or self.fact.kind is Happening.COMPLETED

    @property
    def late(self) -> bool:
        """Whether the step was completed after its due moment."""
        return bool(self.completes and self.due_at and self.fact.happened_at > self.due_at)


_KEPT = tuple(field.name for field in fields(Turn) if field.name != "fact")


def course(facts: Iterable[Fact]) -> Iterator[Turn]:
    """Every fact with the step before it; a fact carries its consequences, so nothing is asked."""
    stood: dict[str, Any] = dict.fromkeys(_KEPT)
    for fact in facts:
        yield Turn(fact=fact, **stood)
        for name in stood:
            if name in fact.changes:
                stood[name] = fact.changes[name]
