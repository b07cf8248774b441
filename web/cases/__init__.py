"""The case page, and what hangs on it: its verbs, papers, draft, history, accounts and presence."""

from typing import Any

from flask import Blueprint, request

from engine.store import disclosures
from web import guards
from web.cases import account as case_account
from web.cases import documents as case_documents
from web.cases import draft as case_draft
from web.cases import history as case_history
from web.cases import live as case_live
from web.cases import verbs as case_verbs
from web.cases.file import open_file
from web.cases.page import render, show
from web.reader import actor, store

blueprint = Blueprint("cases", __name__, url_prefix="/cases/<number>")
_PARTS = (case_verbs, case_documents, case_draft, case_history, case_live, case_account)
for _part in _PARTS:
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
