"""A superior's two acts from a row of the board: giving a step to another, and extending a case."""

from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.commands import By, extend_case, reassign_step
from engine.commands.act import situation
from engine.domain.errors import NotFound, Refusal
from engine.domain.situation import Situation
from engine.queries.board_load import burdens
from engine.queries.colleagues import Colleague, colleagues
from engine.store import cases
from web import due_words, errors, guards
from web.board.asked import asked, present
from web.reader import actor, store

Faults = dict[str, str]


@guards.at_board
def reassigning(number: str) -> Any:
    """The form that asks to whom, and why."""
    return _reassign_form(_case(number), {})


@guards.at_board
def reassign(number: str) -> Any:
    """Gives the open step to another person."""
    to = request.form.get("kepada", type=int)
    if to is None:
        faults = {"kepada": _("Pilih penerimanya.")}
        return _reassign_form(_case(number), faults), 422
    try:
        reassign_step(store(), number, to, request.form.get("alasan", ""), by=_by())
    except Refusal as refusal:
        return _reassign_form(_case(number), _faults(refusal)), errors.status_of(refusal)
    flash(_("Langkah permohonan %(number)s sudah dialihkan.", number=number))
    return redirect(url_for("board.index"), 303)


@guards.at_board
def extending(number: str) -> Any:
    """The form that asks by how much, and why."""
    return _extend_form(_case(number), {})


@guards.at_board
def extend(number: str) -> Any:
    """Extends the promised moment within what the SOP allows."""
    try:
        extend_case(
            store(), number, request.form.get("lama", ""), request.form.get("alasan", ""), by=_by()
        )
    except Refusal as refusal:
        return _extend_form(_case(number), _faults(refusal)), errors.status_of(refusal)
    flash(_("Jangka waktu permohonan %(number)s sudah diperpanjang.", number=number))
    return redirect(url_for("board.index"), 303)


def _by() -> By:
    return By(person=actor().id or 0, seen=request.form.get("seen", type=int))


def _case(number: str) -> Situation:
    """The case as this reader meets it. Raises NotFound outside the units he may read."""
    loaded = cases.load(store(), number)
    if loaded.case.unit not in asked().scope:
        raise NotFound(what=_("Permohonan %(number)s", number=number))
    return situation(store(), loaded, By(person=actor().id or 0))


def _faults(refusal: Refusal) -> Faults:
    """What was refused, beside the field it is about, or at the top of the form."""
    about = {"ReasonMissing": "alasan", "LimitUnclear": "lama", "LimitsDiffer": "lama"}
    return {about.get(type(refusal).__name__, ""): errors.sentence_of(refusal)}


def _reassign_form(at: Situation, faults: Faults) -> str:
    who = present()
    units = {desk.partition(":")[0] for desk in at.case.turn.split("|")} | {at.case.unit}
    found = colleagues(store(), units, who.today, who.office.revision)
    load = {
        line.holder: line.open
        for line in burdens(store(), frozenset(units), who.now, who.today, limit=200)
        if line.holder
    }
    desks = set(at.case.turn.split("|"))
    fitting, others = _parted(found, desks, at.case.holder)
    return render_template(
        "board/reassign.html", at=at, fitting=fitting, others=others, load=load, faults=faults,
        holder=next((c.name for c in found if c.id == at.case.holder), ""), form=request.form,
        left=_left(at),
    )  # fmt: skip


def _parted(
    found: tuple[Colleague, ...], desks: set[str], holder: int | None
) -> tuple[list[Colleague], list[Colleague]]:
    """Those who sit at a desk of this step, and the rest of the unit."""
    several = [one for one in found if one.id != holder]
    at_the_desk = [one for one in several if one.desk in desks]
    return at_the_desk, [one for one in several if one not in at_the_desk]


def _extend_form(at: Situation, faults: Faults) -> str:
    return render_template(
        "board/extend.html", at=at, faults=faults, form=request.form, left=_left(at)
    )


def _left(at: Situation) -> Any:
    return due_words.first(
        at.sop, at.sop.states.get(at.case.step or ""), at.case.unit, at.case.due_at,
        at.case.pressing_at, at.now, at.calendars,
    )  # fmt: skip
