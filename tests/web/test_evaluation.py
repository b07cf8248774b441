"""The evaluation: rates, times and deviations of an SOP, for those who judge it."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from tests.builders import advance, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import text_of

SignIn = Callable[[str], FlaskClient]
PAGE = "/evaluasi/SKTM"


def closed(cast: Cast) -> str:
    """A certificate of need by its whole way."""
    number = open_sktm(cast).case.number
    while advance(cast, number).is_open:
        pass
    return number


@pytest.fixture
def analyst(signed_in: SignIn) -> FlaskClient:
    return signed_in("haris")


def test_an_sop_shows_its_rates_standards_and_where_the_time_went(
    analyst: FlaskClient, cast: Cast
) -> None:
    closed(cast)
    page = text_of(analyst.get(PAGE))
    for words in ("Permohonan dinilai", "Kepatuhan langkah", "100%", "Ke mana waktunya"):
        assert words in page
    assert "Tidak ada penyimpangan untuk saringan ini" in page


def test_a_deviation_is_a_sentence_linked_to_the_fact_that_shows_it(
    analyst: FlaskClient, cast: Cast
) -> None:
    number = closed(cast)
    cast.store.run("DELETE FROM holdings WHERE person_id = %s", (cast.fadli.id,))
    answer = analyst.get(PAGE)
    assert "oleh orang yang hari itu tidak memegang jabatan tersebut" in text_of(answer)
    assert f"/audit/{number}#fakta-" in answer.text
    sheet = analyst.get(f"{PAGE}.csv").text
    assert number in sheet and "Camat" in sheet


def test_a_filter_narrows_the_named_deviations_and_never_the_sums(
    analyst: FlaskClient, cast: Cast
) -> None:
    closed(cast)
    cast.store.run("DELETE FROM holdings WHERE person_id = %s", (cast.fadli.id,))
    narrowed = text_of(analyst.get(f"{PAGE}?aspek=time"))
    assert "Tidak ada penyimpangan untuk saringan ini" in narrowed
    assert "Pelaksana dan wewenang 1" in narrowed


def test_a_step_is_told_unit_by_unit_and_month_by_month(analyst: FlaskClient, cast: Cast) -> None:
    closed(cast)
    page = text_of(analyst.get(f"{PAGE}?langkah=3"))
    assert "Langkah 3 menurut unit dan bulan" in page
    assert cast.store.row("SELECT name FROM units WHERE code = 'kec-contoh-utara'")[0] in page


def test_a_period_without_closed_cases_says_what_to_do(analyst: FlaskClient, cast: Cast) -> None:
    closed(cast)
    page = text_of(analyst.get(f"{PAGE}?sejak=2020-01-01&sampai=2020-02-01"))
    assert "Tidak ada permohonan yang ditutup dalam masa ini" in page
    listed = analyst.get("/evaluasi").text
    assert "/evaluasi/SKTM?" in listed


def test_a_head_sees_the_cases_of_units_he_reads_and_no_others(
    signed_in: SignIn, cast: Cast
) -> None:
    number = closed(cast)
    cast.store.run("DELETE FROM holdings WHERE person_id = %s", (cast.darmawan.id,))
    assert number in signed_in("fadli").get(PAGE).text
    elsewhere = signed_in("suryani").get(f"{PAGE}?unit=kec-contoh-utara").text
    assert number not in elsewhere


@pytest.mark.parametrize(
    "query", ["sejak=x&sampai=9999-99-99", "versi=abc&langkah=zz", "aspek=none", "unit=nowhere"]
)
def test_an_address_typed_wrong_is_answered_in_words(
    analyst: FlaskClient, cast: Cast, query: str
) -> None:
    closed(cast)
    for address in (PAGE, "/evaluasi", "/evaluasi/NONE", f"{PAGE}.csv"):
        assert analyst.get(f"{address}?{query}").status_code == 200


def test_the_page_asks_as_often_for_many_cases_as_for_one(
    analyst: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    def asked() -> int:
        counted.asked.clear()
        assert analyst.get(PAGE).status_code == 200
        return len(counted.asked)

    closed(cast)
    asked()
    few = asked()
    for _ in range(5):
        closed(cast)
    assert asked() == few
