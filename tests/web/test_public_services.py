"""The public index of services: what is in force, for everybody."""

from flask.testing import FlaskClient

from tests.cast import Cast
from tests.web.desk import text_of


def test_every_service_in_force_is_listed_once(visitor: FlaskClient) -> None:
    page = visitor.get("/layanan").text
    assert page.count(">Penerbitan Surat Keterangan Tidak Mampu<") == 1
    assert "di 3 kantor" in page


def test_services_are_found_by_their_words(visitor: FlaskClient) -> None:
    page = text_of(visitor.get("/layanan?q=akta kelahiran"))
    assert "Penerbitan Kutipan Akta Kelahiran" in page
    assert "Izin Praktik" not in page


def test_nothing_found_says_what_to_do(visitor: FlaskClient) -> None:
    assert "Cari dengan kata lain" in visitor.get("/layanan?q=zzzz").text


def test_a_service_tells_its_six_published_parts(visitor: FlaskClient) -> None:
    page = text_of(visitor.get("/layanan/kec-contoh-utara/SKTM"))
    for told in (
        "Yang harus dibawa Surat pengantar", "Langkah pelayanan", "Jangka waktu 60 menit",
        "Biaya Gratis", "Hasil Surat Keterangan Tidak Mampu", "Pengaduan, saran, dan masukan",
    ):  # fmt: skip
        assert told in page
    assert page.index("Kecamatan Contoh Utara") < page.index("Kecamatan Contoh Selatan")
    assert "Buka Senin–Kamis 08.00–16.15, Jumat 08.00–16.45" in page


def test_no_service_names_anybody(visitor: FlaskClient, cast: Cast) -> None:
    page = visitor.get("/layanan/kec-contoh-utara/SKTM").text
    assert [member.name for member in cast.everyone.values() if member.name in page] == []


def test_a_counter_that_never_closes_says_so(visitor: FlaskClient) -> None:
    listed = visitor.get("/layanan?q=rekam medis").text
    address = listed.split('class="isi-baris" href="')[1].split('"')[0]
    assert "setiap hari, 24 jam" in visitor.get(address).text


def test_an_unknown_service_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get("/layanan/kec-contoh-utara/KTP").status_code == 404


def test_the_front_page_of_the_public_tracks_and_leads_to_services_and_sign_in(
    visitor: FlaskClient,
) -> None:
    answer = visitor.get("/", follow_redirects=True)
    for address in ('action="/lacak"', 'action="/layanan"', 'href="/masuk"'):
        assert address in answer.text
