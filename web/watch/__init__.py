"""The watch: whether the workers do their rounds, and the cases at which they fail."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext as _

from engine.commands.retry_case import retry_case
from engine.queries import deliveries
from engine.queries.pulse import jobs, pulse
from engine.store import stuck
from web import guards
from web.reader import actor, store

blueprint = Blueprint("watch", __name__, url_prefix="/watch")


@blueprint.get("")
@guards.keeps_office
def index() -> Any:
    """Each round with its last run, letters given up, and the cases that are stuck."""
    return render_template(
        "watch/index.html",
        seen=pulse(store()),
        jobs={job.name: job for job in jobs(store())},
        rounds={
            "sweep": _("Penanda jatuh tempo"),
            "outbox": _("Pengiriman kabar"),
            "beat": _("Detak"),
            "verify": _("Pemeriksaan riwayat"),
            "seal": _("Penyegelan"),
        },
        stuck=stuck.all_stuck(store()),
        letters=deliveries.failed(store()),
    )


@blueprint.post("/<number>/coba-lagi")
@guards.keeps_office
def retry(number: str) -> Any:
    """Lets the next sweep try a stuck case."""
    retry_case(store(), number, by=actor().id or 0)
    flash(_("%(number)s dicoba lagi pada putaran berikutnya.", number=number))
    return redirect(url_for("watch.index"), 303)
