"""Notices: what Sopan has to tell the reader, unread first."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from engine.queries.inbox import COUNTED, Cursor, inbox, unread
from engine.store.notices import mark_read
from web import guards
from web.reader import actor, store

blueprint = Blueprint("notices", __name__)


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of notice is told: with which tone and icon, and in which words."""

    tone: str
    icon: str
    words: Any


KINDS = {
    "turn": Wording("kini", "kini", N_("Giliran Anda")),
    "reassigned": Wording("kini", "panah", N_("Dialihkan kepada Anda")),
    "due_soon": Wording("dekat", "jam", N_("Segera jatuh tempo")),
    "overdue": Wording("telat", "seru", N_("Terlambat, giliran Anda")),
    "overdue_below": Wording("telat", "seru", N_("Terlambat pada bawahan Anda")),
}
_OTHER = Wording("redam", "info", N_("Ada kabar"))


@blueprint.get("/pemberitahuan")
@guards.signed_in
def index() -> Any:
    """The reader's notices of open cases, unread first."""
    me = actor().id or 0
    after = _read(request.args.get("sesudah", ""))
    found, following = inbox(store(), me, after=after)
    told = [(one, KINDS.get(one.kind, _OTHER)) for one in found]
    return render_template(
        "notices/index.html", found=found, told=told, count=unread(store(), me), most=COUNTED,
        after=after,
        following=following and f"{int(following.read)}-{following.id}",
    )  # fmt: skip


@blueprint.post("/pemberitahuan/dibaca")
@guards.signed_in
def read() -> Any:
    """Marks everything up to the newest notice on the page as read."""
    up_to = request.form.get("sampai", 0, type=int)
    mark_read(store(), actor().id or 0, up_to)
    flash(_("Semua kabar sampai saat ini ditandai sudah dibaca."))
    return redirect(url_for("notices.index"), 303)


@blueprint.get("/pemberitahuan/jumlah")
@guards.signed_in
def count() -> Any:
    """The number of unread notices, for the head of every page; unchanged it costs no bytes."""
    response = make_response(
        render_template("notices/count.html", count=unread(store(), actor().id or 0), most=COUNTED)
    )
    response.headers["Cache-Control"] = "private, no-cache"
    response.add_etag()
    return response.make_conditional(request)


def _read(text: str) -> Cursor | None:
    was_read, _dash, id_ = text.partition("-")
    return Cursor(read=was_read == "1", id=int(id_)) if id_.isdecimal() else None
