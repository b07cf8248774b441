"""The verbs of a case as addresses: one POST each, answered by the case's page.

A refusal shows the page again with its sentence and everything that was filled in.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from engine import commands
from engine.commands.open_case import Opened
from engine.domain.case import Case, Status
from engine.domain.dossier import may_read
from engine.domain.errors import FieldsWrong, NotFound, Refusal
from engine.domain.sop import Ending
from engine.store import office, sops
from web import guards
from web.cases import draft as case_draft
from web.cases.document import attach
from web.cases.file import situated
from web.cases.form import ANSWER, Form, by_of, completion, uploads
from web.cases.page import show
from web.cases.refusal import refused
from web.cases.status import ENDINGS
from web.reader import reader, store

blueprint = Blueprint("verbs", __name__)
Run = Callable[[commands.By], Case]


@blueprint.post("/complete")
@guards.at_work
def complete(number: str) -> Any:
    """Completes the open step with one of its outcomes."""
    form = request.form.copy()

    def run(by: commands.By) -> Case:
        _attach_answers(number, by, form)
        sent = completion(form)
        case = commands.complete_step(
            store(), number, sent.outcome, by=by, note=sent.note, ticked=sent.ticked,
            given=sent.answers, receiver=sent.receiver,
        )  # fmt: skip
        case_draft.forget(number, form.get("step", ""))
        return case

    return answered(number, "complete", form, run, _moved_on)


def _attach_answers(number: str, by: commands.By, form: Form) -> None:
    """Attaches the files that answer questions of the step; each answer is its file's name.

    They stay attached when the step is refused, and the form says so.
    """
    # Several files are several facts of one person, and none of them hides the next.
    alone = replace(by, seen=None)
    for question, file in uploads(request.files):
        form[f"{ANSWER}{question}"], _case = attach(number, question, file, alone)


def _moved_on(case: Case) -> str:
    """What became of a case by a completed step."""
    if case.status is Status.RUNNING:
        known = office.directory(store(), _revision()).office
        step = sops.by_digest(store(), case.sop).states[case.step or ""].step
        return _("Tercatat. Sekarang langkah %(number)s, giliran %(turn)s.",
                 number=step.number, turn=known.titles(case.turn))  # fmt: skip
    return {
        Status.RETURNED: _("Tercatat. Berkas kembali kepada pemohon."),
        Status.READY: _("Tercatat. Hasil siap diambil."),
        Status.CLOSED: _("Tercatat. Permohonan selesai."),
    }.get(case.status, _("Tercatat."))


def _revision() -> int:
    """The revision of the office that this request has read."""
    who = reader()
    assert who is not None
    return who.office.revision


@blueprint.post("/claim")
@guards.at_work
def claim(number: str) -> Any:
    """Takes the open step for the reader."""
    return _do(number, "claim", lambda by: commands.claim_step(store(), number, by=by),
               _("Langkah ini sekarang Anda pegang."))  # fmt: skip


@blueprint.post("/resubmit")
@guards.at_counter
def resubmit(number: str) -> Any:
    """Takes a returned file back in."""
    ticked, note = frozenset(request.form.getlist("tick")), request.form.get("note", "")
    return _do(number, "resubmit",
               lambda by: commands.resubmit(store(), number, ticked, note, by=by),
               _("Berkas diterima kembali."))  # fmt: skip


@blueprint.post("/hand-over")
@guards.at_counter
def hand_over(number: str) -> Any:
    """Hands the product over to a named receiver."""
    receiver, note = request.form.get("receiver", ""), request.form.get("note", "")
    return _do(number, "hand_over",
               lambda by: commands.hand_over(store(), number, receiver, note, by=by),
               _("Hasil diserahkan. Permohonan selesai."))  # fmt: skip


@blueprint.post("/suspend")
@guards.at_work
def suspend(number: str) -> Any:
    """Pauses the case for a reason of its SOP."""
    why, note = request.form.get("why", ""), request.form.get("note", "")
    return _do(number, "suspend",
               lambda by: commands.suspend_case(store(), number, why, note, by=by),
               _("Permohonan dijeda."))  # fmt: skip


@blueprint.post("/resume")
@guards.at_work
def resume(number: str) -> Any:
    """Lets a paused case go on."""
    note = request.form.get("note", "")
    return _do(number, "resume", lambda by: commands.resume_case(store(), number, note, by=by),
               _("Permohonan dilanjutkan."))  # fmt: skip


@blueprint.post("/extend")
@guards.at_work
def extend(number: str) -> Any:
    """Extends the promised moment."""
    extra = request.form.get("extra", "")
    return _do(number, "extend",
               lambda by: commands.extend_case(store(), number, extra, _reason(), by=by),
               _("Jangka waktu diperpanjang."))  # fmt: skip


@blueprint.post("/take-back")
@guards.at_work
def take_back(number: str) -> Any:
    """Takes back the reader's own last step."""
    return _do(number, "take_back",
               lambda by: commands.take_back_step(store(), number, _reason(), by=by),
               _("Langkah Anda ditarik kembali."))  # fmt: skip


