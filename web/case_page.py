"""The page of a case: everything its reader sees of it, put together once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import uuid4

from flask import current_app, make_response, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.domain.errors import FourEyes
from engine.domain.facts import Happening
from engine.domain.questions import APPLICANT
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
from web.counter_files import KINDS
from web.counter_form import LABELS
from web.errors import sentence_of
from web.languages import language
from web.matrix import Matrix, legend


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
    turn = panel(file)
    return render_template(
        "case/page.html",
        file=file,
        case=file.case,
        sop=file.sop,
        sop_address=sop_address(file),
        state=state_of(file.case, file.sop, file.now),
        missing=", ".join(file.sop.requirements.get(code, code) for code in file.case.missing),
        applicant=file.dossier.current("applicant.name"),
        data=personal(file) if revealed else [],
        dials=dials(file.at),
        panel=turn,
        kept_apart=sentence_of(turn.refused) if isinstance(turn.refused, FourEyes) else "",
        acts=possible(file.at),
        endings=[(ending.value, ENDINGS[ending]) for ending in endings(file.at)],
        correctable=list(questions(file)),
        belongs=belongs(file.at),
        matrix=Matrix.of(file.sop, language()).render(marks, ways),
        legend=arti(language()),
        timeline=timeline(file),
        notes=notes(file),
        KINDS=KINDS,
        cap=current_app.extensions["settings"].attachment_cap,
        refused=refused,
        faults=refused.faults if refused else {},
        filled=filled(file, refused, draft),
        draft=draft,
        verdict=verdict,
        opened=refused.act if refused else opened,
        once=uuid4(),
        other_once=uuid4(),
        reason_id=reason_id,
    )


@cache
def arti(language: str) -> Markup:
    """The legend of the matrix, drawn once a language."""
    return legend()


def sop_address(file: CaseFile) -> str:
    """Where the library shows the version, once there is a library."""
    if "sops.version" not in current_app.view_functions:
        return ""
    return url_for(
        "sops.version", code=file.sop.code, version=file.sop.version, unit=file.case.unit
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
    said = {
        f"{prefix}.{name}": text
        for prefix in ("applicant", "intake")
        for name, text in file.dossier.answered(prefix).items()
    }
    found = [(title, said[key]) for key, title in questions(file) if said.get(key)]
    return found or [(_("Data pemohon"), _("(isi telah dihapus)"))]


def questions(file: CaseFile) -> Iterator[tuple[str, str]]:
    """What the counter asked: the name of each answer, and its title."""
    for question in APPLICANT:
        yield f"applicant.{question.name}", str(LABELS.get(question.name, question.title))
    for question in file.sop.intake:
        yield f"intake.{question.name}", question.title


def filled(file: CaseFile, refused: Refused | None, draft: case_draft.Draft | None) -> Form:
    """What stands in the form of the open step: as sent, else as drafted, else as last done."""
    if refused and refused.act == "complete":
        return refused.form
    if draft:
        return draft.form
    if file.case.step is None:
        return MultiDict()
    number = file.at.state.step.number
    before = file.dossier.answered(f"step.{number}")
    return MultiDict({f"{ANSWER}{name}": text for name, text in before.items()})
