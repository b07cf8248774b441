"""Notices: what Sopan has to tell the reader; what presses comes first, alike ones together."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from engine.queries.inbox import COUNTED, Told, earlier, news, unread
from engine.store.notices import mark_read
from web import guards
from web.notice_words import Wording, settled_because, to_reader
from web.reader import actor, reader, store

blueprint = Blueprint("notices", __name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Group:
    """Notices of one kind that press; from two on one sentence sums them up."""

    wording: Wording
    told: tuple[Told, ...]

    @property
    def sentence(self) -> str:
        """ "3 langkah baru menunggu di meja Anda"."""
        return self.wording.of(len(self.told))


@blueprint.get("/pemberitahuan")
@guards.signed_in
def index() -> Any:
    """What presses on the reader, by kind, and under it what is read or settled."""
    me = actor().id or 0
    before = request.args.get("sebelum", type=int)
    pressing = [] if before else news(store(), me)
    past, following = earlier(store(), me, before=before)
    return render_template(
        "notices/index.html", groups=_groups(pressing), before=before, following=following,
        newest=max((one.id for one in pressing), default=0), most=COUNTED,
        count=unread(store(), me) if before else len(pressing),
        past=[(one, to_reader(one.kind), settled_because(one.settled)) for one in past],
        sees_deliveries=guards.sees_deliveries.admits(reader()),
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


def _groups(pressing: list[Told]) -> list[Group]:
    return [
        Group(wording=to_reader(kind), told=tuple(told))
        for kind, told in groupby(pressing, key=lambda one: one.kind)
    ]
