"""The receipt: on screen, as PDF, and issued anew when it is lost."""

import io
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader

from engine.domain.case import Case
from engine.store import office, sops
from tests.builders import APPLICANT, advance, open_kk, open_sktm, sop_of
from tests.cast import Cast
from tests.web.desk import code_on, number_of, send, text_of
from tests.web.desk import open_sktm as open_at_the_counter
from web.counter.promise import of_case
from web.receipt.sheet import picture

SignIn = Callable[[str], FlaskClient]
A5 = (420, 595)  # points


@pytest.fixture
def citra(signed_in: SignIn) -> FlaskClient:
    """The counter officer of Kecamatan Contoh Utara at her browser."""
    return signed_in("citra")


def disclosures(cast: Cast) -> list[tuple[object, ...]]:
    return cast.store.rows("SELECT person_id, what FROM disclosures ORDER BY id")


def test_a_receipt_found_later_is_a_preview_without_name_and_code(
    citra: FlaskClient, cast: Cast
) -> None:
    number = open_sktm(cast).case.number
    page = citra.get(f"/cases/{number}/tanda-terima")
    assert not code_on(page)
    assert APPLICANT["name"] not in page.text
    assert "Pratinjau, bukan tanda terima" in page.text
    assert disclosures(cast) == []


def test_a_preview_has_no_pdf(citra: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    answer = citra.get(f"/cases/{number}/tanda-terima.pdf")
    assert answer.status_code == 303
    assert "Terbitkan ulang" in text_of(citra.get(answer.location))


def test_a_reissued_receipt_works_the_lost_one_no_longer_and_the_look_is_recorded(
    citra: FlaskClient, visitor: FlaskClient, cast: Cast
) -> None:
    lost = open_sktm(cast)
    number = lost.case.number
    assert visitor.get(f"/lacak/k/{lost.code}").status_code == 200
    answer = send(citra, f"/cases/{number}/tanda-terima", {})
    page = citra.get(answer.location)
    assert code_on(page)
    assert APPLICANT["name"] in page.text
    assert visitor.get(f"/lacak/k/{lost.code}").status_code == 404
    with citra.session_transaction() as session:
        code = session["receipt"][1]
    assert visitor.get(f"/lacak/k/{code}").status_code == 200
    assert disclosures(cast) == [(cast.citra.id, "receipt reissued")]


def test_the_code_on_paper_is_the_address_that_shows_the_request(
    citra: FlaskClient, app: Flask
) -> None:
    answer = open_at_the_counter(citra)
    with citra.session_transaction() as session:
        code = session["receipt"][1]
    address = f"{app.extensions['settings'].public_url}/lacak/k/{code}"
    assert picture(address) in citra.get(answer.location).text


def test_the_next_applicants_receipt_takes_the_place_of_the_one_before(citra: FlaskClient) -> None:
    first, second = open_at_the_counter(citra), open_at_the_counter(citra)
    assert code_on(citra.get(second.location))
    assert not code_on(citra.get(first.location))


def test_the_pdf_is_one_tagged_a5_page_that_says_what_the_screen_says(citra: FlaskClient) -> None:
    answer = open_at_the_counter(citra)
    pdf = citra.get(f"{answer.location}.pdf")
    assert pdf.content_type == "application/pdf"
    document = PdfReader(io.BytesIO(pdf.data))
    root = document.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "id"
    (page,) = document.pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == A5
    words = " ".join(page.extract_text().split())
    for told in (number_of(answer), "Indah Mangopo", "60 menit", "Gratis", "Lacak permohonan"):
        assert told in words


def test_a_receipt_can_be_had_in_english(citra: FlaskClient) -> None:
    answer = open_at_the_counter(citra)
    citra.get("/loket?bahasa=en")
    pdf = citra.get(f"{answer.location}.pdf")
    document = PdfReader(io.BytesIO(pdf.data))
    assert document.trailer["/Root"]["/Lang"] == "en"
    assert "Receipt" in document.pages[0].extract_text()


def test_once_the_file_is_complete_the_receipt_tells_the_promised_date_and_its_account(
    signed_in: SignIn, cast: Cast
) -> None:
    number = open_kk(cast).case.number
    case = advance(cast, number)
    assert case.promised_at
    page = text_of(signed_in("marlina").get(f"/cases/{number}/tanda-terima"))
    zone = office.directory(cast.store).calendars["disdukcapil"].zone
    promised = case.promised_at.astimezone(zone)
    assert f"{promised:%H.%M} WITA Cara menghitung" in page
    assert "Berkas dinyatakan lengkap Hari itu sendiri tidak dihitung." in page
    assert f"Batas menurut SOP {sop_of(cast, case).number}, versi 1 3 hari kerja" in page
    assert f"{promised:%H.%M} WITA" in page.partition("versi 1 3 hari kerja")[2]


def test_a_promise_beyond_the_confirmed_holidays_is_called_provisional(
    app: Flask, cast: Cast
) -> None:
    calendar = office.directory(cast.store).calendars["disdukcapil"]
    sop = sops.in_force(cast.store, "disdukcapil", "KK", datetime.now(UTC).date())
    late = datetime(2026, 12, 30, 2, tzinfo=UTC)
    promised = datetime(2027, 1, 5, 8, tzinfo=UTC)
    case = Case(id=1, number="KK-2026-09999", unit="disdukcapil", sop=sop.digest,
                complete_at=late, promised_at=promised)  # fmt: skip
    with app.test_request_context():
        assert of_case(case, sop, calendar).note.startswith("Sementara: hari libur baru")


def test_receipts_are_printed_only_at_the_units_own_counter(signed_in: SignIn, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    for outsider in ("kartika", "fadli", "gusnawati"):
        client = signed_in(outsider)
        assert client.get(f"/cases/{number}/tanda-terima").status_code == 403
        assert client.get(f"/cases/{number}/tanda-terima.pdf").status_code == 403
        assert send(client, f"/cases/{number}/tanda-terima", {}).status_code == 403
    assert disclosures(cast) == []


def test_a_request_that_does_not_exist_has_no_receipt(citra: FlaskClient) -> None:
    assert citra.get("/cases/SKTM-KCU-2026-99999/tanda-terima").status_code == 404
