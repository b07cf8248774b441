"""Complete a step of many cases at once: same guards, one commit, one answer a case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.commands.act import By, situation
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.clocks import settle
from engine.domain.errors import NotFound, Refusal, StepHasMoved
from engine.store import bulk, history
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Result:
    """What became of one case of the many."""

    number: str
    refusal: Refusal | None = None


def complete_many(
    store: Store,
    numbers: Sequence[str],
    outcome: str,
    *,
    by: By,
    note: str = "",
    ticked: frozenset[str] = frozenset(),
    seen: Mapping[str, int] | None = None,
) -> list[Result]:
    """Completes the open step of each case with the same outcome.

    Cases that refuse, or in which a person has recorded something since the version `seen`, are
    left as they are and answered with their refusal; all others move together in one commit.
    """
    results: dict[str, Result] = {n: Result(number=n, refusal=NotFound(what=n)) for n in numbers}
    chains = []
    with store.transaction() as connection:
        for loaded in bulk.locked(store, connection, numbers):
            at = situation(store, loaded, by)
            try:
                _must_be_as_seen(loaded.case, seen)
                fact = settle(at, steps.complete(at, outcome, note=note, ticked=ticked))
            except Refusal as refusal:
                results[loaded.case.number] = Result(number=loaded.case.number, refusal=refusal)
                continue
            chains.append([history.entry(at.case, fact, at.office)])
            results[loaded.case.number] = Result(number=loaded.case.number)
        bulk.record_all(connection, chains)
    return list(results.values())


def _must_be_as_seen(case: Case, seen: Mapping[str, int] | None) -> None:
    if seen is not None and case.spoken > seen.get(case.number, 0):
        raise StepHasMoved(now="ada catatan baru sejak daftar ini dibuka")
