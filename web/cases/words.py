"""The words of a case's page, put together cheaply, because the page has very many of them.

Translations are looked up once a request, where Flask-Babel asks for domain and locale at every
call, and markup is joined as text whose parts were escaped one by one.
"""

from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any, cast

from flask import g
from flask_babel import get_domain
from markupsafe import Markup, escape

from web.languages import language
from web.wording import day, short_day


def gettext(msgid: str, **values: Any) -> str:
    """The sentence in the reader's language, its places filled when values are given."""
    translate: Callable[[str], str] | None = g.get("translate")
    if translate is None:
        translate = g.translate = cast(Any, get_domain().get_translations()).gettext
    text = translate(msgid)
    return text % values if values else text


def say(sentence: str, **values: Any) -> Markup:
    """A translated sentence with its places filled; whatever is not markup is escaped."""
    return Markup(sentence % {name: escape(value) for name, value in values.items()})


def html(text: str, *values: Any) -> Markup:
    """Markup with its places `{}` filled; whatever is not markup is escaped."""
    return Markup(text.format(*map(escape, values)))


def together(*parts: str, between: str = "") -> Markup:
    """Pieces of markup in a row; empty ones leave nothing behind."""
    return Markup(between.join(filter(None, parts)))


def stamp(local: datetime, today: date) -> str:
    """ "27 Maret, 15.30" of a local moment, and the year when it is not this one."""
    return f"{_short_day(local.date(), language(), today.year)}, {local:%H.%M}"


def heading(on: date) -> str:
    """ "Jumat, 27 Maret 2026"."""
    return _day(on, language())


# Cases of one office share their days, so each is put into words once.
@lru_cache(maxsize=2048)
def _short_day(on: date, language: str, year: int) -> str:
    return short_day(on)


@lru_cache(maxsize=2048)
def _day(on: date, language: str) -> str:
    return day(on)
