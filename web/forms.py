"""Forms: each one carries the token of its session, or it is not accepted."""

from flask import Flask
from flask_wtf import CSRFProtect


def install(app: Flask) -> None:
    """Asks every form for its token, before anything else looks at it."""
    app.config.update(
        # A token lives as long as its session: a form left open over lunch must still be accepted.
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=app.config["SESSION_COOKIE_SECURE"],
    )
    CSRFProtect(app)
