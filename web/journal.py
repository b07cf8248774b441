"""The journal: one line a request, with its number, so that an error seen can be found again."""

import logging
import re
import sys
import time
from typing import Any
from uuid import uuid4

import structlog
from flask import Flask, Response, g, request
from structlog.contextvars import bind_contextvars, clear_contextvars

FIELD = "X-Request-ID"
_ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")
# Asked every few seconds by every page and every watchman: told only when they fail.
_QUIET = frozenset({"shell.denyut", "observe.health", "observe.metrics"})
log = structlog.get_logger("web")


def install(app: Flask) -> None:
    """Numbers each request and writes its line."""
    _configure(app.extensions["settings"].log_format)
    app.before_request(_begin)
    app.after_request(_end)


def name_case(number: str) -> None:
    """Puts a case's number on every further line of this request."""
    bind_contextvars(case=number)


def _configure(form: str) -> None:
    shown = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            shown,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _begin() -> None:
    given = request.headers.get(FIELD, "")
    g.request_id = given if _ACCEPTED.fullmatch(given) else uuid4().hex[:16]
    g.began = time.perf_counter()
    clear_contextvars()
    bind_contextvars(request=g.request_id)
    if number := (request.view_args or {}).get("number"):
        name_case(str(number))


def _end(response: Response) -> Response:
    response.headers[FIELD] = g.request_id
    g.lasted = time.perf_counter() - g.began
    if response.status_code >= 400 or request.endpoint not in _QUIET:
        who: Any = g.get("reader")
        log.info(
            "answered",
            method=request.method,
            page=request.endpoint,
            status=response.status_code,
            ms=round(g.lasted * 1000, 1),
            person=who.actor.id if who else None,
        )
    return response
