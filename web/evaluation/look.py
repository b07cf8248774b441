"""One look at an evaluation: the version asked for, its rows by step, and where the time went."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from engine.domain.conformance.rates import Tally
from engine.domain.errors import Sentence
from engine.domain.sop import Sop, Step
from engine.domain.time_spent import Slice
from engine.domain.time_spent.figures import Figures
from engine.queries.evaluation import Evaluation, Wanted, evaluate, versions
from engine.store import sops
from web.audit.asked import present
from web.evaluation.asked import Asked
from web.reader import store


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A step: how much of it was as the SOP says, and how long it took beside its standard."""

    step: Step
    tally: Tally
    figures: Figures | None
    time: timedelta
    share: float  # of the office's own time, from 0 to 1
    bottleneck: bool
    suggestion: Sentence | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Look:
    """What a reader sees of an SOP's evaluation."""

    asked: Asked
    versions: list[tuple[int, Sop, int]]  # row id, version, cases closed in the period
    chosen: int | None
    whole: Evaluation | None  # None: nothing was closed

    def rows(self) -> Iterator[Row]:
        """The steps in the order of the paper."""
        whole = self.whole
        if whole is None:
            return
        spent = {step.number: whole.of_step(step.number) for step in whole.sop.steps}
        total = sum(spent.values(), timedelta())
        told = {one.step: one.sentence for one in whole.suggestions()}
        slowest = whole.bottleneck
        for step in whole.sop.steps:
            time = spent[step.number]
            yield Row(
                step=step, tally=whole.rates.of_step(step.number),
                figures=whole.steps.get(step.number), time=time,
                share=time / total if total else 0.0, bottleneck=step.number == slowest,
                suggestion=told.get(step.number),
            )  # fmt: skip

    def parts(self) -> list[tuple[Slice, timedelta, float]]:
        """Where the time went, the largest part first, each with its share of the whole."""
        whole = self.whole
        if whole is None:
            return []
        found = sorted(whole.time.items(), key=lambda part: (-part[1], part[0]))
        return [(part, time, time / whole.elapsed) for part, time in found]

    def by_unit(self) -> list[tuple[str, Figures]]:
        """The step asked for, unit by unit."""
        names = present().office.units
        found = self.whole.by_unit.items() if self.whole else ()
        return sorted(found, key=lambda pair: names[pair[0]].name)

    def by_month(self) -> list[tuple[date, Figures]]:
        """The step asked for, month by month."""
        found = self.whole.by_month.items() if self.whole else ()
        return sorted(found, key=lambda pair: pair[0])


def look(code: str, asked: Asked, *, most: int) -> Look:
    """Evaluates the version asked for, or the newest with closed cases in the period."""
    since, until = asked.period(present().zone)
    found = [
        (sop_id, sops.by_id(store(), sop_id), cases)
        for sop_id, cases in versions(store(), asked.units, code, since, until)
    ]
    known = {str(sop_id): sop_id for sop_id, _, _ in found}
    chosen = known.get(asked.versi) or (found[0][0] if found else None)
    whole = None
    if chosen is not None:
        wanted = Wanted(units=asked.units, sop_id=chosen, since=since, until=until)
        step = asked.langkah or None
        whole = evaluate(store(), wanted, most=most, aspect=asked.aspect, step=step)
    return Look(asked=asked, versions=found, chosen=chosen, whole=whole)
