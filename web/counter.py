"""The counter: find or open a request, see today's, hand products over."""

import re
from datetime import datetime
from typing import Any
from uuid import uuid5

from flask import Blueprint, current_app, flash, make_response, redirect, render_template, request
from flask import url_for
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from engine.commands import By, attach_document, open_case
from engine.commands.open_case import Opened
from engine.commands.reissue_receipt import reissue_receipt
from engine.domain.errors import Refusal
from engine.domain.people import reading_scope
from engine.queries import catalog, track
from engine.queries.applicant import tidy
from engine.queries.counter import Cursor, awaiting, opened_by
from engine.queries.search import Wanted, search
from web import counter_drafts as drafts
from web import counter_form as forms
from web import guards
from web.case_status import ENDINGS, state_of
from web.counter_calendar import heads, weeks
from web.counter_csv import sheet
from web.counter_desk import Desk, desk, midnight, officer, own_units
from web.counter_handover import give, papers, step_of
from web.counter_promise import limit_words, preview
from web.errors import sentence_of, status_of
from web.reader import actor, store
from web.receipt_code import remember_code
from web.wording import clock_time, masked, moment

blueprint = Blueprint("counter", __name__)
_CODE = re.compile(r"(?:.*/lacak/k/)?([A-Za-z0-9_-]{22})/?")
_TODAY, _FOUND = 50, 20


@blueprint.get("/loket")
@guards.at_counter
def index() -> Any:
    """The counter's first page: one box for everything, the services, and today's requests."""
    who, words = officer(), request.args.get("q", "").strip()
    if scanned := _scanned(words):
        return redirect(url_for("cases.page", number=scanned), 303)
    found = []
    if words:
        scope = reading_scope(who.actor, who.office, who.today)
        before = request.args.get("sebelum", type=int)
        wanted = Wanted(words=tidy(words) if _is_number(words) else words)
        found = search(store(), scope, wanted, who.now, before=before, limit=_FOUND)
        if len(found) == 1 and found[0].number == tidy(words):
            return redirect(url_for("cases.page", number=found[0].number), 303)
    offered = catalog.offers(store(), who.today, own_units(who))
    return render_template(
        "counter/index.html",
        words=words, found=found[:_FOUND], more=len(found) > _FOUND, office=who.office,
        offers=catalog.matching(offered, words, who.office), state_of=state_of, now=who.now,
        endings=ENDINGS, limit_words=limit_words, today=opened_by(store(), actor().id or 0, midnight(who), limit=_TODAY),
        waiting=awaiting(store(), own_units(who), limit=_TODAY)[0],
    )  # fmt: skip


def _scanned(words: str) -> str | None:
    """The number of the case whose receipt was scanned into the box."""
    code = _CODE.fullmatch(words)
    return track.by_code(store(), code[1]) if code else None


def _is_number(words: str) -> bool:
    return bool(re.fullmatch(r"[A-Z0-9-]+-\d{4}-\d{5}", tidy(words)))


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
        weeks=weeks(promise.account, at.calendar), heads=heads(), first=at.sop.first, limit_words=limit_words,
        questions=list(forms.questions(at.sop)), **more,
    )  # fmt: skip


@blueprint.post("/loket/buka/<unit>/<code>")
@guards.at_counter
def open_(unit: str, code: str) -> Any:
    """Opens the request, or shows the form again with everything that is wrong with it."""
    at, filled = desk(unit, code), forms.read(request.form, request.files)
    cap = current_app.extensions["settings"].attachment_cap
    if faults := forms.faults(at.sop, filled, at.calendar.zone, cap):
        return _form_page(at, filled, faults), 422
    try:
        opened = _opened(at, filled)
    except Refusal as refusal:
        page = _form_page(at, filled, {}, refused=sentence_of(refusal))
        return page, status_of(refusal)
    drafts.forget(unit, code)
    _attach(opened, filled)
    return redirect(url_for("receipt.show", number=opened.case.number), 303)


def _opened(at: Desk, filled: forms.Filled) -> Opened:
    happened = forms.moment(filled, at.calendar.zone) if filled.late else None
    by = By(person=actor().id or 0, once=filled.once, happened_at=happened,
            why_late=filled.why_late)  # fmt: skip
    opened = open_case(
        store(), at.unit.code, at.sop.code, by=by, applicant=filled.person, given=filled.intake,
        ticked=filled.ticked,
    )  # fmt: skip
    # The answer to a second click takes the place of the first, and with it its receipt's code.
    code = opened.code or reissue_receipt(store(), opened.case.number, by=By(person=by.person))
    remember_code(opened.case.number, code)
    return opened


def _attach(opened: Opened, filled: forms.Filled) -> None:
    """Attaches the scans; the case is open already, so a failure is told and can be made good."""
    cap = current_app.extensions["settings"].attachment_cap
    for scan in filled.scans:
        by = By(person=actor().id or 0, once=uuid5(filled.once, scan.question))
        try:
            attach_document(store(), opened.case.number, scan.name, scan.media_type,
                            scan.content, by=by, cap=cap)  # fmt: skip
        except Refusal as refusal:
            flash(_("%(name)s belum terlampir: %(why)s Lampirkan dari halaman permohonan.",
                    name=scan.name, why=sentence_of(refusal)), "telat")  # fmt: skip


@blueprint.post("/loket/draf/<unit>/<code>")
@guards.at_counter
def draft(unit: str, code: str) -> Any:
    """Keeps what is typed so far; answers with the words shown beside the form."""
    at = desk(unit, code)
    drafts.keep(unit, code, request.form, at.now)
    answer = make_response(_("Draf tersimpan %(time)s", time=clock_time(at.now)))
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
    lines = opened_by(store(), actor().id or 0, midnight(who), before=before, limit=_TODAY)
    return render_template(
        "counter/today.html", lines=lines[:_TODAY], more=len(lines) > _TODAY, now=who.now,
        state_of=state_of,
    )  # fmt: skip


@blueprint.get("/loket/hari-ini.csv")
@guards.at_counter
def today_sheet() -> Any:
    """The same for a spreadsheet, with masked names."""
    who = officer()
    head = (_("Nomor"), _("Layanan"), _("Pemohon"), _("Dibuka"), _("Keadaan"))
    lines = opened_by(store(), actor().id or 0, midnight(who), limit=1000)
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
    by = By(person=actor().id or 0, seen=request.form.get("seen", type=int))
    try:
        give(store(), number, request.form, by)
    except Refusal as refusal:
        page = _waiting_page(number, request.form, sentence_of(refusal))
        return page, status_of(refusal)
    flash(_("%(number)s sudah diserahkan; penerimanya tercatat.", number=number))
    return redirect(url_for("counter.waiting"), 303)
