"""The receipt's pages: to look at, to print, as PDF, and issued anew when it is lost."""

from typing import Any

from flask import Blueprint, Response, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from markupsafe import Markup

from engine.commands import By
from engine.commands.reissue_receipt import reissue_receipt
from engine.domain.errors import NotAllowed
from engine.domain.people import opening_for
from engine.formats.receipt import Receipt, receipt_pdf
from engine.queries.dossier import dossier
from engine.store import office
from web import guards, wording
from web.counter.desk import me, officer
from web.reader import store
from web.receipt.code import code_of, remember_code
from web.receipt.sheet import sheet_of

blueprint = Blueprint("receipt", __name__)


@blueprint.get("/cases/<number>/tanda-terima")
@guards.at_counter
def show(number: str) -> Any:
    """The receipt as it will be printed; a preview where its secret is no longer at hand."""
    receipt = _receipt(number)
    return render_template(
        "receipt/show.html", receipt=receipt, picture=Markup(receipt.code)
    )  # fmt: skip


@blueprint.get("/cases/<number>/tanda-terima.pdf")
@guards.at_counter
def pdf(number: str) -> Any:
    """The receipt as PDF, while its secret is at hand."""
    receipt = _receipt(number)
    if not receipt.code:
        flash(_("Terbitkan ulang tanda terima ini lebih dahulu; kode lamanya tidak disimpan."),
              "dekat")  # fmt: skip
        return redirect(url_for("receipt.show", number=number), 303)
    answer = Response(receipt_pdf(receipt), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="tanda-terima-{number}.pdf"'
    return answer


@blueprint.post("/cases/<number>/tanda-terima")
@guards.at_counter
def reissue(number: str) -> Any:
    """Makes a new secret; the lost receipt stops working, and the asking is recorded."""
    code = reissue_receipt(store(), number, by=By(person=me()))
    remember_code(number, code)
    flash(_("Tanda terima diterbitkan ulang. Kode pada tanda terima lama tidak berlaku lagi."))
    return redirect(url_for("receipt.show", number=number), 303)


def _receipt(number: str) -> Receipt:
    found, who = dossier(store(), number, me()), officer()
    if opening_for(who.actor, found.case.unit, who.today) is None:
        raise NotAllowed(why="tanda terima dicetak di loket unit permohonan ini")
    calendar = office.directory(store(), found.revision).calendars[found.case.unit]
    wording.use_zone(calendar.zone)
    settings = current_app.extensions["settings"]
    return sheet_of(
        found, who.office.units[found.case.unit], calendar, code=code_of(number),
        officer=who.actor.name, regency=settings.regency, public_url=settings.public_url,
    )  # fmt: skip
