"""The SOP library: every version with its state, its official form, and what it changed."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import lazy_gettext as N_

from engine.queries import catalog
from engine.queries.catalog import IN_FORCE, NOT_YET, SUPERSEDED, Version
from web import guards
from web.audit.asked import present, typed
from web.languages import language
from web.matrix import Matrix, legend
from web.reader import store
from web.sops.changes import changes

blueprint = Blueprint("sops", __name__, url_prefix="/sop")

# State of a version: name in the address, tone of its status, words.
STATES = {
    IN_FORCE: ("berlaku", "selesai", N_("Berlaku")),
    NOT_YET: ("belum-berlaku", "dekat", N_("Belum berlaku")),
    SUPERSEDED: ("digantikan", "polos", N_("Digantikan")),
}


@blueprint.get("")
@guards.signed_in
def index() -> Any:
    """The library, by state, with words looked for."""
    who, words = present(), typed("q")
    found = [v for v in catalog.library(store()) if _holds(v, words)]
    wanted = request.args.get("keadaan", "")
    counts = {state: sum(v.state(who.today) == state for v in found) for state in STATES}
    state = next((code for code, (name, *_rest) in STATES.items() if name == wanted), "")
    shown = [v for v in found if not state or v.state(who.today) == state]
    return render_template(
        "sops/index.html", versions=shown, words=words, states=STATES, counts=counts, state=state,
        today=who.today, span=_span,
    )  # fmt: skip


@blueprint.get("/<code>/<int:version>")
@guards.signed_in
def version(code: str, version: int) -> Any:
    """One version in its official form; `?unit=` says whose, where several have the code."""
    who, known = present(), catalog.library(store(), code)
    seen = catalog.version(known, version, request.args.get("unit", ""))
    before = catalog.predecessor(known, seen)
    return render_template(
        "sops/version.html", version=seen, sop=seen.sop, states=STATES, today=who.today,
        matrix=Matrix.of(seen.sop, language()).render({}), legend=legend(language()),
        before=before, changes=changes(before.sop, seen.sop) if before else [],
        others=[v for v in known if v is not seen], unit=request.args.get("unit", ""), span=_span,
        name=_owner(seen),
    )  # fmt: skip


@blueprint.get("/<code>/<int:version>.yaml")
@guards.signed_in
def original(code: str, version: int) -> Response:
    """The file as it was adopted, byte for byte; its SHA-256 is the digest on the page."""
    seen = catalog.version(catalog.library(store(), code), version, request.args.get("unit", ""))
    answer = Response(catalog.file_of(store(), seen.sop_id), content_type="application/yaml")
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-{version}.yaml"'
    return answer


def _holds(version: Version, words: str) -> bool:
    """Whether every word occurs in what the version is known by."""
    sop, units = version.sop, present().office.units
    names = [units[code].name for code in version.units if code in units]
    text = " ".join((sop.title, sop.code, sop.number, sop.service.product, *names)).casefold()
    return all(word in text for word in words.casefold().split())


def _span(version: Version) -> tuple[date, date | None]:
    """From the first day in force anywhere to the first day on which it no longer is."""
    ends = [adoption.until for adoption in version.adoptions]
    return (
        min(adoption.since for adoption in version.adoptions),
        max((end for end in ends if end), default=None) if all(ends) else None,
    )


def _owner(version: Version) -> str:
    """Whose SOP it is: the unit, or the first of those of its kind that adopted it."""
    units = present().office.units
    code = request.args.get("unit", "") or version.sop.unit or sorted(version.units)[0]
    return units[code].name if code in units else code
