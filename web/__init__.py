"""The web: what makes an application of the engine, and where each reader's pages hang."""

from importlib import import_module
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from engine.settings import Settings, load_settings
from engine.store.session import Store, open_store
from web import (
    assets,
    errors,
    forms,
    headers,
    journal,
    languages,
    limits,
    observe,
    preferences,
    shell,
    signin,
    wording,
)  # fmt: skip

# Each module offers a `blueprint`. Add a line here, and an entry in `web.shell.NAVIGATION` if its
# first page belongs in the head of every page.
READERS: tuple[str, ...] = (
    "signin",
    "shell",
    "observe",
    "counter",
    "receipt",
    "public",
    "cases",
    "worklist",
    "board",
    "notices",
    "deliveries",
    "watch",
    "audit",
    "seals",
    "evidence",
    "evaluation",
    "search",
    "register",
    "sops",
    "calendars",
    "office",
)

# In the order in which they see a request; answers pass them backwards.
PARTS = (
    observe, journal, forms, assets, errors, languages, limits, signin, preferences, wording,
    shell, headers,
)  # fmt: skip


def create_app(settings: Settings | None = None, store: Store | None = None) -> Flask:
    """The application; connects to nothing before the first request."""
    settings = settings or load_settings()
    app = Flask(__name__, static_folder=None)
    app.config.update(_configuration(settings))
    app.extensions["settings"] = settings
    app.extensions["store"] = store or open_store(settings.database_url)
    for part in PARTS:
        part.install(app)
    for name in READERS:
        app.register_blueprint(import_module(f"web.{name}").blueprint)
    if _secure(settings):
        # Sopan speaks no TLS itself, so with https there is one proxy in front, which names the
        # caller; without it nobody is believed.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1)  # type: ignore[method-assign]
    return app


def _secure(settings: Settings) -> bool:
    return settings.public_url.startswith("https:")


def _configuration(settings: Settings) -> dict[str, Any]:
    return {
        "SECRET_KEY": settings.secret_key,
        "SESSION_COOKIE_NAME": "sopan",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": _secure(settings),
        # One attachment at its cap, with room for the rest of its form.
        "MAX_CONTENT_LENGTH": settings.attachment_cap + 256 * 1024,
        "MAX_FORM_MEMORY_SIZE": 1024 * 1024,
    }
