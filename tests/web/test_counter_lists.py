"""The counter's lists: what is found, what was opened today, and what is handed over."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from engine.domain.case import Status
from engine.store import cases, words
from tests.builders import APPLICANT, advance_to, open_any, open_kk, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import send, text_of

SignIn = Callable[[str], FlaskClient]
MASKED = "Sit••••• P."


@pytest.fixture
def citra(signed_in: SignIn) -> FlaskClient:
    """The counter officer of Kecamatan Contoh Utara at her browser."""
    return signed_in("citra")


def ready(cast: Cast) -> str:
    """A certificate of need that waits for its receiver at the hand-over step."""
    number = open_sktm(cast).case.number
    return advance_to(cast, number, "8").number


def test_services_are_found_by_any_of_their_words(citra: FlaskClient) -> None:
    page = text_of(citra.get("/loket?q=keterangan tidak mampu"))
    assert "Penerbitan Surat Keterangan Tidak Mampu" in page
    assert "Penanganan Pengaduan" not in page


def test_a_name_finds_requests_with_the_name_masked(citra: FlaskClient, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    page = text_of(citra.get("/loket?q=aminah"))
    assert number in page
    assert MASKED in page
    assert APPLICANT["name"] not in page


def test_requests_of_other_units_are_not_found(signed_in: SignIn, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    assert number not in signed_in("kartika").get("/loket?q=aminah").text


@pytest.mark.parametrize(
    "typed", ["{number}", " {lower} ", "https://x.id/lacak/k/{code}", "{code}"]
)
def test_a_number_or_a_scanned_receipt_leads_straight_to_the_request(
    citra: FlaskClient, cast: Cast, typed: str
) -> None:
    opened = open_sktm(cast)
    number = opened.case.number
    asked = typed.format(number=number, lower=number.lower(), code=opened.code)
    answer = citra.get("/loket", query_string={"q": asked})
    assert (answer.status_code, answer.location) == (303, f"/cases/{number}")


def test_nothing_found_says_what_to_do(citra: FlaskClient) -> None:
    page = text_of(citra.get("/loket?q=zzzz"))
    assert "Tidak ada layanan yang cocok" in page
    assert "Tidak ada permohonan yang cocok" in page


def test_today_lists_only_what_one_opened_oneself(signed_in: SignIn, cast: Cast) -> None:
    own = open_sktm(cast).case.number
    of_another = open_kk(cast).case.number
    page = signed_in("citra").get("/loket/hari-ini").text
    assert own in page
    assert of_another not in page


def test_the_sheet_of_today_masks_names_and_runs_no_formula(citra: FlaskClient, cast: Cast) -> None:
    open_any(cast, "kec-contoh-utara", "SKTM", applicant={**APPLICANT, "name": "=1+1 Jahat"})
    answer = citra.get("/loket/hari-ini.csv")
    assert answer.text.startswith("\ufeffNomor,Layanan,Pemohon")
    assert ",'=1+••••• J.," in answer.text


def test_the_applicant_himself_receives_without_his_name_being_shown(
    citra: FlaskClient, cast: Cast
) -> None:
    number = ready(cast)
    page = citra.get("/loket/serahkan")
    assert number in page.text
    assert APPLICANT["name"] not in page.text
    answer = send(citra, f"/loket/serahkan/{number}", {"who": "pemohon", "ada": ["Tanda terima"]})
    assert answer.status_code == 303
    case = cases.load(cast.store, number).case
    assert words.current(cast.store, case.id)["receiver"] == APPLICANT["name"]
    # Only the archiving is left, so nobody is asked to hand it over again.
    assert case.status is Status.RUNNING
    assert f'id="{number}"' not in citra.get("/loket/serahkan").text


def test_a_proxy_receives_by_name_what_is_simply_ready(signed_in: SignIn, cast: Cast) -> None:
    number = open_any(cast, "disdukcapil", "AKD").case.number
    advance_to(cast, number, "ready")
    client = signed_in("marlina")
    answer = send(client, f"/loket/serahkan/{number}", {"who": "kuasa", "receiver": "Rina Mappa"})
    assert answer.status_code == 303
    case = cases.load(cast.store, number).case
    assert case.status is Status.CLOSED
    assert words.current(cast.store, case.id)["receiver"] == "Rina Mappa"


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"who": "kuasa", "receiver": " ", "ada": ["Tanda terima"]}, 422, "nama penerima"),
        ({"who": "pemohon"}, 422, "Kelengkapan langkah ini belum terpenuhi"),
    ],
)
def test_a_hand_over_without_receiver_or_papers_is_refused_and_the_form_stays_open(
    citra: FlaskClient, cast: Cast, told: dict[str, object], status: int, sentence: str
) -> None:
    number = ready(cast)
    answer = send(citra, f"/loket/serahkan/{number}", {**told, "number": number})
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert f'id="{number}" open' in answer.text
    assert cases.load(cast.store, number).case.step == "8"


def test_another_units_officer_hands_nothing_over(signed_in: SignIn, cast: Cast) -> None:
    number = ready(cast)
    client = signed_in("kartika")
    assert number not in client.get("/loket/serahkan").text
    answer = send(client, f"/loket/serahkan/{number}", {"who": "kuasa", "receiver": "Rina"})
    assert answer.status_code == 403


def test_what_nobody_has_fetched_is_listed_longest_first_page_by_page(
    citra: FlaskClient, cast: Cast
) -> None:
    numbers = [ready(cast) for _ in range(2)]
    page = citra.get("/loket/serahkan").text
    assert page.index(numbers[0]) < page.index(numbers[1])
    first = cases.load(cast.store, numbers[0]).case
    after = {"sesudah": f"{first.ready_at},{first.id}"}
    following = citra.get("/loket/serahkan", query_string=after).text
    assert numbers[0] not in following
    assert numbers[1] in following


def test_the_counter_asks_as_often_for_many_requests_as_for_one(
    citra: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    def asked() -> int:
        counted.asked.clear()
        assert citra.get("/loket?q=aminah").status_code == 200
        return len(counted.asked)

    open_sktm(cast)
    asked()
    few = asked()
    for _ in range(5):
        open_sktm(cast)
    assert asked() == few
    assert few <= 6
