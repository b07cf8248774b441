"""A deviation: where a case left its SOP, in a sentence, with the facts that show it."""

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.errors import Sentence


class Aspect(StrEnum):
    """What a step of an SOP promises, and is judged by."""

    ORDER = "order"  # it follows from the step before, and leads where its outcome says
    ACTOR = "actor"  # done by its executor, in a post held that day
    TIME = "time"  # within its limit; of the whole service: within the promise
    REQUIREMENTS = "requirements"  # papers, answers and reasons that it asks for
    FOUR_EYES = "four_eyes"  # by another person than the role kept apart from it
    PAUSE = "pause"  # for a reason of the SOP, no longer than that reason allows
    RECORD = "record"  # entered by whoever did it, when it was done

    # An enumeration's own hash is slow, and aspects are counted more than anything else.
    __hash__ = str.__hash__


@dataclass(frozen=True, kw_only=True, slots=True)
class Deviation:
    """One departure from the SOP version that binds the case.

    With `reasoned` it is one that the product allows for a recorded reason (a deviation by a
    superior, a late entry, a signature on paper): shown, and not counted as an error.
    """

    aspect: Aspect
    step: str  # printed number; empty for the service as a whole
    sentence: Sentence
    evidence: tuple[int, ...]  # versions of the facts
    reasoned: bool = False
