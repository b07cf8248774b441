"""Opening a request at the counter, as an officer does it."""

import io
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.domain.case import Case, Status
from engine.store import cases, history, words
from tests.cast import Cast
from tests.web.desk import FORM, PAPERS, PERSON, number_of, open_sktm, send, text_of

SignIn = Callable[[str], FlaskClient]
COMPLAINT = "/loket/buka/kec-contoh-utara/ADUK"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"


@pytest.fixture
def citra(signed_in: SignIn) -> FlaskClient:
    """The counter officer of Kecamatan Contoh Utara at her browser."""
    return signed_in("citra")


def opened(cast: Cast, number: str) -> Case:
    return cases.load(cast.store, number).case


def count(cast: Cast) -> int:
    row = cast.store.row("SELECT count(*) FROM cases")
    assert row
    return int(row[0])


def test_the_form_tells_fee_limit_papers_and_the_promised_date_before_anything_is_opened(
    citra: FlaskClient,
) -> None:
    page = text_of(citra.get(FORM))
    for told in ("Gratis", "60 menit", "Surat pengantar", "Bila dinyatakan lengkap sekarang"):
        assert told in page
    assert "Batas menurut SOP 400.9.14/07/2025, versi 1" in page


def test_days_of_a_promise_are_counted_on_a_little_calendar(signed_in: SignIn) -> None:
    page = signed_in("marlina").get("/loket/buka/disdukcapil/KK").text
    assert page.count("<small>masuk</small>") == 1
    assert page.count("<small>selesai</small>") == 1
    assert page.count('class="hitung"><') + page.count("<small>ke-") >= 2


def test_a_complete_file_is_opened_and_its_receipt_is_shown(citra: FlaskClient, cast: Cast) -> None:
    answer = open_sktm(citra)
    case = opened(cast, number_of(answer))
    assert (case.status, case.step, case.missing) == (Status.RUNNING, "2", ())
    assert words.current(cast.store, case.id)["applicant.name"] == "Indah Mangopo"
    receipt = citra.get(answer.location)
    assert "Indah Mangopo" in receipt.text
    assert case.number in receipt.text


def test_an_incomplete_file_goes_back_at_once_with_the_list_of_what_is_missing(
    citra: FlaskClient, cast: Cast
) -> None:
    answer = open_sktm(citra, ada=["pengantar"], buka="belum")
    case = opened(cast, number_of(answer))
    assert (case.status, case.missing) == (Status.RETURNED, ("identitas",))
    receipt = text_of(citra.get(answer.location))
    assert "Belum lengkap, 1 dari 2 persyaratan" in receipt
    assert "Yang masih kurang Fotokopi KTP/Kartu Keluarga" in receipt


def test_faults_stand_beside_their_fields_and_are_summed_up_and_nothing_is_opened(
    citra: FlaskClient, cast: Cast
) -> None:
    answer = open_sktm(citra, **{"pemohon-nik": "12345", "isian-desa": ""})
    assert answer.status_code == 422
    assert "Ada 2 isian yang perlu diperbaiki" in answer.text
    assert '<a href="#pemohon-nik">NIK baru 5 angka, seharusnya 16 angka.</a>' in answer.text
    assert 'id="isian-desa-pesan"' in answer.text
    assert 'value="Indah Mangopo"' in answer.text
    assert answer.text.count(" checked") == len(PAPERS)
    assert count(cast) == 0


@pytest.mark.parametrize(
    ("ticked", "button", "asked"),
    [
        (["pengantar"], "lengkap", "Belum dicentang: Fotokopi KTP/Kartu Keluarga"),
        (PAPERS, "belum", "Semua persyaratan sudah dicentang"),
    ],
)
def test_a_button_that_contradicts_the_ticks_is_asked_about(
    citra: FlaskClient, cast: Cast, ticked: list[str], button: str, asked: str
) -> None:
    answer = open_sktm(citra, ada=ticked, buka=button)
    assert answer.status_code == 422
    assert asked in text_of(answer)
    assert count(cast) == 0


