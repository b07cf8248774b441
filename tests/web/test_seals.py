"""The seals before an auditor: what is bound and what not, and files for checking elsewhere."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion
from engine.formats.evidence import verify as checker
from engine.queries.verify import verify_all
from engine.settings import Settings
from engine.store import faults
from engine.witness import witness_of
from tests.builders import APPLICANT, advance, open_kk, open_sktm
from tests.cast import Cast
from tests.queries.tampering import superuser
from tests.services import Servers
from tests.web.conftest import token
from tests.web.desk import text_of

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def number(cast: Cast, settings: Settings) -> str:
    """A sealed case with one fact that is newer than its seal."""
    found = open_kk(cast).case.number
    seal_heads(cast.store, witness_of(settings), Occasion.SCHEDULE)
    advance(cast, found)
    return found


@pytest.fixture
def auditor(signed_in: SignIn) -> FlaskClient:
    """The auditor at her browser."""
    return signed_in("auditor")


def test_what_is_not_yet_sealed_is_counted(auditor: FlaskClient, cast: Cast, number: str) -> None:
    page = text_of(auditor.get("/seals"))
    assert "1 fakta pada 1 permohonan" in page
    assert "Terjadwal" in page
    of_case = text_of(auditor.get(f"/audit/{number}"))
    assert "Tersegel sampai fakta 1" in of_case
    assert "1 fakta belum tersegel" in of_case


def test_without_any_seal_the_pages_say_so(auditor: FlaskClient, cast: Cast) -> None:
    assert "Belum ada segel" in auditor.get("/seals").text
    number = open_kk(cast).case.number
    assert "Belum tersegel" in auditor.get(f"/audit/{number}").text
    assert auditor.get("/seals/1").status_code == 404


def test_the_witness_sheet_shows_digest_and_key_and_a_picture_of_both(
    auditor: FlaskClient, settings: Settings, number: str
) -> None:
    page = auditor.get("/seals/1").text
    copy, key = witness_of(settings).copy(1), witness_of(settings).public_key()
    assert copy and key
    assert copy.digest.hex() in page
    assert key.hex() in page
    assert "<svg" in page.split('class="qr"')[1]


def read(answer: Any) -> dict[str, Any]:
    """A case file as it was handed out."""
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    found: dict[str, Any] = json.loads(answer.data)
    return found


def looks(cast: Cast) -> list[tuple[Any, ...]]:
    """The recorded looks at personal data."""
    return cast.store.rows("SELECT person_id, what FROM disclosures")


def test_a_file_without_words_is_no_disclosure(
    auditor: FlaskClient, cast: Cast, number: str
) -> None:
    file = read(auditor.get(f"/evidence/{number}.json"))
    assert checker.faults_of(file) == []
    assert APPLICANT["name"] not in json.dumps(file)
    assert looks(cast) == []
    assert len(read(auditor.get(f"/evidence/{number}.json?until=1"))["facts"]) == 1
    assert auditor.get(f"/evidence/{number}.json?until=9").status_code >= 400


def test_a_file_with_words_is_recorded_as_a_look(
    auditor: FlaskClient, cast: Cast, number: str
) -> None:
    form = {"csrf_token": token(auditor, f"/evidence/{number}")}
    file = read(auditor.post(f"/evidence/{number}.json", data=form))
    assert checker.faults_of(file) == []
    assert APPLICANT["name"] in {word["text"] for word in file["words"]}
    assert looks(cast) == [(cast.gusnawati.id, "case file")]


def test_another_unit_s_head_gets_no_file(signed_in: SignIn, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    head = signed_in("head")
    assert head.get(f"/evidence/{number}.json").status_code == 403
    form = {"csrf_token": token(head, "/lacak")}
    assert head.post(f"/evidence/{number}.json", data=form).status_code == 403
    assert looks(cast) == []


@pytest.mark.parametrize("name", ["verify.py", "verify.html"])
def test_anybody_gets_the_checkers(visitor: FlaskClient, name: str) -> None:
    answer = visitor.get(f"/evidence/{name}")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert "sopan-case-file/1" in answer.text


def test_what_the_nightly_check_found_is_named_to_those_whose_it_is(
    signed_in: SignIn, cast: Cast, database: Servers, settings: Settings, number: str
) -> None:
    other = open_sktm(cast).case.number
    with superuser(database) as admin:
        admin.execute("UPDATE history SET kind = 'noted' WHERE version = 1")
        admin.execute("UPDATE seals SET signature = '' WHERE number = 1")
    found = list(verify_all(cast.store, witness_of(settings)))
    faults.replace(cast.store, [(one.number, fault) for one in found for fault in one.faults])
    of_auditor = text_of(signed_in("auditor").get("/audit"))
    assert f"{number} : Fakta 1: kolom pencariannya" in of_auditor
    assert f"{other} : Fakta 1" in of_auditor
    assert "Segel 1 di basis data bukan lagi" in of_auditor
    of_head = text_of(signed_in("head").get("/audit"))
    assert f"{number} : Fakta 1" in of_head
    assert f"{other} : Fakta 1" not in of_head
