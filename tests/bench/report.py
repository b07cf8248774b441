"""The report: medians and ratios as a table for people and as JSON for the next run."""

import json
import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path


@dataclass(frozen=True, kw_only=True, slots=True)
class Figure:
    """One measured thing beside its floor; `ratio` is what counts."""

    name: str
    unit: str
    ours: float
    floor: float
    ratio: float
    low: float
    high: float
    goal: float
    runs: int
    at_most: bool = False  # the goal is an upper bound
    note: str = ""

    @property
    def reached(self) -> bool:
        """Whether the median ratio meets the goal."""
        return self.ratio <= self.goal if self.at_most else self.ratio >= self.goal


def paired(
    name: str,
    unit: str,
    pairs: Sequence[tuple[float, float]],
    *,
    goal: float,
    at_most: bool = False,
) -> Figure:
    """The figure of runs in pairs (ours, floor), each pair measured one after the other."""
    ratios = [ours / floor for ours, floor in pairs]
    return Figure(
        name=name,
        unit=unit,
        ours=statistics.median(ours for ours, _ in pairs),
        floor=statistics.median(floor for _, floor in pairs),
        ratio=statistics.median(ratios),
        low=min(ratios),
        high=max(ratios),
        goal=goal,
        runs=len(pairs),
        at_most=at_most,
    )


def times_as_fast(
    name: str, unit: str, pairs: Sequence[tuple[float, float]], *, goal: float, note: str = ""
) -> Figure:
    """The figure of times in pairs (ours, theirs): the ratio says how many times as fast we are."""
    turned = paired(name, unit, [(theirs, ours) for ours, theirs in pairs], goal=goal)
    return replace(turned, ours=turned.floor, floor=turned.ours, note=note)


def table(figures: Sequence[Figure]) -> str:
    """The figures as a table."""
    head = f"{'':34} {'ours':>10} {'floor':>10} {'unit':9} {'ratio':>6} {'lo–hi':>11} {'goal':>6}"
    lines = [head, "-" * len(head)]
    for f in figures:
        goal = f"{'≤' if f.at_most else '≥'}{f.goal:g}"
        mark = "" if f.reached else "  below its goal"
        note = f"  {f.note}" if f.note else ""
        lines.append(
            f"{f.name:34} {f.ours:10.1f} {f.floor:10.1f} {f.unit:9} {f.ratio:6.2f} "
            f"{f'{f.low:.2f}–{f.high:.2f}':>11} {goal:>6}{note}{mark}"
        )
    return "\n".join(lines)


def keep(part: str, figures: Sequence[Figure], folder: Path = Path(".bench")) -> None:
    """Writes .bench/<part>.json."""
    folder.mkdir(exist_ok=True)
    rows = [{**asdict(figure), "reached": figure.reached} for figure in figures]
    (folder / f"{part}.json").write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n")
