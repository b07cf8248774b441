"""The account of one clock of a case, which a due moment on any screen leads to."""

from typing import Any

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.domain.case import Clock
from web import guards
from web.account import tell
from web.cases.clocks import dials
from web.cases.file import glance
from web.cases.words import html
from web.errors import answer

blueprint = Blueprint("account", __name__)


@blueprint.get("/account/<clock>")
@guards.signed_in
def account(number: str, clock: str) -> Any:
    """How a due moment was found, line by line: for a dialog, or as a page of its own."""
    at = glance(number)
    explained = (dial for dial in dials(at) if dial.explained)
    found = next((dial for dial in explained if dial.clock == clock), None)
    if found is None:
        # The case has gone on since the list was drawn.
        return answer(404, _(
            "Jatuh tempo ini tidak berjalan lagi. "
            "Muat ulang halamannya untuk melihat yang terakhir."
        ))  # fmt: skip
    form = "account/dialog.html" if "HX-Request" in request.headers else "account/page.html"
    account = found.run.account()
    return render_template(
        form, number=number, dial=found, sop=at.sop, lines=tell(account, found.run.where),
        changed=found.run.due and account.due and account.due != found.run.due,
    )  # fmt: skip


@blueprint.app_template_global("due_moment")
def due(number: str, clock: Clock | str, words: str) -> Markup:
    """A due moment that leads to its account; whatever is not markup is escaped."""
    address = url_for("cases.account.account", number=number, clock=clock)
    link = (
        '<a class="mengapa di-atas" data-account aria-haspopup="dialog" href="{}">{}'
        '<span class="sr">, {}</span></a>'
    )
    return html(link, address, words, _("cara menghitung, %(number)s", number=number))
