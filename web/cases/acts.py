"""What the reader may do to a case beside its step: asked of the same decisions that will do it.

Each act is tried on the situation with words that stand for the reader's. A decision changes
nothing; what it refuses is not offered.
"""

from collections.abc import Callable

from engine.domain import clocks, dossier, steps
from engine.domain.errors import Refusal
from engine.domain.facts import Fact, Word
from engine.domain.people import Actor
from engine.domain.situation import Situation
from engine.domain.sop import Ending

_WORDS = "-"
ENDINGS = (Ending.WITHDRAWN, Ending.REFUSED, Ending.CANCELLED, Ending.NOT_OURS)
Trial = Callable[[Situation], Fact]


def _reassign(at: Situation) -> Fact:
    # Whom four-eyes keeps out depends on who is chosen, so nobody in particular is tried.
    anybody = Actor(id=None, name="", holdings=at.actor.holdings)
    return steps.reassign(at, anybody, _WORDS)


def _extend(at: Situation) -> Fact:
    allowed = at.sop.service.extension
    return clocks.extend(at, allowed.text if allowed else "", _WORDS)


def _take_back(at: Situation) -> Fact:
    return steps.take_back(at, at.case, _WORDS)


def _correct(at: Situation) -> Fact:
    return dossier.correct(at, "", "", Word(field="", text=_WORDS, salt=b""), _WORDS)


# In the order in which the page offers them.
TRIALS: dict[str, Trial] = {
    "resume": clocks.resume,
    "take_back": _take_back,
    "suspend": lambda at: clocks.suspend(at, next(iter(at.sop.pauses), "")),
    "extend": _extend,
    "reassign": _reassign,
    "declare": clocks.declare,
    "withdraw": lambda at: clocks.withdraw_completeness(at, _WORDS),
    "correct": _correct,
    "deviate": lambda at: steps.deviate(at, at.sop.steps[0].number, _WORDS),
    "reopen": lambda at: dossier.reopen(at, "", _WORDS),
}


def possible(at: Situation) -> list[str]:
    """The names of the acts that would not be refused now."""
    return [name for name, trial in TRIALS.items() if refusal(trial, at) is None]


def endings(at: Situation) -> list[Ending]:
    """The ends to which the reader may bring the case outside its SOP's own."""
    return [
        ending
        for ending in ENDINGS
        if refusal(lambda at, ending=ending: dossier.close(at, ending, _WORDS), at) is None
    ]


def belongs(at: Situation) -> bool:
    """Whether the reader works on this case at all: may add notes and documents."""
    return refusal(must_belong, at) is None


def must_belong(at: Situation) -> Fact:
    """Raises NotAllowed unless the reader works on this case; auditors only read."""
    return dossier.note(at, _WORDS)


def refusal(trial: Trial, at: Situation) -> Refusal | None:
    """What the decision would refuse with, or None."""
    try:
        trial(at)
    except Refusal as refused:
        return refused
    return None
