"""Cases of other systems held against an SOP: does each fit, and if not, where does it deviate."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from engine.domain.conformance.alignment import Move, Search
from engine.domain.conformance.table import compiled
from engine.domain.errors import Sentence
from engine.domain.sop import Sop

Told = tuple[str, str]  # what an event calls its activity, and its outcome (empty: not told)


@dataclass(frozen=True, kw_only=True, slots=True)
class Judgement:
    """A trace and its deviations, as few as possible."""

    case: str
    deviations: tuple[Sentence, ...]

    @property
    def fits(self) -> bool:
        """Whether the SOP leads through the trace as it is."""
        return not self.deviations


def judged(sop: Sop, cases: Mapping[str, Sequence[Told]]) -> Iterator[Judgement]:
    """Every case against the SOP.

    Activities are recognised by the number of the step, its text, or its words for the applicant.
    Outcomes count where every known activity of the log tells one.
    """
    numbers = _numbers(sop)
    events = [told for trace in cases.values() for told in trace]
    by_outcome = bool(events) and all(
        outcome for activity, outcome in events if _plain(activity) in numbers
    )
    search = Search(table=compiled(sop, by_outcome=by_outcome))
    for case, trace in cases.items():
        named = [_named(numbers, *told, by_outcome=by_outcome) for told in trace]
        found = search.moves(named) if search.fewest(named) else []
        told = tuple(_sentence(sop, move) for move in found)
        yield Judgement(case=case, deviations=told)


def _numbers(sop: Sop) -> dict[str, str]:
    known: dict[str, str] = {}
    for step in sop.steps:
        for name in (step.number, f"{step.number}. {step.do}", step.do, step.public):
            if name:
                known.setdefault(_plain(name), step.number)
    return known


def _plain(name: str) -> str:
    return " ".join(name.casefold().split()).rstrip(".")


def _named(numbers: Mapping[str, str], activity: str, outcome: str, *, by_outcome: bool) -> str:
    number = numbers.get(_plain(activity))
    if number is None:
        return activity
    return f"{number} {outcome}" if by_outcome else number


def _sentence(sop: Sop, move: Move) -> Sentence:
    place = move.place + 1
    if move.extra:
        return Sentence(
            "Kegiatan ke-%(place)s (%(activity)s) tidak pada tempatnya menurut SOP.",
            place=place,
            activity=_shown(sop, move.activity),
        )
    return Sentence(
        "Sebelum kegiatan ke-%(place)s kurang langkah %(activity)s.",
        place=place,
        activity=_shown(sop, move.activity),
    )


def _shown(sop: Sop, activity: str) -> str:
    """A step with its text, as the paper prints it."""
    number, _, outcome = activity.partition(" ")
    step = next((step for step in sop.steps if step.number == number), None)
    if step is None:
        return activity
    return f"{number}. {step.do}" + (f", hasil “{outcome}”" if outcome else "")
