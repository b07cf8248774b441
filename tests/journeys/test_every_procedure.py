"""Every procedure in force runs through the pages, from the counter to its end, no test knowing it.

One request of each is opened at a counter and done step by step by whoever's turn it is, over HTTP.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from engine import clock
from engine.domain.case import Case, Status
from engine.domain.sop import Ending, Field, FieldType, Sop
from engine.queries.catalog import offers
from engine.settings import Settings
from engine.store import cases
from tests.builders import APPLICANT, answered, sop_of
from tests.cast import Cast, Member
from tests.web.conftest import enter, token
from web import create_app

SCAN = b"%PDF-1.4 contoh"
# No procedure is as long, its returns to a step before included.
LONGEST = 60


@dataclass(kw_only=True)
class Street:
    """Browsers of everybody who is needed, each at an address of its own."""

    app: Flask
    cast: Cast
    clients: dict[str, tuple[FlaskClient, str]] = field(default_factory=dict)

    def send(self, who: Member, address: str, words: dict[str, Any]) -> Any:
        """Sends somebody's form and answers what came of it."""
        if who.email not in self.clients:
            client = self.app.test_client()
            client.environ_base["REMOTE_ADDR"] = f"10.0.0.{len(self.clients) + 1}"
            assert enter(client, who.email).status_code == 303
            self.clients[who.email] = (client, token(client, "/lacak"))
        client, given = self.clients[who.email]
        return client.post(address, data={"csrf_token": given, **words})


@pytest.fixture
def street(settings: Settings, cast: Cast) -> Street:
    """The application over the cast's database."""
    return Street(app=create_app(settings, cast.store), cast=cast)


def test_every_procedure_in_force_runs_from_the_counter_to_its_end(street: Street) -> None:
    stuck = {}
    tried = dict(services(street.cast))
    for code, unit in tried.items():
        try:
            number = opened(street, unit, code)
            case = done(street, number)
        except AssertionError as failure:
            stuck[code] = str(failure)
            continue
        if case.ending is not Ending.DONE:
            stuck[code] = f"{number} ended as {case.ending}"
    assert stuck == {}
    assert len(tried) >= 14


def services(cast: Cast) -> Iterator[tuple[str, str]]:
    """Each procedure in force, with a unit that has adopted it."""
    for offer in offers(cast.store, clock.now().date()):
        yield offer.sop.code, offer.unit


def opened(street: Street, unit: str, code: str) -> str:
    """The number of a request opened with every paper and answer."""
    found = offers(street.cast.store, clock.now().date(), frozenset({unit}))
    sop = next(offer.sop for offer in found if offer.sop.code == code)
    person = {f"pemohon-{name}": text for name, text in APPLICANT.items()}
    words = {**person, **given("isian", sop.intake), "ada": [*sop.requirements]}
    officer = street.cast.holder(f"{unit}:@loket")
    answer = street.send(officer, f"/loket/buka/{unit}/{code}", {**words, "buka": "lengkap"})
    return number_in(answer)


def number_in(answer: Any) -> str:
    """The number of the receipt to which the answer leads."""
    found = re.search(r"/cases/([A-Z0-9-]+)/tanda-terima", answer.location or "")
    assert found, f"not opened: {answer.status_code} {refusal(answer)}"
    return found[1]


def given(uploads: str, questions: tuple[Field, ...]) -> dict[str, Any]:
    """An answer to each question, as a browser sends it."""
    texts = answered(questions)
    return {
        f"{uploads if one.type is FieldType.FILE else 'isian'}-{one.name}": (
            (BytesIO(SCAN), "contoh.pdf") if one.type is FieldType.FILE else texts[one.name]
        )
        for one in questions
    }


def done(street: Street, number: str) -> Case:
    """The request after everybody has done what is theirs."""
    for _turn in range(LONGEST):
        case = cases.load(street.cast.store, number).case
        if not case.is_open:
            return case
        advance(street, case)
    raise AssertionError(f"{number} does not come to an end")


def advance(street: Street, case: Case) -> None:
    """Whoever's turn it is does the next thing."""
    cast, here = street.cast, f"/cases/{case.number}"
    who = next((one for one in cast.everyone.values() if one.id == case.holder), None)
    who = who or cast.holder(case.turn)
    if case.status is Status.READY:
        answer = street.send(who, f"{here}/hand-over", {"receiver": APPLICANT["name"]})
    else:
        state = sop_of(cast, case).states[case.step or ""]
        if state.step.applicant_present and case.entered_at is None:
            street.send(who, f"{here}/claim", {})
        answer = street.send(who, f"{here}/complete", completion(sop_of(cast, case), case))
    assert answer.status_code == 303, (
        f"{case.number} at {case.step}: {answer.status_code} {refusal(answer)}"
    )


def completion(sop: Sop, case: Case) -> dict[str, Any]:
    """The form of the open step with its main outcome."""
    step = sop.states[case.step or ""].step
    return {
        "outcome": step.outcomes[0].label, "tick": [*step.needs], "step": case.step,
        "receiver": APPLICANT["name"], "note": "Lihat berkas.",
        **given("berkas", step.fields),
    }  # fmt: skip


def refusal(answer: Any) -> str:
    """What a page says at its top."""
    found = re.search(r'class="galat".*?</div>', answer.text, re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", found[0] if found else "").split())
