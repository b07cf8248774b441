"""Every route walked with every cast member: allowed or refused as the tables of the office say."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from werkzeug.routing import Rule

from engine.commands import By, attach_document, seal_heads
from engine.domain.seals import Occasion
from engine.settings import Settings
from engine.witness import witness_of
from tests.builders import advance_to, open_kk
from tests.cast import Cast
from tests.commands.calendar_scenes import closed, newest, proposed
from tests.guards.conftest import Browsing
from tests.guards.readers import (
    AT_COUNTERS,
    EVERYBODY,
    FOR_ALL_UNITS,
    MAY_ENTER,
    MAY_READ,
    NARROWER,
    UNITS,
    VISITOR,
)

Browsers = dict[str, Browsing]
NUMBER = re.compile(r"\b[A-Z]+(?:-[A-Z]+)*-20\d\d-\d{5}\b")
# What the address of a route may name; all of it belongs to the Disdukcapil.
NAMED = {"unit": "disdukcapil", "code": "KK", "version": 1, "clock": "service", "holding": 1,
         "calendar": "perpres-21-2023", "year": 2027, "seal": 1}  # fmt: skip


@pytest.fixture
def sample(cast: Cast, settings: Settings) -> dict[str, dict[str, Any]]:
    """A family card in verification, with a document, and the code of its receipt."""
    opened = open_kk(cast)
    number = opened.case.number
    advance_to(cast, number, "4")
    by = By(person=cast.yusran.id)
    case = attach_document(
        cast.store, number, "kk.pdf", "application/pdf", b"%PDF-1.4", by=by, cap=9_000
    )
    change = proposed(cast, closed(newest(cast, "perpres-21-2023"), 3))
    seal_heads(cast.store, witness_of(settings), Occasion.HAND)
    return {
        "": {**NAMED, "number": number, "person": cast.marlina.id, "change": change},
        "office.unit": {"code": "disdukcapil"},
        "public.by_code": {"code": opened.code},
        "cases.documents.download": {"version": case.version},
    }


def rules(app: Flask, method: str) -> Iterator[tuple[Rule, str]]:
    """Each route that takes the method, with the name of its guard."""
    for rule in sorted(app.url_map.iter_rules(), key=lambda one: one.rule):
        if method in (rule.methods or ()):
            yield rule, app.view_functions[rule.endpoint].guard  # type: ignore[attr-defined]


def address(app: Flask, rule: Rule, sample: dict[str, dict[str, Any]]) -> str:
    """The route's address for the sample."""
    values = {**sample[""], **sample.get(rule.endpoint, {})}
    unknown = rule.arguments - values.keys()
    assert not unknown, f"{rule.rule}: say in NAMED what stands for {unknown}"
    found: str = app.url_map.bind("").build(
        rule.endpoint, {name: values[name] for name in rule.arguments}
    )
    return found


def may(rule: Rule, guard: str) -> frozenset[str]:
    """Who is let in: those of the guard, and of a unit's own only those who may read it."""
    found = MAY_ENTER[guard] & NARROWER.get(rule.endpoint, MAY_ENTER[guard])
    if rule.arguments and rule.endpoint.partition(".")[0] not in FOR_ALL_UNITS:
        found &= MAY_READ
    return frozenset(found)


def entered(browsers: Browsers, ask: Callable[[str, Browsing], Any]) -> set[str]:
    """Those who were not refused; nobody meets an error of ours."""
    found = set()
    for name, browsing in browsers.items():
        answer = ask(name, browsing)
        assert answer.status_code < 500, (name, answer.request.path, answer.status_code)
        asked_to_sign_in = (answer.location or "").startswith("/masuk?next=")
        if answer.status_code not in (401, 403, 404) and not asked_to_sign_in:
            found.add(name)
    return found


def everything(cast: Cast) -> tuple[int, ...]:
    """How much has been recorded so far."""
    row = cast.store.row(
        "SELECT (SELECT count(*) FROM history), (SELECT count(*) FROM cases), "
        "(SELECT count(*) FROM documents), (SELECT count(*) FROM disclosures), "
        "(SELECT count(*) FROM people), (SELECT count(*) FROM drafts), "
        "(SELECT count(*) FROM calendar_changes WHERE state = 'previewing')"
    )
    assert row
    return tuple(row)


def test_every_page_opens_to_those_it_is_for(
    app: Flask, browsers: Browsers, sample: dict[str, dict[str, Any]]
) -> None:
    wrong = {}
    for rule, guard in rules(app, "GET"):
        here = address(app, rule, sample)
        found = entered(browsers, lambda _name, at, here=here: at.client.get(here))
        if found != may(rule, guard):
            wrong[here] = {"too many": found - may(rule, guard), "lack": may(rule, guard) - found}
    assert wrong == {}


def test_no_form_is_taken_without_its_token(
    app: Flask, browsers: Browsers, cast: Cast, sample: dict[str, dict[str, Any]]
) -> None:
    before = everything(cast)
    for rule, _guard in rules(app, "POST"):
        here = address(app, rule, sample)
        answers = {name: at.client.post(here).status_code for name, at in browsers.items()}
        assert set(answers.values()) == {400}, (here, answers)
    assert everything(cast) == before


def test_no_form_is_taken_from_those_it_is_not_for(
    app: Flask, browsers: Browsers, cast: Cast, sample: dict[str, dict[str, Any]]
) -> None:
    before = everything(cast)
    for rule, guard in rules(app, "POST"):
        outside = {name: at for name, at in browsers.items() if name not in may(rule, guard)}
        here = address(app, rule, sample)
        found = entered(
            outside,
            lambda _name, at, here=here: at.client.post(here, data={"csrf_token": at.token}),
        )
        assert found == set(), here
    assert everything(cast) == before


# Addresses that ask for more than the pages offer.
CURIOUS = (
    "/loket?q=KK", "/loket?q=SIPB", "/loket?q=a", "/cari?q=SIPB", "/papan?unit=dpmptsp",
    "/papan/permohonan?unit=dpmptsp", "/papan/permohonan?unit=disdukcapil",
    "/papan/permohonan.csv?unit=dpmptsp", "/kotak-kerja?saring=late",
)  # fmt: skip


def test_no_list_shows_a_request_of_another_unit(
    app: Flask, browsers: Browsers, demo: Cast
) -> None:
    units = dict(demo.store.rows("SELECT number, unit FROM cases"))
    plain = [rule.rule for rule, _guard in rules(app, "GET") if not rule.arguments]
    shown = set()
    for name, own in UNITS.items():
        for here in (*plain, *CURIOUS):
            answer = browsers[name].client.get(here)
            found = set(NUMBER.findall(answer.text)) & units.keys()
            strange = {number for number in found if units[number] not in own}
            assert strange == set(), (name, here)
            shown |= found
    assert len(shown) > 20, "the walk has not come by any list"


def test_an_outsider_learns_nothing_of_a_request(
    app: Flask, browsers: Browsers, sample: dict[str, dict[str, Any]]
) -> None:
    outside = EVERYBODY - MAY_READ
    assert AT_COUNTERS & outside
    told = {
        name: browsers[name].client.get(f"/cases/{sample['']['number']}").text for name in outside
    }
    assert [name for name, page in told.items() if "Kartu Keluarga" in page] == []
    assert VISITOR not in outside
