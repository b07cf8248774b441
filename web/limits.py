"""Limits: how often one place may try what strangers could guess at."""

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address

# Counted in Valkey for all web processes together; in each process alone while Valkey is away.
limiter = Limiter(get_remote_address, key_prefix="sopan", in_memory_fallback_enabled=True)


def install(app: Flask) -> None:
    """Keeps the counts where all processes see them."""
    address = app.extensions["settings"].redis_url
    patience = {"socket_connect_timeout": 1, "socket_timeout": 1} if address else {}
    app.config.update(
        RATELIMIT_STORAGE_URI=address or "memory://", RATELIMIT_STORAGE_OPTIONS=patience
    )
    limiter.init_app(app)
