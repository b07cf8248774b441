"""Redrawn: the part of a page that asks for itself again, drawn once and sent only when changed.

The part is kept under its mark, a digest of everything that is drawn in it. A browser sends back
the mark it shows: when that still holds, only the clock of the page goes out.
"""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from hashlib import blake2b
from typing import Any, cast

from flask import current_app, make_response, request
from flask_babel import gettext as _
from markupsafe import Markup

from web.wording import clock_second

MARK = "sidik"
_KEPT = 256  # parts a process keeps; the one not asked for longest goes first
# The freshness line of every page begins with the time of its data.
_CLOCK = ".segar > b"
_BESIDE = Markup('<hx-partial hx-target="{}" hx-swap="innerHTML">{}</hx-partial>')


def mark_of(*things: object) -> str:
    """The mark of a part that shows these things; equal things give equal marks everywhere."""
    return blake2b(repr(things).encode(), digest_size=9).hexdigest()


def drawn(mark: str, draw: Callable[[], str]) -> Markup:
    """The part under this mark, drawn unless it is kept."""
    kept: OrderedDict[str, Markup] = current_app.extensions.setdefault("redrawn", OrderedDict())
    part = kept.pop(mark, None)
    if part is None:
        part = Markup(draw())
    kept[mark] = part
    while len(kept) > _KEPT:
        kept.popitem(last=False)
    return part


def answer(mark: str, draw: Callable[[], str], read_at: datetime, **beside: str) -> Any:
    """What a page that asks again is told: the part with the clock, or the clock alone.

    `beside` are the words of elements outside the part, by their ids.
    """
    words = _("Data pukul %(time)s", time=clock_second(read_at))
    if request.args.get(MARK) == mark:
        response = make_response(words)
        response.headers.update({"HX-Retarget": _CLOCK, "HX-Reswap": "innerHTML"})
    else:
        others = {_CLOCK: words, **{f"#{name}": told for name, told in beside.items()}}
        parts = (_BESIDE.format(place, told) for place, told in others.items())
        response = make_response(Markup("").join((drawn(mark, draw), *parts)))
    response.headers["X-Sopan-Build"] = cast(str, current_app.extensions["build"])
    return response
