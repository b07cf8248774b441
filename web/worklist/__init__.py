"""The worklist: what a role holder must do next, and until when."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import By, claim_step
from engine.domain.errors import Refusal
from engine.queries import worklist as tasks
from web import due_words, errors, guards, redrawn
from web.reader import actor, store
from web.spreadsheet import sheet
from web.wording import masked
from web.worklist import bulk as worklist_bulk
from web.worklist.lines import HEADINGS, lines
from web.worklist.look import filters, hours_today, look, present, today_of

blueprint = Blueprint("worklist", __name__)
_SHEET_ROWS = 5000


@blueprint.get("/kotak-kerja")
@guards.at_work
def index() -> Any:
    """The reader's steps, soonest due first."""
    return _page()


@blueprint.get("/kotak-kerja/daftar")
@guards.at_work
def fresh() -> Any:
    """The rows again, for a page that is open; when nothing changed only the time of asking."""
    seen = look()
    return redrawn.answer(seen.mark, seen.draw, seen.who.now, judul=seen.title)


@blueprint.get("/kotak-kerja.csv")
@guards.at_work
def spreadsheet() -> Any:
    """The same list for a spreadsheet, with all its pages."""
    heads = (
        _("Nomor"), _("SOP"), _("Langkah"), _("Kegiatan"), _("Pemohon"), _("Jatuh tempo"),
        _("Keadaan"), _("Sisa atau terlambat"), _("Pemegang"),
    )  # fmt: skip
    return sheet("kotak-kerja", heads, _sheet_rows())


@blueprint.post("/kotak-kerja/<number>/ambil")
@guards.at_work
def claim(number: str) -> Any:
    """Takes a step for the reader, from its row."""
    by = By(person=actor().id or 0, seen=request.form.get("seen", type=int))
    try:
        claim_step(store(), number, by=by)
    except Refusal as refusal:
        return _page(errors.sentence_of(refusal)), errors.status_of(refusal)
    flash(_("Anda mengambil %(number)s. Langkah itu kini menjadi tugas Anda.", number=number))
    return redirect(url_for("worklist.index", **filters().address()), 303)


blueprint.get("/kotak-kerja/bersama")(worklist_bulk.sum_up)
blueprint.post("/kotak-kerja/bersama")(worklist_bulk.carry_out)


def _page(alert: str = "") -> str:
    """The whole page, with what must be said first at its top."""
    seen = look()
    part = redrawn.drawn(seen.mark, seen.draw)
    return render_template(
        "worklist/index.html", asked=seen.asked, part=part, title=seen.title,
        hours=hours_today(seen.who), alert=alert,
    )  # fmt: skip


def _sheet_rows() -> Iterator[tuple[Any, ...]]:
    who, asked = present(), filters()
    found = tasks.worklist(
        store(), who.actor, asked.desks, today_of(who), show=asked.show,
        elsewhere=asked.post is None, limit=_SHEET_ROWS,
    )  # fmt: skip
    for line in lines(found.tasks, who, due_words.calendars_of(who)):
        task = line.task
        due = task.due_at and f"{task.due_at.astimezone(who.zone):%Y-%m-%d %H:%M}"
        yield (
            task.number, task.sop.title, task.state.step.number, task.state.step.do,
            masked(task.applicant), due, HEADINGS[task.group], line.left, task.holder_name,
        )  # fmt: skip
