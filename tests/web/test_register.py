"""The register book on screen: masked for all, in full for the unit's staff, and then recorded."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.builders import APPLICANT, advance_to, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import send, text_of

SignIn = Callable[[str], FlaskClient]
BOOK = "/register/kec-contoh-utara/SKTM"
NAME = APPLICANT["name"]


@pytest.fixture
def citra(signed_in: SignIn) -> FlaskClient:
    """The counter officer of Kecamatan Contoh Utara at her browser."""
    return signed_in("citra")


def looks(cast: Cast) -> list[tuple[int, str]]:
    """(case, what) of every look recorded."""
    return cast.store.rows("SELECT case_id, what FROM disclosures ORDER BY case_id")


def test_books_are_listed_by_unit(citra: FlaskClient) -> None:
    page = text_of(citra.get("/register"))
    assert "Kecamatan Contoh Utara" in page
    assert "Penerbitan Surat Keterangan Tidak Mampu" in page
    assert "Penerbitan Kartu Keluarga Baru" not in page


def test_the_book_has_the_columns_of_the_office_and_masks_names(
    citra: FlaskClient, cast: Cast
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "closed")
    page = citra.get(BOOK)
    told = text_of(page)
    assert (
        "No. Nomor Tanggal masuk Pemohon Lengkap Dijanjikan Selesai Diserahkan Penerima Keterangan"
        in told
    )
    assert number in told
    assert NAME not in page.text
    assert "Jumlah lembar ini 1, sampai lembar ini 1 dari 1" in told
    assert "Semua permohonan sudah selesai." in told
    assert looks(cast) == []


def test_staff_of_the_unit_see_full_names_and_every_case_shown_is_recorded(
    citra: FlaskClient, cast: Cast
) -> None:
    opened = [open_sktm(cast).case for _ in range(2)]
    page = send(citra, BOOK, {})
    assert page.status_code == 200
    assert NAME in page.text
    recorded = looks(cast)
    assert [case for case, _ in recorded] == [case.id for case in opened]
    assert {what[:9] for _, what in recorded} == {"register "}


def test_the_sheet_of_full_names_is_recorded_too(citra: FlaskClient, cast: Cast) -> None:
    open_sktm(cast)
    assert NAME not in citra.get(f"{BOOK}.csv").text
    assert looks(cast) == []
    assert NAME in send(citra, f"{BOOK}.csv", {}).text
    assert len(looks(cast)) == 1


def test_who_reads_everything_reads_the_book_masked_only(signed_in: SignIn, cast: Cast) -> None:
    open_sktm(cast)
    auditor = signed_in("auditor")
    page = auditor.get(BOOK)
    assert page.status_code == 200
    assert "Tampilkan nama lengkap" not in page.text
    refused = send(auditor, BOOK, {})
    assert refused.status_code == 403
    assert NAME not in refused.text
    assert looks(cast) == []


def test_an_outsider_reads_no_book_of_another_unit(signed_in: SignIn, cast: Cast) -> None:
    open_sktm(cast)
    kartika = signed_in("kartika")
    for address in (BOOK, f"{BOOK}.csv"):
        assert kartika.get(address).status_code == 403
        assert send(kartika, address, {}).status_code == 403


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/register/nowhere/SKTM", 404),
        ("/register/kec-contoh-utara/NONE", 404),
        (f"{BOOK}?bulan=x&sesudah=y", 200),
        (f"{BOOK}?bulan=2999-01", 200),
        (f"{BOOK}?sesudah=2026-01-01,1", 200),
    ],
)
def test_an_address_typed_wrong_is_answered_in_words(
    citra: FlaskClient, address: str, status: int
) -> None:
    assert citra.get(address).status_code == status


def test_a_month_before_shows_nothing_of_this_one(citra: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    page = citra.get(f"{BOOK}?bulan=2020-01")
    assert number not in page.text
    assert "Tidak ada permohonan masuk pada bulan ini" in text_of(page)


def test_the_book_is_signed_by_the_head_of_the_unit(citra: FlaskClient, cast: Cast) -> None:
    page = text_of(citra.get(BOOK))
    assert "Mengetahui," in page
    assert cast.fadli.name in page


def test_the_book_asks_as_often_for_many_lines_as_for_one(
    citra: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    def asked() -> int:
        counted.asked.clear()
        assert citra.get(BOOK).status_code == 200
        return len(counted.asked)

    open_sktm(cast)
    asked()
    few = asked()
    for _ in range(20):
        open_sktm(cast)
    assert asked() == few
    assert few <= 7
