"""The heat of an SOP: its matrix made small, each step as dark as it holds cases."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext
from markupsafe import Markup, escape

from engine.domain.sop import Sop

WIDE, HIGH = 17, 10  # one cell with its gap, in pixels
LEAST = 4  # so many cases at one step are dark, whatever the others hold
Counts = Mapping[str, tuple[int, int, int]]


def heat(sop: Sop, counts: Counts, _: Callable[[str], str] = gettext) -> Markup:
    """Where the cases of an SOP stand: per step how many, of these near their limit, and late."""
    ground = _ground_of(sop)
    most = max([LEAST, *(count[0] for count in counts.values())])
    cells = "".join(_cells(ground, counts, most))
    return Markup(
        f'<svg class="panas" viewBox="0 0 {ground.wide} {ground.high}" width="{ground.wide}"'
        f' height="{ground.high}" role="img" aria-label="{escape(said(sop, counts, _))}">'
        f'<path class="k" d="{ground.empty}"/>{cells}</svg>'
    )


@dataclass(frozen=True, kw_only=True, slots=True)
class _Ground:
    """What the heat of an SOP always shows: its size, its empty cells, where its steps stand."""

    wide: int
    high: int
    empty: str
    cells: tuple[tuple[str, int, int], ...]  # number of the step, x, y


# Ratified text never changes, so nothing here grows stale.
_grounds: dict[str, _Ground] = {}


def _ground_of(sop: Sop) -> _Ground:
    if sop.digest not in _grounds:
        cells, empty = [], []
        for place, step in enumerate(sop.steps):
            for column, code in enumerate(sop.roles):
                x, y = column * WIDE, place * HIGH
                if code in step.by:
                    cells.append((step.number, x, y))
                else:
                    empty.append(f"M{x} {y}h16v9h-16z")
        _grounds[sop.digest] = _Ground(
            wide=len(sop.roles) * WIDE - 1,
            high=len(sop.steps) * HIGH - 1,
            empty="".join(empty),
            cells=tuple(cells),
        )
    return _grounds[sop.digest]


def _cells(ground: _Ground, counts: Counts, most: int) -> Iterator[str]:
    for number, x, y in ground.cells:
        count, near, late = counts.get(number, (0, 0, 0))
        tone = level_of(count, most)
        yield f'<rect class="h{tone}" x="{x}" y="{y}" width="16" height="9" rx="1"/>'
        if near or late:
            yield f'<path class="{"hl" if late else "hn"}" d="M{x + 9} {y}h7v9z"/>'


def level_of(count: int, most: int) -> int:
    """The tone of a cell, 0 to 4; nothing is no tone at all."""
    return 0 if not count else 1 + min(3, 4 * count // (most + 1))


def said(sop: Sop, counts: Counts, _: Callable[[str], str]) -> str:
    """The heat in words."""
    told = []
    for step in sop.steps:
        count, near, late = counts.get(step.number, (0, 0, 0))
        if count:
            names = {"number": step.number, "count": count, "near": near, "late": late}
            words = _("langkah %(number)s: %(count)s") % names
            if late:
                words += " " + _("(%(late)s terlambat)") % names
            elif near:
                words += " " + _("(%(near)s mendekati jatuh tempo)") % names
            told.append(words)
    return f"{sop.title}. " + ("; ".join(told) or _("tidak ada permohonan terbuka")) + "."
