"""The board: what a head, an auditor and the Section read of the units they may read."""

import re
from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, claim_step, suspend_case
from tests.backdated import late_kk
from tests.builders import advance_to, open_any, open_kk, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import text_of

SignedIn = Callable[[str], FlaskClient]
BOARD = "/papan"


def test_the_three_numbers_are_filters_and_add_up(cast: Cast, signed_in: SignedIn) -> None:
    late_kk(cast)
    advance_to(cast, open_kk(cast).case.number, "3")
    open_any(cast, "disdukcapil", "KK", missing=frozenset({"nikah"}))
    page = signed_in("suryani").get(BOARD)
    said = text_of(page)
    assert "3 permohonan terbuka menurut 1 SOP" in said
    assert "1 Terlambat Paling lama" in said
    assert "2 Berjalan tepat waktu 1 di pemohon" in said
    assert "keadaan=mendekati" in page.text


def test_a_late_case_tells_its_step_whose_turn_it_is_and_by_how_much(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = late_kk(cast)
    claim_step(cast.store, number, by=By(person=cast.yusran.id))
    said = text_of(signed_in("suryani").get(BOARD))
    assert f"{number} Penerbitan Kartu Keluarga Baru" in said
    assert "3. Mengajukan permintaan cetak Kartu Keluarga Operator SIAK" in said
    assert f"{cast.yusran.name} 1 permohonan terbuka" in said
    assert re.search(r"\d+ hari kerja Janji layanan sejak", said)


def test_a_paused_case_that_is_late_tells_why_it_stands_still(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = late_kk(cast)
    suspend_case(cast.store, number, "sistem", by=By(person=cast.yusran.id))
    said = text_of(signed_in("suryani").get(BOARD))
    assert re.search(r"Dijeda Sejak hari ini, [\d.]+: Gangguan sistem SIAK atau jaringan", said)


def test_a_head_reads_the_own_unit_and_the_auditor_all_of_them(
    cast: Cast, signed_in: SignedIn
) -> None:
    open_sktm(cast)
    open_kk(cast)
    head = text_of(signed_in("suryani").get(BOARD))
    assert "1 permohonan terbuka" in head
    assert "Surat Keterangan Tidak Mampu" not in head
    all_units = text_of(signed_in("gusnawati").get(BOARD))
    assert "Papan seluruh unit" in all_units
    assert "2 permohonan terbuka menurut 2 SOP" in all_units
    assert "Menurut unit" in all_units


def test_the_auditor_and_the_section_find_nothing_on_it_to_change(
    cast: Cast, signed_in: SignedIn
) -> None:
    late_kk(cast)
    for reader in ("gusnawati", "haris"):
        page = signed_in(reader).get(BOARD)
        assert page.status_code == 200
        assert "Alihkan" not in page.text
        assert "Perpanjang" not in page.text


def test_a_role_holder_and_a_counter_officer_are_sent_away(signed_in: SignedIn) -> None:
    for reader in ("yusran", "marlina"):
        answer = signed_in(reader).get(BOARD)
        assert answer.status_code == 403
        assert "untuk atasan, auditor, dan Bagian Organisasi" in text_of(answer)


def test_a_superior_below_the_head_has_the_board_of_the_unit_and_acts_only_on_own_staff(
    cast: Cast, signed_in: SignedIn
) -> None:
    below, above = late_kk(cast), open_kk(cast).case.number
    advance_to(cast, below, "4")
    advance_to(cast, above, "5")
    page = signed_in("nurbaya").get(f"{BOARD}?keadaan=semua").text
    assert below in page
    assert f"/papan/{above}/alihkan" not in page


def test_a_unit_out_of_scope_cannot_be_asked_for(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    for address in (f"{BOARD}?unit=kec-contoh-utara", f"{BOARD}/permohonan?unit=kec-contoh-utara"):
        assert number not in signed_in("suryani").get(address).text
    assert number not in signed_in("suryani").get(f"{BOARD}/permohonan.csv").text


def test_from_the_sop_one_goes_down_to_the_step_and_to_its_cases(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    other = open_kk(cast).case.number
    suryani = signed_in("suryani")
    assert 'href="/papan/sop/KK/1"' in suryani.get(BOARD).text
    page = suryani.get("/papan/sop/KK/1")
    link = re.search(r'href="(/papan/permohonan\?[^"]*langkah=3[^"]*)"', page.text)
    assert link, "step 3 is no link"
    cases = suryani.get(link[1].replace("&amp;", "&")).text
    assert number in cases
    assert other not in cases


def test_the_heat_says_in_words_where_the_cases_stand(cast: Cast, signed_in: SignedIn) -> None:
    advance_to(cast, open_kk(cast).case.number, "3")
    open_kk(cast)
    page = signed_in("suryani").get(BOARD).text
    assert "langkah 2: 1; langkah 3: 1" in page


def test_what_falls_due_is_drawn_with_a_table_beside_it(cast: Cast, signed_in: SignedIn) -> None:
    advance_to(cast, open_kk(cast).case.number, "3")
    page = signed_in("suryani").get(BOARD).text
    assert page.count('class="bar') >= 1
    assert "Yang jatuh tempo tiap hari" in page
    assert "style=" not in page


def test_an_open_board_shows_a_new_case_within_five_seconds_without_reloading(
    cast: Cast, signed_in: SignedIn
) -> None:
    suryani = signed_in("suryani")
    page = suryani.get(BOARD).text
    every = re.search(r'<div id="papan" hx-get="([^"]+)"[^>]*hx-trigger="every (\d+)s"', page)
    assert every, "the board does not ask for itself again"
    # The page asks every so many seconds, and what it gets is at most two seconds old.
    assert int(every[2]) + 2 <= 5
    open_kk(cast)
    suryani.application.extensions["kept"].clear()
    assert "1 permohonan terbuka" in suryani.get(every[1].replace("&amp;", "&")).text


def test_the_age_of_the_data_is_told(cast: Cast, signed_in: SignedIn) -> None:
    assert re.search(r"Data pukul \d\d\.\d\d\.\d\d WIT", text_of(signed_in("suryani").get(BOARD)))


def test_an_empty_board_says_what_to_wait_for(signed_in: SignedIn) -> None:
    said = text_of(signed_in("suryani").get(BOARD))
    assert "Tidak ada yang terlambat" in said
    assert "Belum ada permohonan terbuka" in said


def test_an_sop_without_open_cases_is_not_found(signed_in: SignedIn) -> None:
    answer = signed_in("suryani").get("/papan/sop/KK/9")
    assert answer.status_code == 404
    assert "tidak ditemukan" in answer.text


def test_the_spreadsheet_names_no_applicant_in_full(cast: Cast, signed_in: SignedIn) -> None:
    number = late_kk(cast)
    answer = signed_in("suryani").get(f"{BOARD}/permohonan.csv?keadaan=terlambat")
    assert answer.text.startswith("\ufeffNomor,Unit,SOP")
    assert number in answer.text
    assert "Aminah" not in answer.text


def test_the_board_asks_as_often_for_many_cases_as_for_one_and_less_for_the_next_reader(
    cast: Cast, signed_in: SignedIn, counted: CountingStore
) -> None:
    open_kk(cast)
    suryani = signed_in("suryani")
    suryani.get(BOARD)
    few = _asked(suryani, counted)
    for _ in range(5):
        open_kk(cast)
    assert _asked(suryani, counted) == few
    before = len(counted.asked)
    suryani.get(BOARD)
    # Within two seconds only the session is asked for.
    assert len(counted.asked) - before <= 1


def _asked(client: FlaskClient, counted: CountingStore) -> int:
    kept = client.application.extensions["kept"]
    for key in [key for key in kept if key[0] != "capacity"]:
        del kept[key]
    before = len(counted.asked)
    assert client.get(BOARD).status_code == 200
    return len(counted.asked) - before
