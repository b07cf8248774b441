"""A flaw: one thing that is wrong with an SOP, where, and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Level(StrEnum):
    """How serious a flaw is: an error keeps the SOP from running, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, kw_only=True, slots=True)
class Flaw:
    """What is wrong, as a sentence with its remedy, and the place it is wrong at."""

    message: str
    remedy: str
    where: tuple[str, ...]  # keys that lead to the place, such as ("steps", "3", "then", "Benar")
    level: Level = Level.ERROR


def nearest(word: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    """The known word the author probably meant; `cutoff` is the likeness asked for, 0 to 1."""
    close = get_close_matches(word, list(known), n=1, cutoff=cutoff)
    return close[0] if close else None


def meant(word: str, known: Iterable[str]) -> str:
    """The remedy for an unknown word: the nearest known one, or all of them."""
    known = list(known)
    close = nearest(word, known)
    if close:
        return f"Mungkin maksudnya “{close}”."
    return f"Yang dikenal: {listed(known)}."


def listed(words: Iterable[str]) -> str:
    """Words in a sentence."""
    return ", ".join(words) or "tidak ada"
