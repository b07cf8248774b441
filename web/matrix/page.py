"""The fixed page of a matrix: all that a ratified SOP says, with slots for what a case adds."""

from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment, FileSystemLoader
from markupsafe import Markup

from engine.domain.flowchart.drawing import Flowchart, Row, Way
from engine.domain.flowchart.exits import leads_to
from engine.domain.sop import Sop, Step
from web.matrix import words
from web.matrix.drawing import Drawing, slot, symbol

FOLDS = 8  # from so many columns on, all but the time moves under the activity
WORD = 14  # letters of a word that fits every column of the quality standard
Gettext = Callable[[str], str]
Pairs = tuple[tuple[str, str], ...]


def pairs_of(sop: Sop, drawing: Drawing, names: frozenset[str]) -> dict[str, Pairs]:
    """For every slot that tells of a passage, the pairs by which a case says it passed there."""
    found: dict[str, Pairs] = {}
    joins = len(drawing.chart.joins)
    for name in names:
        kind, _, rest = name.partition(":")
        if kind == "jalan" or kind == "kali":
            owners = [int(owner) for owner in rest.split(":")]
            ways = [drawing.arrows[owner] for owner in owners if owner >= joins]
            found[name] = tuple(pair for way in ways for pair in _keys(way))
        elif kind in ("lalu", "kali-daftar"):
            number, at = rest.rsplit(":", 1)
            outcome = sop.step(number).outcomes[int(at)]
            found[name] = ((number, leads_to(outcome)), (number, outcome.label))
    return {name: pairs for name, pairs in found.items() if pairs}


def _keys(way: Way) -> Iterator[tuple[str, str]]:
    yield way.origin, way.to
    yield from ((way.origin, label) for label in way.labels)


@cache
def templates() -> Environment:
    """The templates of the matrix; they need no application, so print and bench draw as well."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parents[1] / "templates"), autoescape=True
    )


def page_of(sop: Sop, drawing: Drawing, language: str, _: Gettext) -> str:
    """The page in a language; only the product's words are translated, never the SOP's."""
    chart = drawing.chart
    return (
        templates()
        .get_template("matrix/table.html")
        .render(
            _=_,
            slot=lambda *names: Markup(slot(*names)),
            caption=f"SOP {sop.number}: {sop.title}",
            chart=chart,
            roles=[words.hyphenated(role.title) for role in sop.roles.values()],
            folded=len(chart.columns) >= FOLDS,
            lang=Markup("") if language == "id" else Markup(' lang="id"'),
            rows=[_row(sop, drawing, place, _) for place in range(len(chart.rows))],
        )
    )


def _row(sop: Sop, drawing: Drawing, place: int, _: Gettext) -> dict[str, Any]:
    step, row = sop.steps[place], drawing.chart.rows[place]
    exits = words.exits_of(sop, step, _)
    return {
        "number": row.number,
        "id": "".join(sign if sign.isalnum() else "-" for sign in row.number),
        "tall": row.tall,
        "do": step.do,
        "who": words.roles_of(sop, step, _),
        "needs": words.hyphenated(words.needs_of(sop, step), WORD),
        "within": words.limit_of(step),
        "yields": words.hyphenated(step.yields, WORD),
        "remarks": words.hyphenated(step.remarks, WORD),
        "drawing": drawing.row(place),
        "symbol": Markup(symbol(row.shape, slot("wujud", row.number), slot("isi", row.number))),
        "cells": _cells(drawing.chart, row, words.told(exits), _),
        "exits": list(_listed(step, exits)),
    }


def _cells(chart: Flowchart, row: Row, exits: str, _: Gettext) -> list[str]:
    """What each role's cell says to those who cannot see the drawing."""
    cells = [""] * len(chart.columns)
    for turn, column in enumerate(row.columns):
        cells[column] = words.shape_of(row, turn, _)
    cells[row.columns[-1]] += " " + exits
    return cells


def _listed(step: Step, exits: tuple[words.Told, ...]) -> Iterator[SimpleNamespace]:
    """The outcomes that the list names: all but a lone one that just leads to the next row."""
    for at, exit_ in enumerate(exits):
        if len(exits) > 1 or not exit_.onward:
            yield SimpleNamespace(
                label=exit_.label,
                where=exit_.where if exit_.label else words.opened(exit_.where),
                back=exit_.back,
                taken=Markup(slot("lalu", step.number, at)),
                times=Markup(slot("kali-daftar", step.number, at)),
            )
