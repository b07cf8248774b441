"""The counter: find or open a request, see today's, hand products over."""

from datetime import datetime
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from engine.commands import By
from engine.domain.errors import Refusal
from engine.queries.counter import Cursor, awaiting, opened_by
from web import guards
from web.cases.status import ENDINGS, state_of
from web.counter import drafts
from web.counter import form as forms
from web.counter.calendar import heads, weeks
from web.counter.desk import Desk, desk, me, midnight, officer, own_units
from web.counter.handover import give, papers, step_of
from web.counter.opening import cap, open_filled
from web.counter.promise import limit_words, preview
from web.counter.search import look, only_one
from web.errors import sentence_of, status_of
from web.reader import store
from web.spreadsheet import sheet
from web.wording import clock_time, masked, moment

blueprint = Blueprint("counter", __name__)
# As many lines as one page shows.
_PAGE = 50


@blueprint.get("/loket")
@guards.at_counter
def index() -> Any:
    """The counter's first page: one box for everything, the services, and today's requests."""
    who, words = officer(), request.args.get("q", "").strip()
    if words and (number := only_one(words)):
        return redirect(url_for("cases.page", number=number), 303)
    return render_template(
        "counter/index.html",
        words=words, hits=look(words, request.args.get("sebelum", type=int)), now=who.now,
        today=opened_by(store(), me(), midnight(who), limit=_PAGE),
        waiting=awaiting(store(), own_units(who), limit=_PAGE)[0],
        office=who.office, state_of=state_of, endings=ENDINGS, limit_words=limit_words,
    )  # fmt: skip


@blueprint.get("/loket/buka/<unit>/<code>")
@guards.at_counter
def form(unit: str, code: str) -> Any:
    """The form of one service, with what was typed before."""
    at, draft = desk(unit, code), drafts.kept(unit, code)
    filled = forms.read(draft.form, {}) if draft else forms.blank()
    return _form_page(at, filled, {}, saved_at=draft.saved_at if draft else None)


def _form_page(at: Desk, filled: forms.Filled, faults: dict[str, str], **more: Any) -> str:
    promise = preview(at.sop, at.calendar, at.now)
    return render_template(
        "counter/open.html",
        at=at, sop=at.sop, filled=filled, faults=faults, promise=promise,
        weeks=weeks(promise.account, at.calendar), heads=heads(), first=at.sop.first,
        questions=list(forms.questions(at.sop)), limit_words=limit_words, **more,
    )  # fmt: skip


@blueprint.post("/loket/buka/<unit>/<code>")
@guards.at_counter
def open_(unit: str, code: str) -> Any:
    """Opens the request, or shows the form again with everything that is wrong with it."""
    at, filled = desk(unit, code), forms.read(request.form, request.files)
    if faults := forms.faults(at.sop, filled, at.calendar.zone, cap()):
        return _form_page(at, filled, faults), 422
    try:
        number = open_filled(at, filled)
    except Refusal as refusal:
        page = _form_page(at, filled, {}, refused=sentence_of(refusal))
        return page, status_of(refusal)
    drafts.forget(unit, code)
    return redirect(url_for("receipt.show", number=number), 303)


@blueprint.post("/loket/draf/<unit>/<code>")
@guards.at_counter
def draft(unit: str, code: str) -> Any:
    """Keeps what is typed so far; answers with the words shown beside the form."""
    at = desk(unit, code)
    kept = drafts.keep(unit, code, forms.read(request.form, {}), request.form, at.now)
    told = _("Draf tersimpan %(time)s", time=clock_time(at.now)) if kept else ""
    answer = make_response(told)
    answer.content_type = "text/plain; charset=utf-8"
    return answer


@blueprint.post("/loket/kosongkan/<unit>/<code>")
@guards.at_counter
def clear(unit: str, code: str) -> Any:
    """Throws the draft away and shows an empty form."""
    desk(unit, code)
    drafts.forget(unit, code)
    return redirect(url_for("counter.form", unit=unit, code=code), 303)


@blueprint.get("/loket/hari-ini")
@guards.at_counter
def today() -> Any:
    """All requests this officer opened today."""
    who, before = officer(), request.args.get("sebelum", type=int)
    lines = opened_by(store(), me(), midnight(who), before=before, limit=_PAGE)
    return render_template(
        "counter/today.html", lines=lines[:_PAGE], more=len(lines) > _PAGE, now=who.now,
        state_of=state_of,
    )  # fmt: skip


@blueprint.get("/loket/hari-ini.csv")
@guards.at_counter
def today_sheet() -> Any:
    """The same for a spreadsheet, with masked names."""
    who = officer()
    head = (_("Nomor"), _("Layanan"), _("Pemohon"), _("Dibuka"), _("Keadaan"))
    lines = opened_by(store(), me(), midnight(who), limit=1000)
    return sheet(
        "loket-hari-ini", head,
        (
            (line.case.number, line.sop.title, masked(line.applicant),
             moment(line.case.opened_at) if line.case.opened_at else "",
             state_of(line.case, line.sop, who.now).words)
            for line in lines
        ),
    )  # fmt: skip


@blueprint.get("/loket/serahkan")
@guards.at_counter
def waiting() -> Any:
    """Products that wait for their receivers, longest first."""
    return _waiting_page(request.args.get("nomor", ""), MultiDict())


def _waiting_page(number: str, typed: MultiDict[str, str], refused: str = "") -> str:
    who = officer()
    lines, following = awaiting(store(), own_units(who), after=_cursor())
    return render_template(
        "counter/waiting.html", lines=lines, following=following, now=who.now, papers=papers,
        step_of=step_of, chosen=number, typed=typed, refused=refused, office=who.office,
    )  # fmt: skip


def _cursor() -> Cursor | None:
    """Where this page of the waiting begins, from its address."""
    ready, _comma, id_ = request.args.get("sesudah", "").rpartition(",")
    try:
        return Cursor(ready=datetime.fromisoformat(ready), id=int(id_))
    except ValueError:
        return None


@blueprint.post("/loket/serahkan/<number>")
@guards.at_counter
def handed_over(number: str) -> Any:
    """Hands one product over and comes back to the list."""
    by = By(person=me(), seen=request.form.get("seen", type=int))
    try:
        give(store(), number, request.form, by)
    except Refusal as refusal:
        page = _waiting_page(number, request.form, sentence_of(refusal))
        return page, status_of(refusal)
    flash(_("%(number)s sudah diserahkan; penerimanya tercatat.", number=number))
    return redirect(url_for("counter.waiting"), 303)
