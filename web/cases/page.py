"""The page of a case: everything its reader sees of it, put together once."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

from flask import current_app, make_response, render_template, url_for
from flask_babel import ngettext
from flask_wtf.csrf import generate_csrf
from werkzeug.datastructures import MultiDict

from engine.domain.questions import APPLICANT
from engine.queries.verify import Verdict
from web.cases import draft as case_draft
from web.cases import parts as case_parts
from web.cases.acts import belongs, endings, possible
from web.cases.clocks import dials
from web.cases.elapsed import elapsed
from web.cases.file import CaseFile, open_file
from web.cases.form import ANSWER, Form, reason_id
from web.cases.marks import laid_over
from web.cases.refusal import Refused
from web.cases.skeleton import Outline, Skeletons, Slots, cut, filled
from web.cases.status import ENDINGS, State, state_of
from web.cases.timeline import timeline
from web.cases.turn import panel
from web.cases.words import gettext as _
from web.counter.form import LABELS
from web.languages import language
from web.matrix import Matrix, legend
from web.wording import masked, moment


def show(number: str, **how: Any) -> Any:
    """The page as an answer; with a refusal its status."""
    refused: Refused | None = how.get("refused")
    page = render(open_file(number), **how)
    return make_response(page, refused.status if refused else 200)


def render(
    file: CaseFile,
    *,
    refused: Refused | None = None,
    revealed: bool = False,
    verdict: Verdict | None = None,
    opened: str = "",
) -> str:
    """The page of an opened file; `opened` names the act whose form stands open."""
    state = state_of(file.case, file.sop, file.now)
    outline, draft = outline_of(file), case_draft.restored(file.dossier.draft)
    written = standing_in(file, refused, draft)
    # What this reader has written, asked for or is told stands in the page itself.
    particular = {
        "refused": refused,
        "filled": written,
        "draft": None if refused else draft,
        "data": personal(file) if revealed else [],
        "verdict": verdict,
        "opened": refused.act if refused else opened,
    }

    def draw() -> str:
        return _draw(file, outline, particular)

    if any(particular.values()):
        pieces = cut(draw())
    else:
        kept = current_app.extensions.setdefault("case skeletons", Skeletons())
        pieces = kept.of(outline, draw)
    return render_template(
        "case/page.html",
        number=file.case.number,
        state=state,
        refused=refused,
        body=filled(pieces, own(file, state)),
    )


def outline_of(file: CaseFile) -> Outline:
    """The outline of a case before this reader."""
    at, case = file.at, file.case
    has = {
        "complete": case.complete_at,
        "parent": case.parent,
        "returns": case.returns,
        "applicant": file.dossier.current("applicant.name"),
        "papers": file.dossier.papers,
        "notes": any(fact.kind == "noted" for fact in file.dossier.facts),
    }
    ends = tuple(endings(at))
    return Outline(
        language=language(),
        digest=case.sop,
        revision=file.office.revision,
        day=file.day,
        unit=case.unit,
        status=case.status,
        step=case.step,
        turn=case.turn,
        claimed=case.holder is not None,
        present=case.entered_at is not None,
        missing=case.missing,
        has=frozenset(name for name, value in has.items() if value),
        panel=panel(file),
        acts=(*possible(at), *(("close",) if ends else ())),
        endings=ends,
        belongs=belongs(at),
    )


def _draw(file: CaseFile, outline: Outline, particular: dict[str, Any]) -> str:
    """The body with its slots. The template is given nothing of the case but its outline."""
    refused: Refused | None = particular["refused"]
    return render_template(
        "case/body.html",
        outline=outline,
        slots=Slots(),
        panel=outline.panel,
        sop=file.sop,
        sop_address=_sop_address(file),
        unit=file.unit,
        turn=file.office.titles(outline.turn),
        endings=[(ending.value, ENDINGS[ending]) for ending in outline.endings],
        correctable=list(questions(file)),
        colleagues=file.colleagues,
        legend=legend(outline.language),
        cap=current_app.extensions["settings"].attachment_cap,
        faults=refused.faults if refused else {},
        reason_id=reason_id,
        **particular,
    )


def _sop_address(file: CaseFile) -> str:
    """Where the library shows the version, once there is a library."""
    if "sops.version" not in current_app.view_functions:
        return ""
    sop = file.sop
    return url_for("sops.version", code=sop.code, version=sop.version, unit=file.case.unit)


def own(file: CaseFile, state: State) -> dict[str, object]:
    """What fills the slots."""
    case, number = file.case, file.case.number
    marks, ways = laid_over(file)
    return {
        "number": number,
        "version": case.version,
        "csrf": generate_csrf(),
        "once_note": uuid4(),
        "once_attach": uuid4(),
        "once_correct": uuid4(),
        "once_reopen": uuid4(),
        "status": case_parts.status(state),
        "words": state.words,
        "applicant": masked(file.dossier.current("applicant.name")),
        "opened": _at(case.opened_at),
        "complete": _at(case.complete_at),
        "ready": _at(case.ready_at),
        "closed": _at(case.closed_at),
        "missing": ", ".join(file.sop.requirements.get(code, code) for code in case.missing),
        "parent": case.parent,
        "returns": ngettext("%(num)s kali", "%(num)s kali", case.returns) if case.returns else "",
        "elapsed": case_parts.pairs(elapsed(case, file.at.calendar, file.now)),
        "holder": file.name(case.holder) if case.holder else "",
        "dials": case_parts.clocks(number, dials(file.at)),
        "matrix": Matrix.of(file.sop, language()).render(marks, ways),
        "timeline": timeline(file),
        "facts": case.version,
        "papers": case_parts.papers(number, file.dossier.papers),
        "papers_count": _papers_count(len(file.dossier.papers)),
        "notes": case_parts.notes(file),
    }


def _at(at: Any) -> str:
    return moment(at) if at else ""


def _papers_count(count: int) -> str:
    return ngettext("%(num)s berkas", "%(num)s berkas", count) if count else ""


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


def standing_in(file: CaseFile, refused: Refused | None, draft: case_draft.Draft | None) -> Form:
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
