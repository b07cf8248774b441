"""The draft of a step: what its reader has begun to write, kept until the step is done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from flask import Blueprint, request
from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from engine import clock
from engine.store import drafts
from web import guards
from web.cases.file import glance
from web.cases.form import Form
from web.reader import actor, store
from web.wording import clock_time

blueprint = Blueprint("draft", __name__)
# What belongs to one sending of a form and not to what was written in it.
_NOT_KEPT = frozenset({"csrf_token", "seen", "once", "outcome", "step"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What was written, and when it was last kept."""

    form: Form
    saved_at: datetime


@blueprint.post("/draft")
@guards.at_work
def save(number: str) -> Any:
    """Keeps what is in the form of the open step; answers in words that it did."""
    case = glance(number).case
    if request.form.get("step") != case.step:
        return _("Langkah ini sudah tidak terbuka")
    now = clock.now()
    kept = {name: request.form.getlist(name) for name in request.form if name not in _NOT_KEPT}
    body = orjson.dumps({"at": now, "form": kept}).decode() if _says_something(kept) else ""
    drafts.save(store(), actor().id or 0, place(number, case.step), body)
    return _("Draf tersimpan %(time)s", time=clock_time(now)) if body else ""


def place(number: str, step: str | None) -> str:
    """Where the draft of a step is kept; the dossier reads it there."""
    return f"case:{number}:{step}"


def forget(number: str, step: str) -> None:
    """Drops the draft of a step that is done."""
    drafts.save(store(), actor().id or 0, place(number, step), "")


def restored(body: str | None) -> Draft | None:
    """The draft as it was written, or None."""
    if not body:
        return None
    kept = orjson.loads(body)
    return Draft(form=MultiDict(kept["form"]), saved_at=datetime.fromisoformat(kept["at"]))


def _says_something(kept: dict[str, list[str]]) -> bool:
    return any(text.strip() for texts in kept.values() for text in texts)
