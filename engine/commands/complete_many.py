"""Complete a step of many cases at once: same guards, one commit, one answer a case."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.commands.act import By, situation
from engine.domain import steps
from engine.domain.case import Case
from engine.domain.errors import NotFound, Refusal, StepHasMoved
from engine.domain.situation import Situation
from engine.store import bulk, cases, history, sops
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
        for at in _situations(store, bulk.locked(store, connection, numbers), by):
            refusal = None
            try:
                _must_be_as_seen(at.case, seen)
                fact = steps.complete(at, outcome, note=note, ticked=ticked)
                chains.append([history.entry(at.case, fact, at.office)])
            except Refusal as refused:
                refusal = refused
            results[at.case.number] = Result(number=at.case.number, refusal=refusal)
        bulk.record_all(connection, chains)
    return list(results.values())


def _situations(store: Store, locked: Sequence[cases.Loaded], by: By) -> Iterator[Situation]:
    """The same person before each of these cases, at one moment after everything known of them."""
    if not locked:
        return
    now = max(loaded.now for loaded in locked)
    at = situation(store, cases.Loaded(locked[0].case, now, locked[0].revision), by)
    for loaded in locked:
        yield at.before(loaded.case, sops.by_digest(store, loaded.case.sop))


def _must_be_as_seen(case: Case, seen: Mapping[str, int] | None) -> None:
    if seen is not None and case.spoken > seen.get(case.number, 0):
        raise StepHasMoved(now="ada catatan baru sejak daftar ini dibuka")
