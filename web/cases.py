"""The case page, and what hangs on it: its verbs, documents, draft, history and presence."""

from typing import Any

from flask import Blueprint, request

from engine.store import disclosures
from web import case_documents, case_draft, case_history, case_live, case_verbs, guards
from web.case_file import open_file
from web.case_page import render, show
from web.reader import actor, store

blueprint = Blueprint("cases", __name__, url_prefix="/cases/<number>")
for _part in (case_verbs, case_documents, case_draft, case_history, case_live):
    blueprint.register_blueprint(_part.blueprint)


@blueprint.get("")
@guards.signed_in
def page(number: str) -> Any:
    """The page of a case; `?hal=` names a form to stand open."""
    return show(number, opened=request.args.get("hal", ""))


@blueprint.post("/reveal")
@guards.signed_in
def reveal(number: str) -> Any:
    """The page with the applicant's data unmasked; that somebody looked is recorded first."""
    file = open_file(number)
    disclosures.disclosed(store(), file.case.id, actor().id or 0, "applicant")
    return render(file, revealed=True)
