"""Opening from the form: the case, its scans, and the secret that goes onto its receipt."""

from uuid import uuid5

from flask import current_app, flash
from flask_babel import gettext as _

from engine.commands import By, attach_document, open_case
from engine.commands.reissue_receipt import reissue_receipt
from engine.domain.errors import Refusal
from web.counter import form as forms
from web.counter.desk import Desk, me
from web.errors import sentence_of
from web.reader import store
from web.receipt.code import remember_code


def cap() -> int:
    """How large a scan may be, in bytes."""
    return int(current_app.extensions["settings"].attachment_cap)


def open_filled(at: Desk, filled: forms.Filled) -> str:
    """Opens the request and answers its number. Raises what open_case refuses."""
    happened = forms.moment(filled, at.calendar.zone) if filled.late else None
    by = By(person=me(), once=filled.once, happened_at=happened, why_late=filled.why_late)
    opened = open_case(
        store(), at.unit.code, at.sop.code, by=by, applicant=filled.person, given=filled.intake,
        ticked=filled.ticked,
    )  # fmt: skip
    number = opened.case.number
    # The answer to a second click takes the place of the first, and with it its receipt's code.
    code = opened.code or reissue_receipt(store(), number, by=By(person=me()))
    remember_code(number, code)
    _attach(number, filled)
    return number


def _attach(number: str, filled: forms.Filled) -> None:
    """Attaches the scans; the case is open already, so a failure is told and can be made good."""
    for scan in filled.scans:
        by = By(person=me(), once=uuid5(filled.once, scan.question))
        try:
            attach_document(
                store(), number, scan.name, scan.media_type, scan.content, by=by, cap=cap()
            )
        except Refusal as refusal:
            told = _(
                "%(name)s belum terlampir: %(why)s Lampirkan dari halaman permohonan.",
                name=scan.name, why=sentence_of(refusal),
            )  # fmt: skip
            flash(told, "telat")
