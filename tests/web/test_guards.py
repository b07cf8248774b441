"""Guards: every route names its guard, and every door opens to exactly those it is for."""

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from tests.web.conftest import KINDS
from web import guards
from web.shell import NAVIGATION

EVERYBODY = {*KINDS, "visitor"}
# Written out, not computed: this is the rule the office reads.
MAY_ENTER = {
    "public": EVERYBODY,
    "signed_in": EVERYBODY - {"visitor"},
    "at_work": set(KINDS) - {"idle"},
    "at_counter": {"counter"},
    "at_board": {"superior", "head", "auditor", "section", "admin"},
    "reads_audit": {"auditor", "head", "section"},
    "keeps_sops": {"section", "admin"},
    "keeps_office": {"admin"},
    "sees_deliveries": {"admin", "head"},
    "this_machine": set(),
}


def views(app: Flask) -> dict[str, Any]:
    """Every view by its endpoint."""
    return dict(app.view_functions)


def test_every_route_names_exactly_one_guard(app: Flask) -> None:
    unguarded = [name for name, view in views(app).items() if not hasattr(view, "guard")]
    assert unguarded == []
    twice = [
        name
        for name, view in views(app).items()
        if hasattr(getattr(view, "__wrapped__", None), "guard")
    ]
    assert twice == []
    assert {view.guard for view in views(app).values()} <= set(guards.TABLE)


def test_the_table_of_guards_is_the_rule_the_office_reads() -> None:
    assert set(guards.TABLE) == set(MAY_ENTER)


def test_each_door_opens_to_those_it_is_for_and_to_nobody_else(
    app: Flask, visitor: FlaskClient, signed_in: Callable[[str], FlaskClient]
) -> None:
    for name, guard in guards.TABLE.items():
        app.add_url_rule(f"/pintu/{name}", name, guard(lambda: "masuk"))
    clients = {"visitor": visitor, **{kind: signed_in(kind) for kind in KINDS}}
    # From another machine, so that the door for this one stays shut.
    there = {"REMOTE_ADDR": "10.0.0.9"}
    entered = {
        name: {
            who
            for who, client in clients.items()
            if client.get(f"/pintu/{name}", environ_base=there).status_code == 200
        }
        for name in guards.TABLE
    }
    assert entered == MAY_ENTER


def test_who_has_not_signed_in_is_asked_to(visitor: FlaskClient) -> None:
    answer = visitor.get("/denyut")
    assert (answer.status_code, answer.location) == (303, "/masuk?next=/denyut")


def test_who_may_not_enter_is_told_who_may(
    app: Flask, signed_in: Callable[[str], FlaskClient]
) -> None:
    app.add_url_rule("/pintu", "pintu", guards.at_counter(lambda: "masuk"))
    answer = signed_in("holder").get("/pintu")
    assert answer.status_code == 403
    assert "halaman ini untuk petugas loket" in answer.text


def test_a_part_of_a_page_sends_the_whole_page_to_sign_in(visitor: FlaskClient) -> None:
    part = {"HX-Request": "true", "Referer": "http://localhost/permohonan/1"}
    answer = visitor.get("/denyut", headers=part)
    assert answer.headers["HX-Redirect"] == "/masuk?next=/permohonan/1"


def test_the_ways_in_the_head_of_the_page_are_shown_by_the_guard_of_their_page(app: Flask) -> None:
    shown = {entry.endpoint: entry.guard.name for entry in NAVIGATION}
    views = app.view_functions
    assert {name: views[name].guard if name in views else "none" for name in shown} == shown  # type: ignore[attr-defined]


def test_the_search_box_leads_somewhere(signed_in: Callable[[str], FlaskClient]) -> None:
    assert signed_in("holder").get("/cari?q=tiada").status_code == 200


def test_numbers_for_watchers_are_given_to_this_machine_only(visitor: FlaskClient) -> None:
    here = {"REMOTE_ADDR": "127.0.0.1"}
    assert visitor.get("/metrics", environ_base=here).status_code == 200
    assert visitor.get("/metrics", environ_base={"REMOTE_ADDR": "10.0.0.9"}).status_code == 403
    forwarded = {"X-Forwarded-For": "127.0.0.1"}
    assert visitor.get("/metrics", environ_base=here, headers=forwarded).status_code == 403
