"""The seals: what has been bound by a signature, what has not yet, and a sheet for each witness."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import lazy_gettext as N_
from markupsafe import Markup

from engine.domain.seals import Occasion
from engine.queries import seals as sealed
from engine.store import faults, seals
from web import guards
from web.audit.asked import present, scope
from web.reader import store
from web.receipt.sheet import picture

blueprint = Blueprint("seals", __name__, url_prefix="/seals")
PAGE = 50
OCCASIONS = {
    Occasion.SCHEDULE: N_("Terjadwal"),
    Occasion.HAND: N_("Atas permintaan"),
    Occasion.CAMPAIGN: N_("Penutupan evaluasi"),
}


@blueprint.get("")
@guards.reads_audit
def index() -> Any:
    """The seals, newest first, and what no seal binds yet."""
    before = request.args.get("sebelum", type=int)
    found = sealed.listed(store(), before, PAGE)
    return render_template(
        "seals/index.html", seals=found[:PAGE], more=len(found) > PAGE, before=before,
        occasions=OCCASIONS, left=seals.unsealed(store()),
    )  # fmt: skip


@blueprint.get("/<int:seal>")
@guards.reads_audit
def page(seal: int) -> Any:
    """One seal as a sheet to print: who keeps it can tell later that nothing was put back."""
    found = sealed.shown(store(), seal)
    return render_template(
        "seals/page.html", seal=found, said=found.said, occasions=OCCASIONS,
        picture=Markup(picture(found.sheet)),
    )  # fmt: skip


@blueprint.app_template_global("seal_reach")
def _reach(case_id: int) -> seals.Reach | None:
    """How far seals cover a case, for its page in the audit."""
    return seals.reach(store(), case_id)


@blueprint.app_template_global("last_faults")
def _faults() -> list[faults.Fault]:
    """What the nightly check has found in the reader's units, for the audit's first page."""
    units = scope()
    return faults.last_found(store(), units, everywhere=units >= present().office.units.keys())
