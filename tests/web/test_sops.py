"""The SOP library: every version by its state, in its official form, with what it changed."""

import hashlib
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.store import sops
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import text_of

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def clerk(signed_in: SignIn) -> FlaskClient:
    """Somebody who only does steps: the library is for every officer."""
    return signed_in("holder")


def test_versions_are_listed_by_state(clerk: FlaskClient) -> None:
    everything = text_of(clerk.get("/sop"))
    assert "Legalisasi Fotokopi Ijazah" in everything
    superseded = clerk.get("/sop?keadaan=digantikan").text
    assert "/sop/LEG/1" in superseded
    assert "/sop/LEG/2" not in superseded
    in_force = clerk.get("/sop?keadaan=berlaku").text
    assert "/sop/LEG/2" in in_force
    assert "/sop/LEG/1" not in in_force


@pytest.mark.parametrize("words", ["tidak mampu", "SKTM", "kecamatan contoh utara"])
def test_a_version_is_found_by_title_code_or_unit(clerk: FlaskClient, words: str) -> None:
    page = clerk.get("/sop", query_string={"q": words}).text
    assert "/sop/SKTM/1" in page
    assert "/sop/LEG/2" not in page


def test_nothing_found_says_what_to_do(clerk: FlaskClient) -> None:
    page = text_of(clerk.get("/sop?q=zzzz"))
    assert "Tidak ada SOP yang cocok" in page


def test_a_version_stands_in_its_official_form(clerk: FlaskClient, cast: Cast) -> None:
    page = clerk.get("/sop/SKTM/1?unit=kec-contoh-utara")
    told = text_of(page)
    for block in (
        "Nomor SOP", "Tanggal Pembuatan", "Tanggal Revisi", "Tanggal Efektif", "Disahkan oleh",
        "Nama SOP", "Dasar Hukum", "Kualifikasi Pelaksana", "Keterkaitan",
        "Peralatan/Perlengkapan", "Peringatan", "Pencatatan dan Pendataan",
    ):  # fmt: skip
        assert block in told
    assert "Kecamatan Contoh Utara" in told
    assert 'class="matriks ' in page.text
    digest = sops.in_force(cast.store, "kec-contoh-utara", "SKTM", _today(cast)).digest
    assert digest in told


def test_a_version_names_every_unit_that_adopted_it_and_by_which_letter(
    clerk: FlaskClient, cast: Cast
) -> None:
    told = text_of(clerk.get("/sop/SKTM/1"))
    for unit in ("Utara", "Selatan", "Tengah"):
        assert f"Kecamatan Contoh {unit}" in told
    sop = sops.in_force(cast.store, "kec-contoh-utara", "SKTM", _today(cast))
    assert sop.ratified.letter in told


def test_the_file_is_given_back_as_it_was_adopted(clerk: FlaskClient) -> None:
    answer = clerk.get("/sop/SKTM/1.yaml")
    assert hashlib.sha256(answer.data).hexdigest() in clerk.get("/sop/SKTM/1").text
    assert answer.headers["Content-Disposition"] == 'attachment; filename="SKTM-1.yaml"'


def test_what_a_version_changed_is_told_in_words(clerk: FlaskClient) -> None:
    told = text_of(clerk.get("/sop/LEG/2"))
    assert "Yang berubah dari versi 1" in told
    assert "Langkah 3, pelaksana Kepala Dinas Kepala Bidang Pendidikan Dasar" in told
    assert "Langkah 6 tidak ada Menyerahkan kembali ijazah asli" in told
    assert "Yang berubah" not in text_of(clerk.get("/sop/LEG/1"))


@pytest.mark.parametrize("address", ["/sop/NONE/1", "/sop/SKTM/9", "/sop/SKTM/9.yaml"])
def test_an_unknown_version_is_told_in_a_sentence(clerk: FlaskClient, address: str) -> None:
    answer = clerk.get(address)
    assert answer.status_code == 404
    assert "tidak ditemukan" in text_of(answer)


def test_visitors_are_asked_to_sign_in(visitor: FlaskClient) -> None:
    for address in ("/sop", "/sop/SKTM/1", "/sop/SKTM/1.yaml"):
        assert visitor.get(address).status_code == 303


def test_the_library_asks_a_constant_number_of_times(
    clerk: FlaskClient, counted: CountingStore
) -> None:
    def asked(address: str) -> int:
        clerk.get(address)
        counted.asked.clear()
        assert clerk.get(address).status_code == 200
        return len(counted.asked)

    assert asked("/sop") <= 3
    assert asked("/sop/SKTM/1") <= 3


def _today(cast: Cast):
    row = cast.store.row("SELECT current_date")
    assert row is not None
    return row[0]
