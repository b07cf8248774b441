"""The matrix on a page: an SOP drawn once a language, and the state of a case laid over it."""

from collections.abc import Mapping, Set
from dataclasses import dataclass
from enum import StrEnum

from flask_babel import gettext
from markupsafe import Markup, escape

from engine.domain.flowchart import lay_out
from engine.domain.flowchart.drawing import Finish, Row, Shape
from engine.domain.sop import Sop
from web.matrix.drawing import FENCE, Drawing, mark_of, symbol
from web.matrix.heat import heat
from web.matrix.page import Gettext, Pairs, page_of, pairs_of, templates

__all__ = ["Mark", "Matrix", "Standing", "Taken", "heat", "legend"]

Taken = Set[tuple[str, str]] | Mapping[tuple[str, str], int]


class Standing(StrEnum):
    """How a step of a case stands; the value names its class in the sheet."""

    DONE = "done"
    DONE_LATE = "done_late"
    CURRENT = "current"
    NEAR = "near"
    LATE = "late"
    PAUSED = "paused"
    NOT_BEGUN = "not_begun"


_CLASS = {
    "done": "selesai",
    "done_late": "telat",
    "current": "kini",
    "near": "dekat",
    "late": "lewat",
    "paused": "jeda",
    "not_begun": "belum",
    "": "polos",
}
_ICON = {"selesai": "cek", "telat": "seru", "kini": "kini", "dekat": "jam", "lewat": "seru"} | {
    "jeda": "jeda"
}
_OPEN = frozenset({"kini", "dekat", "lewat", "jeda"})
# Drawn inside the symbol: a state is a shape too, not only a tone.
_INSIDE = {
    "selesai": '<path class="t" d="M-6 0l4 4 8-8"/>',
    "telat": '<path class="t" d="M-10 0l3.500 3.500 6.500-7M8-6v7M8 5v.01"/>',
    "kini": '<circle class="i" r="5"/>',
    "dekat": '<circle class="t" r="6.500"/><path class="t" d="M0-3.500V0l2.500 1.500"/>',
    "lewat": '<path class="t" d="M0-7v8M0 6v.01"/>',
    "jeda": '<path class="t" d="M-3.500-5v10M3.500-5v10"/>',
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How one step stands in a case.

    `words` say it in the reader's language; `times` is how often the step was done, told from twice
    on; `signed` is how many signatures an open step that is signed in order has already.
    """

    state: str
    words: Markup
    times: int = 1
    signed: int = 0


_NOTHING = Mark(state="", words=Markup())


@dataclass(frozen=True, kw_only=True, slots=True)
class Matrix:
    """A drawn SOP: fixed text, and between its pieces the names of the slots that a case fills."""

    fixed: tuple[str, ...]
    slots: tuple[str, ...]
    rows: tuple[Row, ...]
    passed: dict[str, Pairs]  # slot -> the pairs any of which lights it
    joins: dict[str, tuple[str, int]]  # slot -> the step and the signature after which it is lit
    times: str  # "%(count)s kali" in the reader's language

    @classmethod
    def of(cls, sop: Sop, language: str, _: Gettext = gettext) -> "Matrix":
        """The matrix of a ratified SOP, drawn once a process and language."""
        key = (sop.digest, language)
        if key not in _drawn:
            _drawn[key] = cls.draw(sop, language, _)
        return _drawn[key]

    @classmethod
    def draw(cls, sop: Sop, language: str, _: Gettext = gettext) -> "Matrix":
        """A fresh drawing, for a draft that will change; `_` translates into `language`."""
        chart = lay_out(sop)
        drawing = Drawing(chart)
        page = page_of(sop, drawing, language, _)
        pieces = tuple(page.split(FENCE))
        return cls(
            fixed=pieces,
            slots=pieces[1::2],
            rows=chart.rows,
            passed=pairs_of(sop, drawing, frozenset(pieces[1::2])),
            joins={
                f"jalan:{owner}": (way.origin, int(way.to.partition("#")[2]) - 1)
                for owner, way in enumerate(chart.joins)
                if not way.plain
            },
            times=_("%(count)s kali"),
        )

    def render(self, marks: Mapping[str, Mark], taken: Taken = frozenset()) -> Markup:
        """The matrix with the state of a case; without marks, the SOP alone.

        `taken` holds (number of the step left, where to): the number of the step entered, the
        machine's word for a place outside, or the outcome's label. As a mapping it tells how often.
        """
        filled = dict.fromkeys(self.slots, "")
        self._stand(marks, filled)
        self._pass(taken, filled)
        page = list(self.fixed)
        page[1::2] = [filled[name] for name in self.slots]
        return Markup("".join(page))

    def _stand(self, marks: Mapping[str, Mark], filled: dict[str, str]) -> None:
        for row in self.rows:
            mark = marks.get(row.number, _NOTHING)
            name = _CLASS[mark.state]
            filled[f"kelas:{row.number}"] = f"st-{name}"
            filled[f"keadaan:{row.number}"] = self._said(mark, name)
            filled[f"wujud:{row.number}"] = name
            filled[f"isi:{row.number}"] = _INSIDE.get(name, "")
            if name in _OPEN:
                filled[f"kini:{row.number}"] = ' aria-current="step"'
            for turn, column in enumerate(row.columns):
                each = _signed(name, turn, mark.signed) if row.in_order else name
                filled[f"simbol:{row.number}:{turn}"] = each
                filled[f"tanda:{row.number}:{turn}"] = _INSIDE.get(each, "")
                if each in _OPEN:
                    filled[f"lajur:{column}"] = " sini"
        for name, (number, signature) in self.joins.items():
            mark = marks.get(number, _NOTHING)
            if mark.state in ("done", "done_late") or mark.signed >= signature:
                filled[name] = " sudah"

    def _said(self, mark: Mark, name: str) -> str:
        if not mark.words:
            return ""
        icon = _ICON.get(name)
        drawn = f'<svg class="ik" aria-hidden="true"><use href="#i-{icon}"/></svg>' if icon else ""
        often = f' <span class="kali">({self._often(mark.times)})</span>' if mark.times > 1 else ""
        return f'<span class="keadaan">{drawn}<span>{escape(mark.words)}{often}</span></span>'

    def _often(self, count: int) -> str:
        return self.times % {"count": count}

    def _pass(self, taken: Taken, filled: dict[str, str]) -> None:
        counts: Mapping[tuple[str, str], int] = taken if isinstance(taken, Mapping) else {}
        for name, pairs in self.passed.items():
            seen = [pair for pair in pairs if pair in taken]
            if not seen:
                continue
            if not name.startswith("kali"):
                filled[name] = " sudah"
            elif count := max(counts.get(pair, 0) for pair in seen):
                filled[name] = f' <tspan class="kali">{count}×</tspan>'
                if name.startswith("kali-"):
                    filled[name] = f' <span class="kali">({self._often(count)})</span>'


# Ratified text never changes, so nothing here grows stale; an office has tens of SOPs.
_drawn: dict[tuple[str, str], Matrix] = {}


def _signed(name: str, turn: int, signed: int) -> str:
    """How one signature of several stands, from how the step stands."""
    if name not in _OPEN or turn == signed:
        return name
    return "selesai" if turn < signed else "belum"


_legends: dict[str, Markup] = {}


def legend(language: str, _: Gettext = gettext) -> Markup:
    """What the symbols, marks and states mean; drawn once a language."""
    if language not in _legends:
        _legends[language] = _legend(_)
    return _legends[language]


def _legend(_: Gettext) -> Markup:
    states = {
        name: Markup(symbol(Shape.BOX, _CLASS[name], _INSIDE.get(_CLASS[name], "")))
        for name in Standing
    }
    symbols = {shape.value: Markup(symbol(shape, "polos", "")) for shape in Shape}
    marks = {
        finish.value: Markup(mark_of({finish}, "7" if finish is Finish.JUMP else "", ""))
        for finish in Finish
    }
    page = templates().get_template("matrix/legend.html")
    return Markup(page.render(_=_, states=states, symbols=symbols, marks=marks))
