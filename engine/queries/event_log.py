"""The event log of an SOP: its closed cases as traces of completed steps, for other tools."""

from collections.abc import Iterator
from datetime import UTC, datetime

from engine.domain.calendar import EARLIEST, LATEST
from engine.domain.conformance.course import completes, taken_back
from engine.domain.facts import Fact
from engine.formats.logs.trace import Event, Trace
from engine.queries.evaluation import Wanted, histories, versions
from engine.store import office, sops
from engine.store.session import Store

_SINCE, _UNTIL = datetime(EARLIEST, 1, 1, tzinfo=UTC), datetime(LATEST, 1, 1, tzinfo=UTC)


def event_log(store: Store, code: str, unit: str = "") -> Iterator[Trace]:
    """The closed cases of all versions of an SOP, in one unit or everywhere.

    Who did a step is told by the post, never by name.
    """
    units = frozenset({unit} if unit else office.office(store).units)
    for sop_id, _ in versions(store, units, code, _SINCE, _UNTIL):
        texts = {
            step.number: f"{step.number}. {step.do}" for step in sops.by_id(store, sop_id).steps
        }
        wanted = Wanted(units=units, sop_id=sop_id, since=_SINCE, until=_UNTIL)
        for number, _, facts in histories(store, wanted):
            gone = taken_back(facts)
            stands = [one for one in facts if completes(one) and one.version not in gone]
            yield Trace(case=number, events=tuple(_event(one, texts) for one in stands))


def _event(fact: Fact, texts: dict[str, str]) -> Event:
    return Event(
        activity=texts[fact.says["step"]],
        at=fact.happened_at,
        outcome=fact.says["outcome"],
        resource=fact.position,
    )
