"""Replay: a case is the fold of its facts, and needs nothing else to know what happened."""

from collections.abc import Iterable

from engine.domain.case import Case, changed
from engine.domain.facts import Fact


def fold(case: Case, fact: Fact, digest: bytes = b"") -> Case:
    """The case after one more fact.

    Raises ValueError when the fact is not the next in its sequence, or sets what a case has not.
    """
    if fact.version != case.version + 1:
        raise ValueError(f"fact {fact.version} does not follow version {case.version}")
    return changed(case, {**fact.changes, "version": fact.version, "head": digest})


def replay(blank: Case, facts: Iterable[tuple[Fact, bytes]]) -> Case:
    """The case after all these facts, each with its digest."""
    case = blank
    for fact, digest in facts:
        case = fold(case, fact, digest)
    return case
