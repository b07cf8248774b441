"""The shell of every page: where a reader may go, who they are, and how fresh the data is."""

import time
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import Blueprint, Flask, current_app, g, make_response, render_template, request, url_for
from flask_babel import lazy_gettext as _

from engine import clock
from engine.domain.people import Holding, Standing
from engine.queries.pulse import Pulse, pulse
from web import guards
from web.guards import Guard
from web.reader import Reader, reader, store

blueprint = Blueprint("shell", __name__)
# The pulse is asked by every page; a process asks the database once in this many seconds.
_PULSE_KEPT = 5.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Entry:
    """A way in the head of every page."""

    label: Any
    endpoint: str
    guard: Guard

    @property
    def part(self) -> str:
        """The blueprint it leads to: every page of it lights the entry."""
        return self.endpoint.partition(".")[0]


NAVIGATION: tuple[Entry, ...] = (
    Entry(label=_("Kotak kerja"), endpoint="worklist.index", guard=guards.at_work),
    Entry(label=_("Loket"), endpoint="counter.index", guard=guards.at_counter),
    Entry(label=_("Papan"), endpoint="board.index", guard=guards.at_board),
    Entry(label=_("Register"), endpoint="register.index", guard=guards.at_work),
    Entry(label=_("SOP"), endpoint="sops.index", guard=guards.signed_in),
    Entry(label=_("Audit"), endpoint="audit.index", guard=guards.reads_audit),
    Entry(label=_("Evaluasi"), endpoint="evaluation.index", guard=guards.reads_audit),
    Entry(label=_("Kalender"), endpoint="calendars.index", guard=guards.keeps_sops),
    Entry(label=_("Kantor"), endpoint="office.index", guard=guards.keeps_office),
)


def install(app: Flask) -> None:
    """Gives templates what the shell shows."""
    settings = app.extensions["settings"]
    app.jinja_env.globals.update(
        navigation=navigation,
        pulse=current_pulse,
        shown_at=shown_at,
        known=lambda endpoint: endpoint in app.view_functions,
        regency=settings.regency,
    )
    app.jinja_env.filters["standing"] = standing
    app.context_processor(lambda: {"reader": reader()})
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True


@blueprint.get("/denyut")
@guards.signed_in
def denyut() -> Any:
    """The age of the last sweep, asked again by each open page; unchanged words cost no bytes."""
    response = make_response(render_template("pulse.html", beat=current_pulse()))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Sopan-Build"] = current_app.extensions["build"]
    response.add_etag()
    return response.make_conditional(request)


def navigation() -> list[tuple[Entry, str, bool]]:
    """Each entry this reader may enter, with its address and whether the page belongs to it."""
    who = reader()
    return [
        (entry, url_for(entry.endpoint), entry.part == request.blueprint)
        for entry in NAVIGATION
        if who and _open(entry, who)
    ]


def _open(entry: Entry, who: Reader) -> bool:
    return entry.endpoint in current_app.view_functions and entry.guard.admits(who)


def standing(held: Holding) -> str:
    """A position as it is signed: "Plh. Kabid Perizinan"."""
    prefix = {Standing.PLT: "Plt. ", Standing.PLH: "Plh. "}.get(held.standing, "")
    return f"{prefix}{held.position.title}"


def current_pulse() -> Pulse:
    """The pulse, at most a few seconds old."""
    kept: dict[str, Any] = current_app.extensions.setdefault("pulse", {})
    if kept.get("until", 0.0) < time.monotonic():
        kept.update(seen=pulse(store()), until=time.monotonic() + _PULSE_KEPT)
    seen: Pulse = kept["seen"]
    return seen


def shown_at() -> datetime:
    """The moment the data of this page was read, by the database's clock where it was asked."""
    who: Reader | None = reader()
    return g.get("shown_at") or (who.now if who else clock.now())
