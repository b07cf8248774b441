"""What a flowchart of an SOP consists of: rows, columns, symbols and ways, as data only.

PermenPAN-RB 35/2012 knows five symbols: capsule, box, diamond, arrow, off-page pentagon. Rows are
steps, columns are roles. Distances along a row are pixels; the height of a row is left open, so a
point names its row, and halves stand for the border below it. Screen, print, spreadsheet and BPMN
draw the same values.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from engine.domain.flowchart.labels import Label
from engine.domain.sop import Ending

COLUMN = 80  # pixels of one role's column


class Shape(StrEnum):
    """The symbols that stand in a cell."""

    CAPSULE = "capsule"  # start and end
    BOX = "box"  # an activity
    DIAMOND = "diamond"  # a decision


# Widths and heights of the symbols in pixels.
SIZE = {Shape.CAPSULE: (52, 28), Shape.BOX: (48, 30), Shape.DIAMOND: (54, 40)}


class Finish(StrEnum):
    """What stands at the end of a way."""

    STEP = "step"  # an arrow head at the symbol
    APPLICANT = "applicant"  # a small mark beside the row: back to the applicant, off the sheet
    READY = "ready"  # a small capsule beside the row: waits to be collected
    CLOSED = "closed"  # a small capsule beside the row: the case ends here
    JUMP = "jump"  # a circle with the step's number, where no free way was found


class Point(NamedTuple):
    """A place on the sheet: row 2 is the middle of the third row, 2.5 its border; x in pixels."""

    row: float
    x: int


@dataclass(frozen=True, kw_only=True, slots=True)
class Row:
    """A step on the sheet; `columns` in the order of signing where it is signed in order."""

    number: str
    shape: Shape
    columns: tuple[int, ...]
    in_order: bool = False
    starts: bool = False  # a small start capsule stands above a decision that opens the SOP
    tall: bool = False  # needs more than the usual height


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """An arrow. `to` is a step's number, a state id, or the machine's word for a place outside."""

    origin: str
    to: str
    labels: tuple[str, ...] = ()
    points: tuple[Point, ...]
    side: str  # N, E, S, W of the symbol it leaves by; NE, SE, SW, NW for a mark at its corner
    into: str = ""  # the side of the symbol it enters by
    finish: Finish = Finish.STEP
    ending: Ending | None = None
    target: str = ""  # the number of the step at whose symbol, or by whose number, it ends
    back: bool = False
    plain: bool = False  # joins two roles of whom either may act: no arrow head
    label: Label | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Flowchart:
    """The whole drawing; `left` and `right` are the gutters beside the role columns, in pixels."""

    rows: tuple[Row, ...]
    columns: tuple[str, ...]  # role codes in declared order
    joins: tuple[Way, ...]  # between the symbols of one row
    ways: tuple[Way, ...]  # one for every step and place it leads to
    left: int
    right: int

    @property
    def width(self) -> int:
        """Pixels of all role columns with their gutters."""
        return self.left + COLUMN * len(self.columns) + self.right

    def centre(self, column: int) -> int:
        """The middle of a role's column, in pixels."""
        return self.left + COLUMN * column + COLUMN // 2
