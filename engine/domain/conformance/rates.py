"""Rates: how much was done as the SOP says, yes / (yes + no), step by step and as a whole.

The compliance rate of the daftar tilik: what did not apply is left out, and so is what deviates
for a recorded reason; it is counted beside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from engine.domain.conformance.deviation import Aspect, Deviation
from engine.domain.conformance.verdict import Judged, Verdict


@dataclass(frozen=True, kw_only=True, slots=True)
class Tally:
    """How often yes, no, and no for a recorded reason."""

    yes: int = 0
    no: int = 0
    reasoned: int = 0

    @property
    def rate(self) -> float | None:
        """From 0 to 1; None where nothing was to be judged."""
        judged = self.yes + self.no
        return self.yes / judged if judged else None


Marks = dict[tuple[str, Aspect | None], int]  # by step, and by aspect or all aspects together


@dataclass(kw_only=True, slots=True)
class Rates:
    """What was judged in many cases."""

    judged: Judged = field(default_factory=dict)
    no: Marks = field(default_factory=dict)
    reasoned: Marks = field(default_factory=dict)
    cases: int = 0
    cases_no: int = 0
    cases_reasoned: int = 0

    def add(self, verdict: Verdict) -> None:
        """Adds one case."""
        self.cases += 1
        for key, times in verdict.judged.items():
            self.judged[key] = self.judged.get(key, 0) + times
        if verdict.deviations:
            wrong = bool(verdict.errors)
            self.cases_no += wrong
            self.cases_reasoned += not wrong
            self._mark(verdict.deviations, lambda one: (one.step, one.aspect))
            self._mark(verdict.deviations, lambda one: (one.step, None))

    def _mark(
        self, found: list[Deviation], key: Callable[[Deviation], tuple[str, Aspect | None]]
    ) -> None:
        """Marks each judged fact once: as wrong, or where nothing is wrong, as excused."""
        wrong = {(key(one), one.evidence[-1]) for one in found if not one.reasoned}
        excused = {(key(one), one.evidence[-1]) for one in found if one.reasoned} - wrong
        for marks, those in ((self.no, wrong), (self.reasoned, excused)):
            for of, _ in those:
                marks[of] = marks.get(of, 0) + 1

    @property
    def whole(self) -> Tally:
        """All judgements of all steps together."""
        return self._tally({step for step, _ in self.judged if step}, None)

    @property
    def by_case(self) -> Tally:
        """Cases without a deviation, with an error, and with deviations for a reason only."""
        kept = self.cases - self.cases_no - self.cases_reasoned
        return Tally(yes=kept, no=self.cases_no, reasoned=self.cases_reasoned)

    def of_step(self, step: str) -> Tally:
        """A step, each time it was done."""
        return self._tally({step}, None)

    def of(self, aspect: Aspect, step: str | None = None) -> Tally:
        """An aspect of one step (empty: of the service), or of everything."""
        everything = {of for of, _ in self.judged}
        return self._tally(everything if step is None else {step}, aspect)

    def _tally(self, steps: Iterable[str], aspect: Aspect | None) -> Tally:
        wanted = set(steps)
        times = sum(
            count
            for (step, aspects), count in self.judged.items()
            if step in wanted and (aspect is None or aspect in aspects)
        )
        no = sum(self.no.get((step, aspect), 0) for step in wanted)
        reasoned = sum(self.reasoned.get((step, aspect), 0) for step in wanted)
        return Tally(yes=times - no - reasoned, no=no, reasoned=reasoned)
