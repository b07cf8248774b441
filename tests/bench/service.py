"""The service of the pages' bench: Sopan itself, and two bare routes under the same server.

The bare routes pass the same sign-in, guards and form tokens and answer inside the same frame; what
they do there is the least that could be done: one SELECT, or one durable advance by hand.
"""

import os
import pickle
from pathlib import Path
from typing import Any

from flask import Blueprint, Flask, current_app, redirect, render_template, request, url_for

from tests.bench import floor
from web import create_app as sopan
from web import guards
from web.reader import store

ROWS = "BENCH_ROWS"  # names the file with what the advances by hand will write
_FRAME = """{% extends "base.html" %}{% block title %}Bench{% endblock %}
{% block heading %}<h1>Bench</h1>{% endblock %}
{% block content %}<p>{{ found }}</p>{% endblock %}"""

blueprint = Blueprint("bench", __name__)


def create_app() -> Flask:
    """The application with the bare routes."""
    app = sopan()
    app.register_blueprint(blueprint)
    app.extensions["bench"] = {
        "frame": app.jinja_env.from_string(_FRAME),
        "rows": pickle.loads(Path(os.environ[ROWS]).read_bytes()),
    }
    return app


@blueprint.get("/bench/bare")
@guards.signed_in
def bare() -> str:
    """One SELECT in the frame of every page."""
    found = store().row("SELECT number FROM cases ORDER BY id LIMIT 1")
    return render_template(current_app.extensions["bench"]["frame"], found=found)


@blueprint.post("/bench/advance/<number>")
@guards.signed_in
def advance(number: str) -> Any:
    """One durable advance by hand, answered as a completed step is."""
    rows = current_app.extensions["bench"]["rows"][request.view_args["number"]]
    with store().connection() as connection:
        floor.run(connection, [rows])
    return redirect(url_for("bench.bare"), 303)
