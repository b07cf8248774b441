"""Watching Sopan from outside: is it well, and how is it doing."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

import redis
from flask import Blueprint, Flask, Response, current_app, g, jsonify, request
from prometheus_client import CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_LATEST
from prometheus_client.multiprocess import MultiProcessCollector

from engine.queries import deliveries
from engine.queries.board import board
from engine.queries.pulse import pulse
from engine.store import office
from engine.store.session import Store
from web import guards
from web.reader import store

# A letter that waits this long waits for a worker that is not there.
OUTBOX_RED_AFTER = 15 * 60
blueprint = Blueprint("observe", __name__)


def install(app: Flask) -> None:
    """Measures every request, and prepares what `/metrics` tells."""
    registry = CollectorRegistry()
    lasted = Histogram(
        "sopan_request_seconds",
        "Duration of a request by page and status",
        ("page", "status"),
        registry=registry,
        buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    )

    @app.after_request
    def measure(response: Response) -> Response:
        if "lasted" in g:
            lasted.labels(request.endpoint or "", response.status_code).observe(g.lasted)
        return response

    app.extensions["metrics"] = registry


@blueprint.get("/health")
@guards.public
def health() -> Any:
    """Whether database, Valkey and workers answer: 200 or 503, and nothing secret."""
    settings = current_app.extensions["settings"]
    found = {**_database(store()), "valkey": _valkey(settings.redis_url)}
    # Pages work without Valkey and without workers; what needs a restart is the web itself.
    well = found["database"] == "ok"
    return jsonify({"status": "ok" if well else "away", **found}), 200 if well else 503


@blueprint.get("/metrics")
@guards.this_machine
def metrics() -> Any:
    """Numbers for Prometheus."""
    registry = CollectorRegistry()
    registry.register(_Office(store()))
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        # Several web processes keep their counts in files; each answers for all.
        MultiProcessCollector(registry)
        body = generate_latest(registry)
    else:
        body = generate_latest(registry) + generate_latest(current_app.extensions["metrics"])
    return Response(body, content_type=CONTENT_TYPE_LATEST)


def _database(store: Store) -> dict[str, Any]:
    try:
        seen = pulse(store)
    except Exception:
        return {"database": "away", "sweep_age": None, "sweep": "unknown", "outbox_age": None}
    return {
        "database": "ok",
        "sweep": "ok" if seen.healthy else "late",
        "sweep_age": seen.sweep_age,
        "outbox": "ok" if seen.outbox_age <= OUTBOX_RED_AFTER else "late",
        "outbox_age": seen.outbox_age,
        "letters_failed": deliveries.failed(store),
        "stuck": seen.stuck,
    }


def _valkey(address: str) -> str:
    try:
        redis.Redis.from_url(address, socket_connect_timeout=1, socket_timeout=1).ping()
    except (redis.RedisError, ValueError, OSError):
        return "away"
    return "ok"


class _Office:
    """The state of the office at the moment it is asked."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Reads the board of the whole regency and the pulse."""
        seen = pulse(self.store)
        units = frozenset(office.office(self.store).units)
        cases = board(self.store, units, seen.now)
        yield from _gauges({
            "sopan_cases_open": ("Open cases", cases.open),
            "sopan_cases_near": ("Cases near their due moment", cases.near),
            "sopan_cases_late": ("Late cases", cases.late),
            "sopan_sweep_age_seconds": ("Age of the last sweep", seen.sweep_age),
            "sopan_sweep_behind_seconds": ("How far the sweep is behind", seen.behind),
            "sopan_outbox_age_seconds": ("Age of the oldest waiting notice", seen.outbox_age),
            "sopan_letters_failed": ("Letters given up", deliveries.failed(self.store)),
            "sopan_cases_stuck": ("Cases at which the sweep fails", seen.stuck),
        })  # fmt: skip


def _gauges(values: dict[str, tuple[str, int | None]]) -> Iterator[GaugeMetricFamily]:
    for name, (meaning, value) in values.items():
        if value is not None:
            yield GaugeMetricFamily(name, meaning, value=value)
