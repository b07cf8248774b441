"""The course of a case: its facts in order, each with the place at which it found the case."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from engine.domain.facts import Fact, Happening

Place = dict[str, Any]

# Facts that neither move a case nor touch a clock; whoever judges may leave them out.
SILENT = frozenset(
    {
        Happening.DUE_SOON,
        Happening.OVERDUE,
        Happening.ESCALATED,
        Happening.NOTED,
        Happening.ATTACHED,
        Happening.CORRECTED,
        Happening.REOPENED,
        Happening.ERASED,
    }
)
_NOWHERE: Place = dict.fromkeys(
    (
        "status",
        "step",
        "holder",
        "opened_at",
        "entered_at",
        "due_at",
        "promised_at",
        "ready_at",
        "closed_at",
        "resumes_at",
        "missing",
    )
)


def course(facts: Iterable[Fact]) -> Iterator[tuple[Place, Fact]]:
    """Every fact with the place before it: what the facts so far have set, in their own notation.

    It is one place that goes on with the case; whoever wants to keep it copies it. After the last
    fact it is where the case stands.
    """
    place = _NOWHERE.copy()
    for fact in facts:
        yield place, fact
        place.update(fact.changes)


def moment(value: datetime | str | None) -> datetime | None:
    """A moment as a sealed fact writes it, or as one read back has it."""
    return datetime.fromisoformat(value) if isinstance(value, str) else value


def completes(fact: Fact) -> bool:
    """Whether the fact completes a step with one of its outcomes."""
    kind = fact.kind
    return kind is Happening.COMPLETED or (kind is Happening.HANDED_OVER and "outcome" in fact.says)


def taken_back(facts: Iterable[Fact]) -> frozenset[int]:
    """The versions of completions that were taken back: they no longer stand."""
    return frozenset([fact.says["of"] for fact in facts if fact.kind is Happening.TAKEN_BACK])
