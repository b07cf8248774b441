"""The history of a case beside its page: as a sheet, and verified on demand."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _

from engine.queries.verify import verify as verify_case
from web import guards
from web.cases.course import course
from web.cases.file import CaseFile, glance, open_file
from web.cases.page import show
from web.cases.sentences import tell
from web.cases.teller import Teller
from web.reader import store
from web.spreadsheet import sheet

blueprint = Blueprint("history", __name__)


@blueprint.get("/history.csv")
@guards.signed_in
def table(number: str) -> Any:
    """The facts in the order of their recording, as sentences with both times."""
    head = (
        _("No."), _("Terjadi"), _("Tercatat"), _("Peristiwa"), _("Catatan atau alasan"),
        _("Keterangan"),
    )  # fmt: skip
    return sheet(f"riwayat-{number}", head, _rows(open_file(number)))


def _rows(file: CaseFile) -> Iterator[tuple[object, ...]]:
    teller = Teller(file)
    for turn in course(file.dossier.facts):
        said = tell(teller, turn)
        yield (
            turn.fact.version,
            _moment(file, turn.fact.happened_at),
            _moment(file, turn.fact.recorded_at),
            said.sentence.striptags(),
            " | ".join(said.quotes),
            " ".join(remark.striptags() for remark in said.remarks),
        )


def _moment(file: CaseFile, at: datetime) -> str:
    """As a spreadsheet reads it, in the unit's zone, which the offset tells."""
    return file.at.calendar.local(at).isoformat(sep=" ", timespec="seconds")


@blueprint.get("/verify")
@guards.signed_in
def verify(number: str) -> Any:
    """Whether the history holds: a line for the page, or the page with that line."""
    at = glance(number)
    verdict = verify_case(store(), number)
    if "HX-Request" not in request.headers:
        return show(number, verdict=verdict)
    return render_template("case/chain.html", verdict=verdict, number=number, facts=at.case.version)
