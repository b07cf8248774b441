"""The page of a case: everything its reader sees of it, put together once."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from flask import make_response, render_template
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from engine.domain.facts import Happening
from engine.domain.questions import APPLICANT
from engine.domain.sop import Field
from engine.queries.verify import Verdict
from web import case_draft
from web.case_acts import belongs, endings, possible
from web.case_clocks import dials
from web.case_file import CaseFile, open_file
from web.case_form import ANSWER, Form, reason_id
from web.case_marks import laid_over
from web.case_refusal import Refused
from web.case_status import ENDINGS, state_of
from web.case_timeline import timeline
from web.case_turn import panel
from web.counter_form import LABELS
from web.languages import language
from web.matrix import Matrix


@dataclass(frozen=True, kw_only=True, slots=True)
class Note:
    """A note for colleagues, as the card beside the history shows it."""

    text: str
    who: str
    at: Any


def show(
    number: str,
    *,
    refused: Refused | None = None,
    revealed: bool = False,
    verdict: Verdict | None = None,
    opened: str = "",
) -> Any:
    """The page as an answer; with a refusal its status."""
    page = render(open_file(number), refused, revealed=revealed, verdict=verdict, opened=opened)
    return make_response(page, refused.status if refused else 200)


def render(
    file: CaseFile,
    refused: Refused | None = None,
    *,
    revealed: bool = False,
    verdict: Verdict | None = None,
    opened: str = "",
) -> str:
    """The page of an opened file; `opened` names the act whose form stands open."""
    marks, ways = laid_over(file)
    draft = case_draft.restored(file.dossier.draft)
    return render_template(
        "case/page.html",
        file=file,
        case=file.case,
        sop=file.sop,
        state=state_of(file.case, file.sop, file.now),
        dials=dials(file.at),
        panel=panel(file),
        acts=possible(file.at),
        endings=[(ending.value, ENDINGS[ending]) for ending in endings(file.at)],
        belongs=belongs(file.at),
        matrix=Matrix.of(file.sop, language()).render(marks, ways),
        timeline=timeline(file),
        notes=notes(file),
        applicant=file.dossier.current("applicant.name"),
        data=personal(file) if revealed else [],
        refused=refused,
        faults=refused.faults if refused else {},
        filled=filled(file, refused, draft),
        draft=draft,
        verdict=verdict,
        opened=refused.act if refused else opened,
        once=uuid4(),
        reason_id=reason_id,
    )


def notes(file: CaseFile) -> list[Note]:
    """The notes written for colleagues, the newest first."""
    words = file.dossier.words
    return [
        Note(text=words[fact.version, "note"], who=file.name(fact.actor), at=fact.happened_at)
        for fact in reversed(file.dossier.facts)
        if fact.kind is Happening.NOTED and (fact.version, "note") in words
    ]


def personal(file: CaseFile) -> list[tuple[str, str]]:
    """The applicant's data and the answers given at the counter, by their titles."""
    said = file.dossier.answered("applicant"), file.dossier.answered("intake")
    asked: tuple[tuple[Field, ...], ...] = APPLICANT, file.sop.intake
    titled = [
        (str(LABELS.get(field.name, field.title)) if fields is APPLICANT else field.title,
         answers[field.name])
        for fields, answers in zip(asked, said, strict=True)
        for field in fields
        if answers.get(field.name)
    ]  # fmt: skip
    return titled or [(_("Data pemohon"), _("(isi telah dihapus)"))]


def filled(file: CaseFile, refused: Refused | None, draft: case_draft.Draft | None) -> Form:
    """What stands in the form of the open step: as just sent, else as drafted, else as last done."""
    if refused and refused.act == "complete":
        return refused.form
    if draft:
        return draft.form
    if file.case.step is None:
        return MultiDict()
    number = file.at.state.step.number
    before = file.dossier.answered(f"step.{number}")
    return MultiDict({f"{ANSWER}{name}": text for name, text in before.items()})
