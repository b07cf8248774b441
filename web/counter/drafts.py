"""Drafts of the counter's form: kept while somebody types, thrown away when the case is open."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from werkzeug.datastructures import MultiDict

from engine.store import drafts, history
from web.counter.desk import me
from web.counter.form import Filled
from web.reader import store

# What belongs to one showing of the form, not to what was typed.
_NOT_TYPED = frozenset({"csrf_token", "once", "buka"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Draft:
    """What was typed, and when it was kept."""

    form: MultiDict[str, str]
    saved_at: datetime


def keep(unit: str, code: str, filled: Filled, form: MultiDict[str, str], now: datetime) -> bool:
    """Keeps what is typed and answers whether it did; a form with nothing in it is no draft.

    What arrives after its form has opened a request is not kept: it would be offered to the next
    applicant.
    """
    if history.version_by_key(store(), filled.once):
        return False
    typed = [
        (name, text)
        for name, text in form.items(multi=True)
        if name not in _NOT_TYPED and text.strip()
    ]
    body = orjson.dumps({"at": now, "typed": typed}).decode() if typed else ""
    drafts.save(store(), me(), _place(unit, code), body)
    return bool(body)


def kept(unit: str, code: str) -> Draft | None:
    """The draft of this officer for this service."""
    body = drafts.read(store(), me(), _place(unit, code))
    if not body:
        return None
    found: dict[str, Any] = orjson.loads(body)
    typed = [(name, text) for name, text in found["typed"]]
    return Draft(form=MultiDict(typed), saved_at=datetime.fromisoformat(found["at"]))


def forget(unit: str, code: str) -> None:
    """Throws the draft away: it holds somebody's personal data."""
    drafts.save(store(), me(), _place(unit, code), "")


def _place(unit: str, code: str) -> str:
    return f"open:{unit}:{code}"
