"""A refused act on its page: the sentence at the top, the fields kept, the faults beside them."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from werkzeug.datastructures import MultiDict

from engine.domain.errors import ChecklistOpen, FieldsWrong, ReasonMissing, Refusal, TimeOutOfOrder
from web.cases.form import ANSWER, Form, reason_id
from web.errors import sentence_of, status_of, told


@dataclass(frozen=True, kw_only=True, slots=True)
class Refused:
    """What was asked, what was refused, and what had been filled in."""

    act: str
    sentence: str
    status: int
    faults: dict[str, str] = field(default_factory=dict)  # by the id of the field
    form: Form = field(default_factory=MultiDict)


def refused(act: str, refusal: Refusal, form: Form) -> Refused:
    """The refusal of an act as its page tells it."""
    return Refused(
        act=act,
        sentence=sentence_of(refusal),
        status=status_of(refusal),
        faults=dict(_faults(act, refusal, form)),
        form=form,
    )


def _faults(act: str, refusal: Refusal, form: Form) -> Iterator[tuple[str, str]]:
    """Each fault by the id of the field it is about."""
    sentence = sentence_of(refusal)
    if isinstance(refusal, FieldsWrong):
        for name, fault in refusal.faults.items():
            yield _id_of(act, name), told(fault)
    elif isinstance(refusal, ChecklistOpen):
        yield "kelengkapan", sentence
    elif isinstance(refusal, TimeOutOfOrder):
        yield f"{act}-happened_at", sentence
    elif isinstance(refusal, ReasonMissing):
        yield _reason_of(act, refusal, form), sentence


def _id_of(act: str, name: str) -> str:
    if name == "happened_at":
        return f"{act}-happened_at"
    return f"{ANSWER}{name}" if act == "complete" else f"{act}-text"


def _reason_of(act: str, refusal: ReasonMissing, form: Form) -> str:
    if refusal.details["act"] == "entri susulan":
        return f"{act}-why_late"
    if "penerima" in refusal.details["act"]:
        return f"{act}-receiver"
    if act == "complete":
        return reason_id(form.get("outcome", ""))
    return f"{act}-note" if act == "note" else f"{act}-reason"
