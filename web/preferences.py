"""Preferences: the language and the theme, switched by a link on any page and kept afterwards."""

from typing import Any
from urllib.parse import urlencode

from flask import Flask, current_app, g, redirect, request

from engine.store import people
from web.languages import LANGUAGES
from web.reader import reader, store

THEMES = ("sistem", "terang", "gelap")
KEPT = {"bahasa": tuple(LANGUAGES), "tampilan": THEMES}
_YEAR = 365 * 24 * 3600


def install(app: Flask) -> None:
    """Gives templates `theme()` and `switch(name, value)`, and obeys the links made by it."""
    app.before_request(_obey)
    app.jinja_env.globals.update(theme=theme, switch=switch, THEMES=THEMES)


def theme() -> str:
    """The theme of this browser, known to the server so that no page flashes."""
    chosen = request.cookies.get("tampilan", "")
    return chosen if chosen in THEMES else "sistem"


def switch(name: str, value: str) -> str:
    """The address of this page that sets a preference; works without a script."""
    kept = [(key, held) for key, held in request.args.items(multi=True) if key not in KEPT]
    return f"{request.path}?{urlencode([*kept, (name, value)])}"


def _obey() -> Any:
    """Keeps what a link asked for and comes back to the page without the asking."""
    asked = {
        name: request.args[name]
        for name, values in KEPT.items()
        if request.method == "GET" and request.args.get(name) in values
    }
    if not asked:
        return None
    kept = [(key, held) for key, held in request.args.items(multi=True) if key not in KEPT]
    response = redirect(f"{request.path}?{urlencode(kept)}" if kept else request.path, 303)
    for name, value in asked.items():
        response.set_cookie(
            name, value, max_age=_YEAR, samesite="Lax", httponly=True,
            secure=current_app.config["SESSION_COOKIE_SECURE"],
        )  # fmt: skip
    who = reader()
    if who and who.actor.id and "bahasa" in asked:
        people.set_language(store(), who.actor.id, asked["bahasa"])
        g.pop("reader", None)
    return response
