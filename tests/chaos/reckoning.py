"""The reckoning after the kills: what was acknowledged against what is there, case by case."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from engine.domain.case import Case, Effect
from engine.domain.facts import Fact, Happening
from engine.domain.notices import promises
from engine.domain.people import turn_desks
from engine.domain.replay import fold
from engine.domain.telling import BY_MAIL
from engine.queries.verify import verify
from engine.store import cases, history, office, people
from engine.store.session import Store

EFFECTS = {
    Happening.DUE_SOON: Effect.DUE_SOON,
    Happening.OVERDUE: Effect.OVERDUE,
    Happening.ESCALATED: Effect.ESCALATED,
    Happening.RESUMED: Effect.PAUSE_ENDS,
}


@dataclass(kw_only=True)
class Reckoning:
    """How much there was, so that nobody takes silence for success, and every fault found."""

    acknowledged: int = 0
    flags: int = 0
    notices: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, found: Iterator[str]) -> None:
        """Takes the faults over."""
        self.faults.extend(found)


def reckon(store: Store, acknowledged: list[dict[str, Any]]) -> Reckoning:
    """Looks at every case, at every fact of it, and at every notice that follows from a fact."""
    found = Reckoning(acknowledged=len(acknowledged))
    told = _told(store)
    found.notices = sum(len(kept) for kept in told.values())
    steps = _steps(acknowledged)
    found.add(_openings(store, acknowledged))
    for number in steps:
        case = cases.load(store, number).case
        facts = _folded(store, case)
        found.flags += sum(_is_flag(fact) for _, fact, _ in facts)
        found.add(f"{number}: {fault}" for fault in verify(store, number).faults)
        found.add(f"{number}: {fault}" for fault in _unlike(facts, steps[number]))
        found.add(f"{number}: {fault}" for fault in _flags_wrong(store, number, facts))
        found.add(f"{number}: {fault}" for fault in _lost(store, case, facts, told))
    found.add(_undelivered(store))
    return found


Folded = list[tuple[Case, Fact, Case]]


def _folded(store: Store, case: Case) -> Folded:
    before, found = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop), []
    for fact, digest in history.facts_of(store, case.id):
        after = fold(before, fact, digest)
        found.append((before, fact, after))
        before = after
    return found


def _steps(acknowledged: list[dict[str, Any]]) -> dict[str, list[tuple[str, int]]]:
    steps: dict[str, list[tuple[str, int]]] = {}
    for act in acknowledged:
        done = steps.setdefault(act["number"], [])
        if "outcome" in act:
            done.append((act["outcome"], act["person"]))
    return steps


def _openings(store: Store, acknowledged: list[dict[str, Any]]) -> Iterator[str]:
    opened = Counter(act["number"] for act in acknowledged if "outcome" not in act)
    there = [number for (number,) in store.rows("SELECT number FROM cases ORDER BY number")]
    if sorted(opened.elements()) != there:
        yield f"cases acknowledged and cases there differ: {set(opened) ^ set(there)}"
    if [int(number[-5:]) for number in there] != list(range(1, len(there) + 1)):
        yield "the case numbers have a gap"


def _unlike(facts: Folded, done: list[tuple[str, int]]) -> Iterator[str]:
    """The history must be the journal: nothing lost, nothing twice, nothing never acknowledged."""
    recorded = [
        (fact.says["outcome"], fact.actor)
        for _, fact, _ in facts
        if fact.kind is Happening.COMPLETED
    ]
    if recorded != done:
        yield f"acknowledged {done}, recorded {recorded}"


def _is_flag(fact: Fact) -> bool:
    return fact.actor is None and fact.kind in EFFECTS


def _flags_wrong(store: Store, number: str, facts: Folded) -> Iterator[str]:
    """Each flag is of the moment that was watched first; no watched moment has passed."""
    for before, fact, after in facts:
        if _is_flag(fact):
            first = before.watch[0]
            come = fact.happened_at, fact.says["clock"], EFFECTS[fact.kind]
            rung = fact.says.get("rung", first.rung)
            if (first.at, first.clock, first.effect, first.rung) != (*come, rung):
                yield f"the flag {come}, rung {rung}, follows {before.watch}"
            if first in after.watch:
                yield f"the flag {come}, rung {rung}, leaves {after.watch}"
    yield from _twice(facts)
    now = cases.load(store, number).now
    last = facts[-1][2]
    yield from (f"{w} has passed unseen" for w in last.watch if w.at <= now)
    overdue = sum(
        fact.kind is Happening.OVERDUE and fact.says["clock"] == "service" for _, fact, _ in facts
    )
    late = last.is_open and last.ready_at is None and last.promised_at and last.promised_at <= now
    if late and overdue != 1:
        yield f"promised for {last.promised_at} and flagged {overdue} times"


def _twice(facts: Folded) -> Iterator[str]:
    """One effect of one due moment stands in the history once."""
    effects = Counter(
        (fact.kind, fact.happened_at, fact.says["clock"], fact.says.get("rung"))
        for _, fact, _ in facts
        if _is_flag(fact)
    )
    yield from (f"{effect} came {times} times" for effect, times in effects.items() if times > 1)


def _lost(store: Store, case: Case, facts: Folded, told: dict[Any, list[Any]]) -> Iterator[str]:
    """What a fact promises stands in the outbox once."""
    known = office.office(store)
    for before, fact, after in facts:
        promised = sorted((one.kind, one.to) for one in promises(before, fact, after, known))
        kept = sorted((kind, to) for _, kind, to, _ in told.get((case.id, fact.version), []))
        if promised != kept:
            yield f"fact {fact.version} promises {promised}, kept is {kept}"


def _told(store: Store) -> dict[Any, list[Any]]:
    kept: dict[Any, list[Any]] = {}
    for case_id, version, *notice in store.rows(
        "SELECT case_id, version, id, kind, addressee, worked_off_at FROM notices"
    ):
        kept.setdefault((case_id, version), []).append(tuple(notice))
    return kept


def _undelivered(store: Store) -> Iterator[str]:
    """Every notice is worked off, and has reached each person of its turn once a channel."""
    reached: dict[int, Counter[Any]] = {}
    for notice, person, channel in store.rows(
        "SELECT notice_id, person_id, channel FROM deliveries"
    ):
        reached.setdefault(notice, Counter())[person, channel] += 1
    sitting: dict[str, list[int]] = {}
    for notice, kind, to, day in store.rows(
        "SELECT id, kind, addressee, worked_off_at::date FROM notices"
    ):
        sort, _, whom = to.partition(":")
        if day is None:
            yield f"notice {notice} lies there"
        elif sort == "turn":
            if to not in sitting:
                sitting[to] = people.holders(store, turn_desks(whom), day)
            channels = ("screen", "mail") if kind in BY_MAIL else ("screen",)
            wanted = Counter((person, way) for person in sitting[to] for way in channels)
            if reached.get(notice, Counter()) != wanted:
                yield f"notice {notice} to {to} reached {reached.get(notice)}, not {wanted}"
    row = store.row(
        "SELECT count(*) FROM deliveries WHERE channel = 'mail' AND delivered_at IS NULL "
        "AND next_try_at IS NULL AND error IS NULL AND settled IS NULL"
    )
    if row != (0,):
        yield f"{row} letters are neither out nor waiting nor settled nor given up"