@blueprint.post("/reassign")
@guards.at_work
def reassign(number: str) -> Any:
    """Gives the open step to another person."""
    to = request.form.get("to", 0, type=int)
    return _do(number, "reassign",
               lambda by: commands.reassign_step(store(), number, to, _reason(), by=by),
               _("Langkah dialihkan."))  # fmt: skip


@blueprint.post("/deviate")
@guards.at_work
def deviate(number: str) -> Any:
    """Moves the case to a named step against its SOP."""
    to = request.form.get("to", "")
    return _do(number, "deviate",
               lambda by: commands.deviate(store(), number, to, _reason(), by=by),
               _("Tercatat sebagai penyimpangan dari SOP."))  # fmt: skip


@blueprint.post("/close")
@guards.at_work
def close(number: str) -> Any:
    """Ends the case outside its SOP's own ends."""
    ending = request.form.get("ending", "")

    def run(by: commands.By) -> Case:
        if ending not in set(Ending):
            raise FieldsWrong({"ending": _("Pilih bagaimana permohonan ini berakhir.")})
        return commands.close_case(store(), number, Ending(ending), _reason(), by=by)

    return answered(number, "close", request.form, run, _ended)


def _ended(case: Case) -> str:
    return _("Permohonan ditutup: %(ending)s.", ending=str(ENDINGS[case.ending or Ending.DONE]))


@blueprint.post("/declare-complete")
@guards.at_work
def declare(number: str) -> Any:
    """Declares the file complete."""
    note = request.form.get("note", "")
    return _do(number, "declare",
               lambda by: commands.declare_complete(store(), number, note, by=by),
               _("Berkas dinyatakan lengkap; jangka waktu layanan berjalan."))  # fmt: skip


@blueprint.post("/withdraw-completeness")
@guards.at_work
def withdraw(number: str) -> Any:
    """Withdraws the declaration that the file is complete."""
    return _do(number, "withdraw",
               lambda by: commands.withdraw_completeness(store(), number, _reason(), by=by),
               _("Pernyataan lengkap dicabut."))  # fmt: skip


@blueprint.post("/correct")
@guards.at_work
def correct(number: str) -> Any:
    """Sets one answer of the intake right."""
    field, text = request.form.get("field", ""), request.form.get("text", "")
    return _do(number, "correct",
               lambda by: commands.correct_intake(store(), number, field, text, _reason(), by=by),
               _("Data dibetulkan; isi yang lama tetap tersimpan."))  # fmt: skip


@blueprint.post("/note")
@guards.at_work
def note(number: str) -> Any:
    """Adds a note for colleagues."""
    text = request.form.get("note", "")
    return _do(number, "note", lambda by: commands.add_note(store(), number, text, by=by),
               _("Catatan ditambahkan."))  # fmt: skip


@blueprint.post("/reopen")
@guards.at_work
def reopen(number: str) -> Any:
    """Opens a linked case that continues a closed one, with the papers that still hold."""

    def run(by: commands.By) -> Case:
        ticked = frozenset(request.form.getlist("tick"))
        opened: Opened = commands.reopen_case(store(), number, _reason(), by=by, ticked=ticked)
        return opened.case

    return answered(number, "reopen", request.form, run, lambda case: _(
        "Permohonan lanjutan %(number)s dibuka.", number=case.number))  # fmt: skip


def _reason() -> str:
    return request.form.get("reason", "")


def _do(number: str, act: str, run: Run, told: str) -> Any:
    return answered(number, act, request.form, run, lambda case: told)


def answered(
    number: str, act: str, form: Form, run: Run, told: Callable[[Case], str]
) -> Any:  # fmt: skip
    """Carries an act out: onward to the case, or its page again with what was refused."""
    try:
        case = run(by_of(number, form))
    except NotFound:
        raise
    except Refusal as refusal:
        return show(number, refused=refused(act, refusal, form))
    flash(told(case))
    return redirect(_onward(case), 303)


def _onward(case: Case) -> str:
    """The case's page, or the worklist when the case has left the reader's sight."""
    who = reader()
    assert who is not None
    at = situated(case, who.office.revision, who.now)
    if may_read(at):
        return url_for("cases.page", number=case.number)
    return url_for("worklist.index")
