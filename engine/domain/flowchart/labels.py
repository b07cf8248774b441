"""Placing the words of an exit beside its arrow, where they hide the least."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import NamedTuple

LETTER = 6.6  # mean width of a letter at the size of the labels, in pixels
LEAD = 12  # from one baseline to the next
CUT = 600  # what words cut off by an ellipsis weigh, in square pixels
TOGETHER = 3  # so many labels of a row are settled at once
CORNER_AT = (20, 32)  # a mark at the corner of a symbol, from the symbol's middle
SHIFT = 14  # how far a label may move to stay on the sheet
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


def settle(
    spots: Sequence[Spot], fixed: Sequence[Box], width: int
) -> tuple[tuple[Label, ...], float]:
    """The labels of one row where together they hide the least, and how much they hide."""
    labels: tuple[Label, ...] = ()
    hidden = 0.0
    for first in range(0, len(spots), TOGETHER):
        taken = [*fixed, *(label.box for label in labels)]
        choices = [
            [
                _Choice(label, _harm(label, taken, width), 8 * turn)
                for turn, label in enumerate(_candidates(spot, width))
            ]
            for spot in spots[first : first + TOGETHER]
        ]
        best = min(product(*choices), key=_burden)
        hidden += _harm_together(best)
        labels += tuple(choice.label for choice in best)
    return labels, hidden


class _Choice(NamedTuple):
    label: Label
    harm: float
    order: int


def _harm(label: Label, taken: Sequence[Box], width: int) -> float:
    """What a label covers, how far it sticks out, and whether it is cut off."""
    box = label.box
    outside = max(0, 2 - box.left) + max(0, box.right - width + 2)
    high = max(0, -box.top - TALL) + max(0, box.bottom - TALL)
    covered = sum(box.overlap(other) for other in taken)
    return covered + 40 * outside + 400 * high + CUT * label.lines[-1].endswith("…")


def _harm_together(choice: Sequence[_Choice]) -> float:
    boxes = [each.label.box for each in choice]
    apart = sum(one.overlap(other) for one, other in combinations(boxes, 2))
    return 2 * apart + sum(each.harm for each in choice)


def _burden(choice: Sequence[_Choice]) -> float:
    """The harm first; among equals the small label, and the usual place."""
    boxes = [each.label.box for each in choice]
    size = sum(box.right - box.left + box.bottom - box.top for box in boxes)
    return _harm_together(choice) + size + sum(each.order for each in choice)


def _inside(label: Label, width: int) -> Label:
    """The label moved towards the sheet where it would stick out, over the slope of its symbol."""
    left, _, right, _ = label.box
    shift = max(0, 2 - left) - max(0, right - width + 2)
    return replace(label, x=label.x + round(max(-SHIFT, min(SHIFT, shift))))


def _candidates(spot: Spot, width: int) -> Iterator[Label]:
    for label in _around(spot):
        yield label if spot.side in ("N", "S") else _inside(label, width)


def _around(spot: Spot) -> Iterator[Label]:
    wide, high = spot.half
    if spot.side in ("N", "S"):
        yield from _beside_upright(spot, high)
    elif spot.side in ("E", "W"):
        yield from _along_level(spot, wide)
    else:
        yield from _at_corner(spot)


def _beside_upright(spot: Spot, high: int) -> Iterator[Label]:
    for letters, (shift, anchor) in product((16, 9), ((6, "start"), (-6, "end"))):
        lines = wrapped(spot.words, letters, most=2)
        y = high + 11 if spot.side == "S" else -high - 5 - LEAD * (len(lines) - 1)
        yield Label(row=spot.row, x=spot.x + shift, y=y, anchor=anchor, lines=lines)


def _along_level(spot: Spot, wide: int) -> Iterator[Label]:
    out, anchor = (1, "start") if spot.side == "E" else (-1, "end")
    # Farther from the line there is room beside the slope of the symbol.
    for away, letters, above in product((0, 5), (8, 12), (True, False)):
        clear = max(away, spot.clear)
        lines = wrapped(spot.words, letters)
        y = -6 - clear - LEAD * (len(lines) - 1) if above else 14 + clear
        x = spot.x + out * (wide - 1 - round(1.6 * clear))
        yield Label(row=spot.row, x=x, y=y, anchor=anchor, lines=lines)


def _at_corner(spot: Spot) -> Iterator[Label]:
    right, down = CORNER_AT
    out, anchor = (1, "start") if "E" in spot.side else (-1, "end")
    for letters in (12, 18):
        lines = wrapped(spot.words, letters, most=2)
        y = (-down if "N" in spot.side else down) + 4 - LEAD // 2 * (len(lines) - 1)
        x = spot.x + out * (right + 11)
        yield Label(row=spot.row, x=x, y=y, anchor=anchor, lines=lines)
