"""The evaluation: of an SOP, a unit and a period, what was promised beside what happened."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template
from flask_babel import gettext as _

from engine.domain.conformance import Aspect
from engine.queries import catalog
from engine.queries.evaluation import Evaluation, closed_counts
from web import guards
from web.audit.asked import present, scope
from web.errors import told
from web.evaluation import words
from web.evaluation.asked import asked
from web.evaluation.look import look
from web.reader import store
from web.spreadsheet import sheet

blueprint = Blueprint("evaluation", __name__, url_prefix="/evaluasi")
NAMED, _SHEET = 100, 10_000


@blueprint.get("")
@guards.reads_audit
def index() -> Any:
    """Every SOP of the units that the reader may read, with what was closed in the period."""
    wants = asked()
    counts = closed_counts(store(), wants.units, *wants.period(present().zone))
    found = {v.sop.code: v.sop for v in reversed(catalog.library(store())) if v.units & wants.units}
    listed = sorted(found.values(), key=lambda sop: sop.title)
    return render_template(
        "evaluation/index.html", asked=wants, sops=listed, counts=counts, units=_units()
    )


@blueprint.get("/<code>")
@guards.reads_audit
def page(code: str) -> Any:
    """One SOP: rates, actual beside standard, where the time went, and deviations by name."""
    seen = look(code, asked(), most=NAMED)
    titles = [v.sop.title for v in catalog.library(store(), code)]
    return render_template(
        "evaluation/page.html", code=code, asked=seen.asked, look=seen, whole=seen.whole,
        title=titles[0] if titles else code, units=_units(), words=words, told=told,
        aspects=words.ASPECTS, Aspect=Aspect, most=NAMED,
    )  # fmt: skip


@blueprint.get("/<code>.csv")
@guards.reads_audit
def spreadsheet(code: str) -> Response:
    """The deviations for a spreadsheet."""
    seen = look(code, asked(), most=_SHEET)
    head = (_("Nomor"), _("Unit"), _("Langkah"), _("Aspek"), _("Penyimpangan"),
            _("Dengan alasan tercatat"), _("Fakta"))  # fmt: skip
    return sheet(f"evaluasi-{code}", head, _lines(seen.whole))


def _lines(whole: Evaluation | None) -> Iterator[tuple[object, ...]]:
    office = present().office
    for found in whole.found if whole else ():
        one = found.deviation
        yield (
            found.number, office.units[found.unit].name, one.step, words.ASPECTS[one.aspect],
            told(one.sentence), _("ya") if one.reasoned else _("tidak"),
            ", ".join(map(str, one.evidence)),
        )  # fmt: skip


def _units() -> list[tuple[str, str]]:
    known = present().office.units
    return sorted(((code, known[code].name) for code in scope()), key=lambda pair: pair[1])
