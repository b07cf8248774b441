"""Search for everybody at work: the box in the head of every page, over cases and services."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for

from engine.queries import catalog
from engine.queries.applicant import tidy
from engine.queries.search import Wanted, search
from web import guards
from web.audit.asked import present, scope, typed
from web.audit.lines import standing
from web.reader import store

blueprint = Blueprint("search", __name__)
MOST = 30


@blueprint.get("/cari")
@guards.at_work
def index() -> Any:
    """Cases and services in which the words occur; one exact number leads to its case."""
    words = typed("q")
    before = request.args.get("sebelum", type=int)
    who, units = present(), scope()
    found = search(store(), units, Wanted(words=words), who.now, before=before, limit=MOST)
    found = found if words else []
    exact = next((case for case in found if case.number == tidy(words)), None)
    if exact:
        return redirect(url_for("cases.page", number=exact.number), 303)
    offered = catalog.offers(store(), who.today, units) if words and not before else []
    return render_template(
        "search/index.html", words=words, found=found[:MOST], more=len(found) > MOST,
        before=before, offers=catalog.matching(offered, words, who.office), standing=standing,
        may_audit=guards.reads_audit.admits(who),
    )  # fmt: skip
