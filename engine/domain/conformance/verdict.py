"""A verdict: what was judged in one case, and what deviates."""

from dataclasses import dataclass, field

from engine.domain.conformance.deviation import Aspect, Deviation

# How often a step (empty: the whole service) was judged by these aspects together.
Judged = dict[tuple[str, tuple[Aspect, ...]], int]


@dataclass(kw_only=True, slots=True)
class Verdict:
    """The judgements of a case; whatever was judged and does not deviate is as the SOP says."""

    judged: Judged = field(default_factory=dict)
    deviations: list[Deviation] = field(default_factory=list)

    @property
    def errors(self) -> list[Deviation]:
        """The deviations for which no reason is recorded."""
        return [found for found in self.deviations if not found.reasoned]

    def count(self, step: str, aspects: tuple[Aspect, ...]) -> None:
        """Counts one judgement."""
        key = step, aspects
        self.judged[key] = self.judged.get(key, 0) + 1
