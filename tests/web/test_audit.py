"""The audit pages: found by anything in scope, read with both times, and never changed."""

import hashlib
import json
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.commands import By, add_note, deviate
from engine.settings import Settings
from engine.store import disclosures
from engine.store.session import open_store
from tests.builders import APPLICANT, advance, open_kk, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import text_of

SignIn = Callable[[str], FlaskClient]
MASKED = "Sit••••• P."


@pytest.fixture
def auditor(signed_in: SignIn) -> FlaskClient:
    """The auditor at her browser."""
    return signed_in("auditor")


def test_the_auditor_finds_a_case_of_any_unit_with_the_name_masked(
    auditor: FlaskClient, cast: Cast
) -> None:
    number = open_sktm(cast).case.number
    page = auditor.get("/audit?q=aminah")
    assert number in page.text
    assert MASKED in page.text
    assert APPLICANT["name"] not in page.text


def test_a_head_finds_only_the_cases_of_his_unit(signed_in: SignIn, cast: Cast) -> None:
    own, other = open_kk(cast).case.number, open_sktm(cast).case.number
    page = signed_in("head").get("/audit?q=aminah").text
    assert own in page
    assert other not in page
    assert signed_in("head").get(f"/audit/{other}").status_code == 403


def test_filters_stand_in_the_address_and_in_the_form(auditor: FlaskClient, cast: Cast) -> None:
    sktm, kk = open_sktm(cast).case.number, open_kk(cast).case.number
    page = auditor.get("/audit?q=aminah&sop=KK&status=running&sejak=2020-01-01").text
    assert kk in page
    assert sktm not in page
    assert '<option value="KK" selected>' in page
    assert "/audit/permohonan.csv?q=aminah&amp;sop=KK&amp;status=running" in page


@pytest.mark.parametrize(
    "address",
    ["unit=nowhere", "status=x", "akhir=x", "sejak=x", "sampai=2026-99-99", "sebelum=x", "q=%00"],
)
def test_an_address_typed_wrong_is_answered_all_the_same(
    auditor: FlaskClient, cast: Cast, address: str
) -> None:
    open_sktm(cast)
    assert auditor.get(f"/audit?{address}").status_code == 200


def test_nothing_found_says_what_to_do(auditor: FlaskClient) -> None:
    page = text_of(auditor.get("/audit?q=zzzz"))
    assert "Tidak ada permohonan yang cocok" in page
    assert "Hapus saringan" in page


def test_the_sheet_masks_names_and_runs_no_formula(auditor: FlaskClient, cast: Cast) -> None:
    open_sktm(cast, applicant={**APPLICANT, "name": "=1+1 Jahat"})
    answer = auditor.get("/audit/permohonan.csv")
    assert answer.text.startswith("\ufeffNomor,SOP,Versi")
    assert ",'=1+••••• J.," in answer.text


def test_a_history_is_told_with_both_times_and_what_stands_out(
    auditor: FlaskClient, cast: Cast
) -> None:
    number = open_sktm(cast).case.number
    advance(cast, number)
    deviate(cast.store, number, "5", "Kasi cuti", by=By(person=cast.fadli.id))
    page = text_of(auditor.get(f"/audit/{number}"))
    assert "menyimpang dari SOP: dari langkah" in page
    assert "Penyimpangan dari SOP 1 kali: fakta 3" in page
    assert "Terjadi" in page
    assert "Tercatat" in page
    assert "Kasi cuti" in page


def test_nothing_on_the_page_can_change_the_case(auditor: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    page = auditor.get(f"/audit/{number}").text
    main = page.partition("<main")[2].partition("</main>")[0]
    assert 'method="post"' not in main
    assert "hx-post" not in main
    assert "<textarea" not in main


def test_a_whole_chain_is_found_whole(auditor: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    page = text_of(auditor.get(f"/audit/{number}/periksa"))
    assert "Rantai utuh." in page


def test_a_changed_word_is_found_and_named(
    auditor: FlaskClient, cast: Cast, settings: Settings
) -> None:
    number = open_sktm(cast).case.number
    add_note(cast.store, number, "KK asli dilihat", by=By(person=cast.citra.id))
    owner = open_store(settings.database_owner_url)
    owner.run("UPDATE words SET text = 'KK palsu' WHERE field = 'note'")
    owner.close()
    page = text_of(auditor.get(f"/audit/{number}/periksa"))
    assert "Rantai tidak utuh" in page
    assert "isi note bukan yang dahulu dicatat" in page


def test_the_chain_is_downloaded_as_it_was_hashed(auditor: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    advance(cast, number)
    before = ""
    answer = auditor.get(f"/audit/{number}/riwayat.jsonl")
    facts = [json.loads(line) for line in answer.text.splitlines()]
    assert [fact["version"] for fact in facts] == [1, 2]
    for fact in facts:
        assert hashlib.sha256(fact["body"].encode()).hexdigest() == fact["digest"]
        assert json.loads(fact["body"])["before"] == before
        before = fact["digest"]
    assert APPLICANT["name"] not in answer.text


def test_looks_at_unmasked_data_are_listed_for_auditor_and_administrator_only(
    signed_in: SignIn, cast: Cast
) -> None:
    opened = open_kk(cast).case
    disclosures.disclosed(cast.store, opened.id, cast.marlina.id, "applicant")
    for kind, address in (("auditor", "/audit/pembukaan"), ("admin", "/kantor/pembukaan")):
        page = text_of(signed_in(kind).get(address))
        assert opened.number in page
        assert cast.marlina.name in page
    sheet = signed_in("auditor").get("/audit/pembukaan.csv?pegawai=marlina").text
    assert opened.number in sheet
    for address in ("/audit/pembukaan", "/audit/pembukaan.csv"):
        assert signed_in("head").get(address).status_code == 403


def test_the_search_box_finds_cases_and_services_in_scope(signed_in: SignIn, cast: Cast) -> None:
    own, other = open_kk(cast).case.number, open_sktm(cast).case.number
    client = signed_in("marlina")
    page = text_of(client.get("/cari?q=kartu keluarga"))
    assert own in page
    assert other not in page
    assert "Penerbitan Kartu Keluarga Baru" in page
    answer = client.get("/cari", query_string={"q": own.lower()})
    assert (answer.status_code, answer.location) == (303, f"/cases/{own}")
    assert client.get("/cari", query_string={"q": other}).status_code == 200


def test_the_audit_asks_as_often_for_many_cases_as_for_one(
    auditor: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    def asked() -> int:
        counted.asked.clear()
        assert auditor.get("/audit?q=aminah").status_code == 200
        return len(counted.asked)

    open_sktm(cast)
    asked()
    few = asked()
    for _ in range(4):
        open_sktm(cast)
    assert asked() == few
    assert few <= 6