def test_a_second_click_opens_nothing_more_and_its_receipt_is_the_one_that_counts(
    citra: FlaskClient, cast: Cast
) -> None:
    once = str(uuid4())
    first, second = open_sktm(citra, once=once), open_sktm(citra, once=once)
    assert number_of(first) == number_of(second)
    assert count(cast) == 1
    assert 'class="qr" role="img"' in citra.get(second.location).text


def test_a_late_entry_counts_from_when_it_happened_and_says_why(
    citra: FlaskClient, cast: Cast
) -> None:
    happened = datetime.now(UTC) - timedelta(days=1)
    local = happened.astimezone(ZoneInfo("Asia/Makassar")).strftime("%Y-%m-%dT%H:%M")
    answer = open_sktm(citra, happened=local, why_late="Listrik padam")
    case = opened(cast, number_of(answer))
    assert case.opened_at
    assert abs(case.opened_at - happened) < timedelta(minutes=1)
    fact = history.facts_of(cast.store, case.id)[0][0]
    assert fact.says["late_entry"] is True
    assert words.current(cast.store, case.id)["why_late"] == "Listrik padam"


def test_a_late_entry_in_the_future_is_refused_and_the_form_is_kept(
    citra: FlaskClient, cast: Cast
) -> None:
    answer = open_sktm(citra, happened="2099-01-05T08:00", why_late="Listrik padam")
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="Indah Mangopo"' in answer.text
    assert count(cast) == 0


def test_a_scan_is_attached_with_the_type_its_bytes_tell(citra: FlaskClient, cast: Cast) -> None:
    answer = complain(citra, (io.BytesIO(PNG), "bukti.pdf"))
    case = opened(cast, number_of(answer))
    assert words.read_document(cast.store, case.id, 2) == ("image/png", PNG)


def test_a_program_that_calls_itself_a_scan_is_refused(citra: FlaskClient, cast: Cast) -> None:
    answer = complain(citra, (io.BytesIO(b"MZ\x90\x00 program"), "bukti.pdf"))
    assert answer.status_code == 422
    assert "bukti.pdf bukan PDF" in text_of(answer)
    assert count(cast) == 0


def complain(client: FlaskClient, scan: tuple[io.BytesIO, str]) -> TestResponse:
    """Opens a complaint with a scan as its proof."""
    told = {"isian-pokok": "Antrean lama", "isian-saluran": "Datang langsung", "isian-bukti": scan}
    return send(client, COMPLAINT, {**PERSON, **told, "buka": "lengkap"})


def test_what_is_typed_is_kept_offered_again_and_forgotten_once_the_request_is_open(
    citra: FlaskClient,
) -> None:
    once = str(uuid4())
    typed = {**PERSON, "ada": ["pengantar"], "once": once}
    kept = send(citra, "/loket/draf/kec-contoh-utara/SKTM", typed)
    assert kept.text.startswith("Draf tersimpan")
    page = citra.get(FORM).text
    assert 'value="Indah Mangopo"' in page
    assert "dipulihkan" in page
    open_sktm(citra, once=once)
    # A save that was still under way when the form was sent comes too late.
    assert send(citra, "/loket/draf/kec-contoh-utara/SKTM", typed).text == ""
    assert "Indah Mangopo" not in citra.get(FORM).text


def test_a_draft_can_be_thrown_away(citra: FlaskClient) -> None:
    send(citra, "/loket/draf/kec-contoh-utara/SKTM", {**PERSON})
    send(citra, "/loket/kosongkan/kec-contoh-utara/SKTM", {})
    assert "Indah Mangopo" not in citra.get(FORM).text


def test_only_officers_of_the_units_own_counter_open_its_services(
    signed_in: SignIn, cast: Cast
) -> None:
    for outsider in ("kartika", "fadli"):
        client = signed_in(outsider)
        assert client.get(FORM).status_code == 403
        assert open_sktm(client).status_code == 403
    assert count(cast) == 0


def test_a_service_that_is_not_in_force_here_cannot_be_opened(citra: FlaskClient) -> None:
    answer = citra.get("/loket/buka/kec-contoh-utara/KTP")
    assert answer.status_code == 422
    assert "tidak berlaku di unit ini" in text_of(answer)
