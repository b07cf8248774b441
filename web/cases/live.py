"""The parts of a case's page that are asked for again and again: who has it open, and news."""

from typing import Any

from flask import Blueprint, current_app, render_template, request

from engine.domain.situation import Situation
from engine.presence import Presence
from engine.store import office
from web import guards
from web.cases.file import glance, open_file
from web.cases.timeline import timeline
from web.reader import actor, store

blueprint = Blueprint("live", __name__)


@blueprint.get("/live")
@guards.signed_in
def live(number: str) -> Any:
    """Asked by each open page every ten seconds; with news it brings the new history along."""
    at = glance(number)
    seen = request.args.get("version", 0, type=int)
    moved = at.case.version != seen
    return render_template(
        "case/live.html",
        case=at.case,
        present=_present(at),
        moved=moved,
        timeline=timeline(open_file(number)) if moved else "",
    )


def _present(at: Situation) -> list[tuple[str, Any]]:
    """Who else has the case open, by name, and since when."""
    return [
        (office.actor(store(), one.person, at.office.revision).name, one.since)
        for one in _presence().here(at.case.number, actor().id or 0, at.now)
    ]


def _presence() -> Presence:
    """This process's way to Valkey."""
    extensions = current_app.extensions
    if "presence" not in extensions:
        extensions["presence"] = Presence(url=extensions["settings"].redis_url)
    found: Presence = extensions["presence"]
    return found
