"""Placing the words of an exit beside its arrow, where they hide the least."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import NamedTuple

LETTER = 6  # mean width of a letter at the size of the labels, in pixels
LEAD = 12  # from one baseline to the next
TALL = 47  # half the height of a row that says it is tall
USUAL = 36  # half the least height of a row


class Box(NamedTuple):
    """A place that is taken in a row, in pixels, y from the middle of the row."""

    left: float
    top: float
    right: float
    bottom: float

    def overlap(self, other: "Box") -> float:
        """How deep the two lie in one another, in square pixels."""
        wide = min(self.right, other.right) - max(self.left, other.left)
        high = min(self.bottom, other.bottom) - max(self.top, other.top)
        return max(0, wide) * max(0, high)


@dataclass(frozen=True, kw_only=True, slots=True)
class Label:
    """Words beside an exit: first baseline at x and y in pixels, y from the middle of the row."""

    row: int
    x: int
    y: int
    anchor: str  # start or end, as in SVG
    lines: tuple[str, ...]

    @property
    def box(self) -> Box:
        """The place it takes."""
        wide = LETTER * max(map(len, self.lines))
        left = self.x if self.anchor == "start" else self.x - wide
        return Box(left, self.y - 9, left + wide, self.y + LEAD * (len(self.lines) - 1) + 3)

    @property
    def high(self) -> bool:
        """Needs a tall row."""
        return self.box.top < -USUAL or self.box.bottom > USUAL


@dataclass(frozen=True, kw_only=True, slots=True)
class Spot:
    """Where words are wanted: the side of a symbol with this middle and these halves."""

    row: int
    x: int
    half: tuple[int, int]
    side: str
    words: str
    clear: int = 0  # pixels to keep from the line, where a mark stands on it


def wrapped(words: str, letters: int, most: int = 3) -> tuple[str, ...]:
    """The words in lines of about so many letters; what does not fit ends in an ellipsis."""
    lines: list[str] = []
    for word in words.split():
        if lines and len(lines[-1]) + 1 + len(word) <= letters:
            lines[-1] += " " + word
        else:
            lines.append(word)
    if len(lines) > most:
        lines = [*lines[: most - 1], lines[most - 1] + " …"]
    return tuple(line if len(line) <= 22 else line[:21] + "…" for line in lines)


def placed(spot: Spot, taken: Sequence[Box], width: int) -> Label:
    """The label in the best of its places: what it covers weighs most, then its size."""

    def burden(candidate: tuple[int, Label]) -> float:
        turn, label = candidate
        box = label.box
        outside = max(0, 2 - box.left) + max(0, box.right - width + 2)
        high = max(0, -box.top - TALL) + max(0, box.bottom - TALL)
        covered = sum(box.overlap(other) for other in taken)
        size = LEAD * len(label.lines) + box.right - box.left
        return covered + 40 * outside + 400 * high + size + 8 * turn

    return min(enumerate(_candidates(spot)), key=burden)[1]


def _candidates(spot: Spot) -> Iterator[Label]:
    wide, high = spot.half
    if spot.side in ("N", "S"):
        yield from _beside_upright(spot, high)
    elif spot.side in ("E", "W"):
        yield from _along_level(spot, wide)
    else:
        yield _at_corner(spot)


def _beside_upright(spot: Spot, high: int) -> Iterator[Label]:
    for letters, (shift, anchor) in product((16, 9), ((6, "start"), (-6, "end"))):
        lines = wrapped(spot.words, letters, most=2)
        y = high + 11 if spot.side == "S" else -high - 5 - LEAD * (len(lines) - 1)
        yield Label(row=spot.row, x=spot.x + shift, y=y, anchor=anchor, lines=lines)


def _along_level(spot: Spot, wide: int) -> Iterator[Label]:
    out, anchor = (1, "start") if spot.side == "E" else (-1, "end")
    for letters, above in product((8, 12), (True, False)):
        lines = wrapped(spot.words, letters)
        y = -6 - spot.clear - LEAD * (len(lines) - 1) if above else 14 + spot.clear
        yield Label(row=spot.row, x=spot.x + out * (wide - 1), y=y, anchor=anchor, lines=lines)


def _at_corner(spot: Spot) -> Label:
    out, anchor = (1, "start") if "E" in spot.side else (-1, "end")
    lines = wrapped(spot.words, 12, most=2)
    y = -17 if "N" in spot.side else 21
    return Label(row=spot.row, x=spot.x + 35 * out, y=y, anchor=anchor, lines=lines)
