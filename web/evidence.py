"""The case file handed out for checking outside the office, and the checkers that go with it."""

from typing import Any

from flask import Blueprint, Response, render_template, request

from engine.domain.case import Case
from engine.formats import evidence as formats
from engine.queries.applicant import tidy
from engine.queries.evidence import evidence
from engine.store import disclosures
from web import guards
from web.cases.file import glance
from web.reader import actor, store

blueprint = Blueprint("evidence", __name__, url_prefix="/evidence")


@blueprint.get("/<number>")
@guards.reads_audit
def page(number: str) -> Any:
    """What one may have: with personal words or without, whole or up to a fact."""
    return render_template("seals/file.html", case=glance(tidy(number)).case)


@blueprint.get("/<number>.json")
@guards.reads_audit
def redacted(number: str) -> Response:
    """The file without personal words; `?until=` ends it at a fact."""
    case = glance(tidy(number)).case
    return _handed_out(case, until=request.args.get("until", type=int))


@blueprint.post("/<number>.json")
@guards.reads_audit
def whole(number: str) -> Response:
    """The file with the personal words that are still there; the look is recorded first."""
    case = glance(tidy(number)).case
    disclosures.disclosed(store(), case.id, actor().id or 0, "case file")
    return _handed_out(case, with_words=True)


@blueprint.get("/verify.py")
@guards.public
def program() -> Response:
    """The program that checks a case file with Python alone."""
    return _download(formats.PROGRAM.read_bytes(), "verify.py", "text/x-python")


@blueprint.get("/verify.html")
@guards.public
def checker() -> Response:
    """The page that checks a case file in any browser, to be kept and opened without network."""
    return _download(formats.PAGE.read_bytes(), "verify.html", "text/html")


def _handed_out(case: Case, **how: Any) -> Response:
    content = formats.document(evidence(store(), case.number, **how))
    return _download(content, f"berkas-{case.number}.json", "application/json")


def _download(content: bytes, name: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
