"""Deliveries: who was told what by which channel, and the letters that did not go out."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from engine.commands.retry_letters import retry_letters
from engine.domain.errors import NotFound
from engine.domain.telling import delivery_scope
from engine.queries import deliveries
from engine.queries.deliveries import Cursor, Delivery, State
from engine.store import cases
from web import guards
from web.board.asked import present
from web.deliveries.lines import lines
from web.reader import actor, store

blueprint = Blueprint("deliveries", __name__, url_prefix="/deliveries")
STATES = {
    "gagal": State.FAILED,
    "menunggu": State.WAITING,
    "terkirim": State.SENT,
    "batal": State.DROPPED,
    "layar": State.SHOWN,
}


@blueprint.get("")
@guards.sees_deliveries
def index() -> Any:
    """What was told about the cases the reader answers for, failed letters first.

    `?keadaan=` shows one state, `?nomor=` one case.
    """
    who, told = present(), request.args
    units = delivery_scope(who.actor, who.office, who.today)
    state, after = told.get("keadaan", ""), told.get("sesudah", "")
    number = told.get("nomor", "").strip().upper()
    found, following = (
        (_of(number, units), None)
        if number
        else deliveries.deliveries(store(), units, STATES.get(state), after=_read(after))
    )
    return render_template(
        "deliveries/index.html", lines=lines(found), number=number, after=after, may_retry=True,
        state=state if state in STATES else "", failed=deliveries.failed(store(), units),
        following=following and f"{int(following.failed)}-{following.id}",
    )  # fmt: skip


@blueprint.post("/coba-lagi")
@guards.sees_deliveries
def retry() -> Any:
    """Queues one failed letter anew, or all that the reader answers for."""
    one = request.form.get("surat", type=int)
    queued = retry_letters(store(), one, by=actor().id or 0)
    told = ngettext("%(num)s surat dicoba lagi.", "%(num)s surat dicoba lagi.", queued)
    flash(told if queued else _("Tidak ada surat gagal yang dapat dicoba lagi."))
    return redirect(url_for("deliveries.index"), 303)


def _of(number: str, units: frozenset[str]) -> list[Delivery]:
    case = cases.load(store(), number).case
    if case.unit not in units:
        raise NotFound(what=f"Permohonan {number}")
    return deliveries.of_case(store(), case.id)


def _read(text: str) -> Cursor | None:
    failed, _dash, id_ = text.partition("-")
    return Cursor(failed=failed == "1", id=int(id_)) if id_.isdecimal() else None
