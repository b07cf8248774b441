"""The heat of an SOP: its matrix made small, each step as dark as it holds cases."""

from collections.abc import Callable, Mapping
from typing import Any

from flask_babel import gettext
from markupsafe import Markup

from engine.domain.sop import Sop
from web.matrix_page import templates

WIDE, HIGH = 17, 10  # one cell, in pixels
LEAST = 4  # so many cases at one step are dark, whatever the others hold
Counts = Mapping[str, tuple[int, int, int]]


def heat(sop: Sop, counts: Counts, _: Callable[[str], str] = gettext) -> Markup:
    """Where the cases of an SOP stand: per step how many, of these near their limit, and late."""
    columns = list(sop.roles)
    most = max([LEAST, *(count[0] for count in counts.values())])
    cells: list[dict[str, Any]] = []
    empty: list[str] = []
    for place, step in enumerate(sop.steps):
        count, near, late = counts.get(step.number, (0, 0, 0))
        for column, code in enumerate(columns):
            x, y = column * WIDE, place * HIGH
            if code not in step.by:
                empty.append(f"M{x} {y}h16v9h-16z")
                continue
            mark = "hl" if late else "hn" if near else ""
            cells.append({"x": x, "y": y, "level": level_of(count, most), "mark": mark})
    page = (
        templates()
        .get_template("matrix/heat.html")
        .render(
            wide=len(columns) * WIDE - 1,
            high=len(sop.steps) * HIGH - 1,
            empty="".join(empty),
            cells=cells,
            said=said(sop, counts, _),
        )
    )
    return Markup(page)


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
