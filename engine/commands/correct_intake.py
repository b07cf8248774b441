"""Correct intake data: the old words are kept beside the new ones and the reason."""

from engine.commands.act import By, act
from engine.domain import dossier
from engine.domain.case import Case
from engine.domain.errors import NotFound
from engine.domain.facts import Fact
from engine.domain.questions import APPLICANT, answers
from engine.domain.situation import Situation
from engine.domain.sop import Field
from engine.store import words
from engine.store.session import Store


def correct_intake(
    store: Store, number: str, field: str, text: str, reason: str, *, by: By
) -> Case:
    """Sets one answer right; `field` is "applicant.name" or "intake.<question>".

    Raises FieldsWrong, NotAllowed, ReasonMissing, NotFound for an unknown question.
    """

    def decide(at: Situation) -> Fact:
        prefix, _, name = field.partition(".")
        question = _question(at, prefix, name)
        (new,) = answers([question], {name: text}, prefix)
        old = words.current(store, at.case.id).get(field, "")
        return dossier.correct(at, field, old, new, reason)

    return act(store, number, decide, by=by)


def _question(at: Situation, prefix: str, name: str) -> Field:
    known = {"applicant": APPLICANT, "intake": at.sop.intake}.get(prefix, ())
    found = next((question for question in known if question.name == name), None)
    if found is None:
        raise NotFound(what=f"Isian {prefix}.{name}")
    return found
