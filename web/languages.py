"""Languages: the code speaks Indonesian; English is its translation, read from one catalogue."""

import ast
from collections.abc import Iterable, Iterator
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, g, has_request_context, request
from flask_babel import Babel, Domain, get_locale

from web.reader import reader

LANGUAGES = {"id": "Bahasa Indonesia", "en": "English"}
CATALOGUES = Path(__file__).parent / "translations"
COOKIE = "bahasa"
# The places of a refusal's sentence that hold words of ours, not names or numbers.
_WORDED = frozenset({"why", "act", "now"})


class _Catalogues(Domain):
    """Catalogues compiled in memory, so that no compiled file can be stale or missing."""

    def __init__(self) -> None:
        super().__init__()
        self.known: dict[str, NullTranslations] = {}

    def get_translations(self) -> NullTranslations:
        language = getattr(get_locale(), "language", "id")
        if language not in self.known:
            self.known[language] = catalogue(language)
        return self.known[language]


class _Babel(Babel):
    """Flask-Babel with the catalogues above."""

    @cached_property
    def domain_instance(self) -> Domain:
        return _Catalogues()


def install(app: Flask) -> None:
    """Sets up `gettext` in code and templates."""
    _Babel().init_app(app, default_locale="id", locale_selector=language)
    app.jinja_env.globals.update(language=language, LANGUAGES=LANGUAGES)


def catalogue(language: str) -> NullTranslations:
    """The translations into a language; nothing for Indonesian, which needs none."""
    path = CATALOGUES / language / "LC_MESSAGES" / "messages.po"
    if not path.exists():
        return NullTranslations()
    compiled = BytesIO()
    with path.open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


def language() -> str:
    """The language of this request: asked for, the person's, the browser's, or ours."""
    if not has_request_context():
        return "id"
    if "language" not in g:
        who = reader()
        wanted = (
            request.args.get(COOKIE), who and who.language, request.cookies.get(COOKIE)
        )  # fmt: skip
        g.language = next((found for found in wanted if found in LANGUAGES), "id")
    return str(g.language)


def extract_refusals(
    file: Any, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[int, None, str, list[str]]]:
    """Babel's extractor for the engine: what refusals say, and the reasons given to them."""
    for node in ast.walk(ast.parse(file.read())):
        for line, words in _said(node):
            yield line, None, words, []


def _said(node: ast.AST) -> Iterable[tuple[int, str]]:
    if isinstance(node, ast.Assign | ast.AnnAssign) and node.value is not None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if any(isinstance(target, ast.Name) and target.id == "says" for target in targets):
            yield from _text(node.value)
    if isinstance(node, ast.Call):
        if isinstance(node.func, ast.Name) and node.func.id in ("Sentence", "Wrong") and node.args:
            yield from _text(node.args[0])
        for keyword in node.keywords:
            if keyword.arg in _WORDED:
                yield from _text(keyword.value)


def _text(value: ast.expr) -> Iterable[tuple[int, str]]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str) and value.value:
        yield value.lineno, value.value
