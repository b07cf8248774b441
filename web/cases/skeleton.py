"""The skeleton of a case's page: drawn once for all cases that stand alike, with slots.

Most of a page is words: of the product, of the SOP, of the forms for what the reader may do. They
depend on the outline alone, which is therefore all that the template is given of the case. What is
this case's own is filled in afterwards, so the words of one case can never show on another's page.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from secrets import token_hex

from markupsafe import Markup, escape

from engine.domain.case import Status
from engine.domain.sop import Ending
from web.cases.turn import Panel

# Stands around the name of a slot. Nobody can guess it, so nothing that was typed can hold it.
_FENCE = token_hex(12)
Pieces = tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Outline:
    """Everything about a case and its reader on which the skeleton depends."""

    language: str
    digest: str  # of the SOP version
    revision: int  # of the office: names of units, posts and people
    day: date
    unit: str
    status: Status
    step: str | None
    turn: str
    claimed: bool  # somebody holds the step
    present: bool  # the step's clock has started
    missing: tuple[str, ...]
    has: frozenset[str]  # what the head tells: complete, parent, returns, applicant, papers
    panel: Panel
    acts: tuple[str, ...]
    endings: tuple[Ending, ...]
    belongs: bool


class Slots:
    """The slots as a template names them: `slots.number`."""

    def __getattr__(self, name: str) -> Markup:
        return Markup(f"{_FENCE}{name}{_FENCE}")


@dataclass(kw_only=True, slots=True)
class Skeletons:
    """The skeletons a process keeps; the one not asked for longest goes first."""

    most: int = 512
    kept: "OrderedDict[Outline, Pieces]" = field(default_factory=OrderedDict)

    def of(self, outline: Outline, draw: Callable[[], str]) -> Pieces:
        """The skeleton of an outline, drawn unless it is kept."""
        pieces = self.kept.pop(outline, None) or cut(draw())
        self.kept[outline] = pieces
        if len(self.kept) > self.most:
            self.kept.popitem(last=False)
        return pieces


def cut(page: str) -> Pieces:
    """A drawn skeleton as text and names of slots in turn."""
    return tuple(page.split(_FENCE))


def filled(pieces: Pieces, values: Mapping[str, object]) -> Markup:
    """The page with every slot filled; what is not markup is escaped."""
    return Markup("".join(_filled(pieces, values)))


def _filled(pieces: Pieces, values: Mapping[str, object]) -> Iterator[str]:
    for place, piece in enumerate(pieces):
        yield str(escape(values[piece])) if place % 2 else piece
