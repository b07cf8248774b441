"""The worklist page: what a role holder reads, takes, and sees change without reloading."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, claim_step, suspend_case
from tests.backdated import late_kk
from tests.builders import advance_to, open_kk
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import send, text_of

SignedIn = Callable[[str], FlaskClient]
LIST = "/kotak-kerja"


def at_the_operator(cast: Cast, count: int = 1) -> list[str]:
    found = [open_kk(cast).case.number for _ in range(count)]
    for number in found:
        advance_to(cast, number, "3")
    return found


def mark_of(page: str) -> str:
    found = re.search(r'id="sidik" name="sidik" value="(\w+)"', page)
    assert found, "the part of the page that renews itself has no mark"
    return found[1]


def test_each_row_tells_what_is_to_be_done_until_when_and_as_whom(
    cast: Cast, signed_in: SignedIn
) -> None:
    late = late_kk(cast)
    (fresh,) = at_the_operator(cast)
    said = text_of(signed_in("yusran").get(LIST))
    assert "2 langkah menunggu Anda" in said
    assert said.index("Terlambat 1 langkah") < said.index("Sesudah hari ini 1 langkah")
    assert said.index(late) < said.index(fresh)
    assert "Mengajukan permintaan cetak Kartu Keluarga" in said
    assert "langkah 3 dari 11" in said
    assert "Janji layanan sejak" in said
    assert "Sebagai Operator SIAK" in said


def test_the_applicant_is_masked(cast: Cast, signed_in: SignedIn) -> None:
    open_kk(cast)
    page = signed_in("marlina").get(LIST).text
    assert "Sit••••• P." in page
    assert "Aminah" not in page


def test_an_acting_post_is_a_filter_with_its_dates_and_its_count(
    cast: Cast, signed_in: SignedIn
) -> None:
    advance_to(cast, open_kk(cast).case.number, "4")
    arman = signed_in("arman")
    assert re.search(r"Plh\. Kepala Bidang Pendaftaran Penduduk, \d.* 1 ", text_of(arman.get(LIST)))
    only = arman.get(f"{LIST}?jabatan=disdukcapil:kabid_capil")
    assert "Tidak ada langkah untuk saringan ini" in only.text


def test_a_step_is_taken_from_its_row_with_one_button(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    marlina = signed_in("marlina")
    assert f'formaction="{LIST}/{number}/ambil"' in marlina.get(LIST).text
    answer = send(marlina, f"{LIST}/{number}/ambil", {"seen": "1"})
    assert answer.status_code == 303
    said = text_of(marlina.get(answer.location))
    assert f"Anda mengambil {number}" in said
    assert "Sudah Anda ambil" in said


def test_whoever_comes_second_reads_who_was_first_on_the_same_page(
    cast: Cast, signed_in: SignedIn
) -> None:
    number, other = open_kk(cast).case.number, open_kk(cast).case.number
    claim_step(cast.store, number, by=By(person=cast.marlina.id))
    answer = send(signed_in("ferdi"), f"{LIST}/{number}/ambil", {})
    assert answer.status_code == 409
    assert f"sudah diambil oleh {cast.marlina.name}" in answer.text
    assert 'role="alert"' in answer.text
    assert other in answer.text


def test_an_outsider_cannot_take_a_step(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    answer = send(signed_in("kartika"), f"{LIST}/{number}/ambil", {})
    assert answer.status_code == 403
    assert "Hanya pemegang jabatan itu" in answer.text


def test_an_open_page_is_told_only_the_time_while_nothing_changes(
    cast: Cast, signed_in: SignedIn
) -> None:
    open_kk(cast)
    marlina = signed_in("marlina")
    fresh = f"{LIST}/daftar"
    mark = mark_of(marlina.get(fresh).text)
    same = marlina.get(f"{fresh}?sidik={mark}")
    # At the turn of a minute the remaining times are told anew, with another mark.
    same = same if len(same.text) < 100 else marlina.get(f"{fresh}?sidik={mark_of(same.text)}")
    assert same.text.startswith("Data pukul ")
    assert same.headers["HX-Retarget"] == ".segar > b"


def test_an_open_page_is_sent_the_rows_again_when_a_step_arrives(
    cast: Cast, signed_in: SignedIn
) -> None:
    open_kk(cast)
    marlina = signed_in("marlina")
    mark = mark_of(marlina.get(LIST).text)
    arrived = open_kk(cast).case.number
    fresh = marlina.get(f"{LIST}/daftar?sidik={mark}")
    assert arrived in fresh.text
    assert "2 langkah menunggu Anda" in fresh.text
    assert mark_of(fresh.text) != mark


def test_nothing_to_do_is_told_with_what_will_happen_next(signed_in: SignedIn) -> None:
    said = text_of(signed_in("fadli").get(LIST))
    assert "Tidak ada langkah yang menunggu Anda" in said
    assert "muncul di sini dengan sendirinya begitu giliran Anda tiba" in said


def test_a_paused_step_is_no_work_but_says_until_when(cast: Cast, signed_in: SignedIn) -> None:
    (number,) = at_the_operator(cast)
    suspend_case(cast.store, number, "sistem", by=By(person=cast.yusran.id))
    said = text_of(signed_in("yusran").get(LIST))
    assert "Tidak ada langkah yang menunggu Anda" in said
    assert "Dijeda 1 langkah, tidak perlu tindakan Anda" in said
    assert "Paling lama sampai" in said
    assert "Gangguan sistem SIAK atau jaringan" in said


def test_the_spreadsheet_has_the_rows_and_no_full_name(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    answer = signed_in("marlina").get(f"{LIST}.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("\ufeffNomor,SOP,Langkah")
    assert number in answer.text
    assert "Aminah" not in answer.text


def test_the_list_goes_on_after_a_page(cast: Cast, signed_in: SignedIn) -> None:
    numbers = [open_kk(cast).case.number for _ in range(31)]
    marlina = signed_in("marlina")
    first = marlina.get(LIST).text
    link = re.search(r'href="([^"]+)" rel="next"', first)
    assert link, "31 rows fit on one page"
    second = marlina.get(link[1].replace("&amp;", "&")).text
    shown = [{number for number in numbers if number in page} for page in (first, second)]
    assert [len(page) for page in shown] == [30, 1]
    assert shown[0] | shown[1] == set(numbers)


def test_an_address_that_was_tampered_with_is_read_as_far_as_it_makes_sense(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    odd = "?jabatan=setda:sekda&saring=apa&sesudah=2026-13-45~x"
    answer = signed_in("marlina").get(LIST + odd)
    assert answer.status_code == 200
    assert number in answer.text


def test_the_page_asks_the_database_as_often_for_many_steps_as_for_one(
    cast: Cast, signed_in: SignedIn, counted: CountingStore
) -> None:
    open_kk(cast)
    marlina = signed_in("marlina")
    marlina.get(LIST)
    few = _asked(marlina, counted)
    for _ in range(5):
        open_kk(cast)
    # The session, the rows and the counts; the first page after a change pays for all three.
    assert _asked(marlina, counted) <= 3
    assert few <= 3


def _asked(client: FlaskClient, counted: CountingStore) -> int:
    before = len(counted.asked)
    assert client.get(LIST).status_code == 200
    return len(counted.asked) - before
