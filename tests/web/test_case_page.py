"""The case page: what each reader sees of a case, and what they may do from there."""

import re
from collections.abc import Callable
from datetime import date

from flask import Flask
from flask.testing import FlaskClient

from engine.commands import By, add_note, close_case, suspend_case
from engine.domain.people import Standing
from engine.domain.sop import Ending
from engine.store import people
from tests.builders import advance, advance_to, open_kk, open_sipb, open_sktm
from tests.cast import Cast
from tests.web.case_at import address, offers, text_of
from tests.web.conftest import CountingStore

SignedIn = Callable[[str], FlaskClient]


def test_the_holder_sees_his_turn_with_every_outcome_and_its_consequence(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    page = signed_in("darmawan").get(address(number))
    said = text_of(page)
    assert "Giliran Anda: memverifikasi dan memvalidasi kelengkapan persyaratan" in said
    assert "Sesuai Diteruskan ke langkah 4, Petugas Loket" in said
    assert "Tidak sesuai Kembali ke langkah 2, Petugas Loket" in said
    assert "Kelengkapan langkah ini Berkas tercocokkan" in said
    assert "Diproses, langkah 3" in said


def test_everybody_else_of_the_unit_is_told_calmly_whose_turn_it_is(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "6")
    page = signed_in("citra").get(address(number))
    assert "Giliran Camat Langkah 6: Menandatangani surat." in text_of(page)
    assert "Giliran Anda" not in page.text


def test_an_acting_officer_is_told_by_which_post_and_letter(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "4")
    said = text_of(signed_in("arman").get(address(number)))
    assert "Sebagai Plh. Kepala Bidang Pendaftaran Penduduk, surat 800.1.11/94/2026" in said


def test_whoever_four_eyes_keeps_out_reads_why_and_cannot_complete(
    cast: Cast, signed_in: SignedIn
) -> None:
    with cast.store.transaction() as connection:
        people.give(
            connection, cast.darmawan.id, "kec-contoh-utara", "sekcam", starts=date(2026, 1, 2),
            standing=Standing.PLH, letter="800.1.11/7/2026",
        )  # fmt: skip
    number = open_sktm(cast).case.number
    advance_to(cast, number, "5#2")
    page = signed_in("darmawan").get(address(number))
    assert "SOP ini mengharuskan dua orang yang berbeda" in text_of(page)
    assert "Giliran Anda" not in page.text
    assert "Giliran Anda" in signed_in("evi").get(address(number)).text


def test_an_outsider_is_refused_and_learns_nothing(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    for part in ("", "/history.csv", "/live", "/verify", "/account/service"):
        answer = signed_in("kartika").get(address(number) + part)
        assert answer.status_code == 403, part
        assert "Surat Keterangan Tidak Mampu" not in answer.text


def test_who_has_not_signed_in_is_asked_to(cast: Cast, visitor: FlaskClient) -> None:
    number = open_sktm(cast).case.number
    answer = visitor.get(address(number))
    assert answer.status_code == 303
    assert "/masuk" in answer.location


def test_an_unknown_number_is_a_sentence_not_an_error(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("citra").get(address("SKTM-KCU-2026-99999"))
    assert answer.status_code == 404
    assert "Permohonan SKTM-KCU-2026-99999 tidak ditemukan" in text_of(answer)


def test_an_auditor_reads_everything_and_is_offered_no_change(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "5")
    page = signed_in("auditor").get(address(number))
    assert page.status_code == 200
    assert "menyelesaikan langkah 4" in text_of(page)
    assert offers(page) == {"reveal"}


def test_only_what_would_not_be_refused_is_offered(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    holder, head = (offers(signed_in(who).get(address(number))) for who in ("yusran", "suryani"))
    assert {"suspend", "correct", "withdraw-completeness"} <= holder
    assert not holder & {"reassign", "deviate", "close", "resume", "reopen", "declare-complete"}
    assert {"reassign", "deviate", "close"} <= head
    assert "complete" in head, "she may record what was signed on paper"


def test_a_paused_case_offers_to_go_on_and_nothing_that_needs_it_to_run(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    suspend_case(cast.store, number, "sistem", by=By(person=cast.yusran.id))
    page = signed_in("yusran").get(address(number))
    assert "Dijeda: Gangguan sistem SIAK atau jaringan" in text_of(page)
    assert "resume" in offers(page)
    assert not offers(page) & {"complete", "suspend", "claim"}


def test_a_closed_case_says_how_it_ended_and_can_be_continued(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    by = By(person=cast.marlina.id)
    close_case(cast.store, number, Ending.WITHDRAWN, "Pemohon pindah", by=by)
    page = signed_in("marlina").get(address(number))
    assert "Permohonan ini sudah ditutup Ditarik pemohon" in text_of(page)
    assert offers(page) == {"reveal", "reopen", "note", "documents"}


def test_the_matrix_marks_what_is_done_what_is_open_and_which_way_was_taken(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    advance(cast, number, "Tidak sesuai", note="Data DTKS belum cocok")
    page = signed_in("citra").get(address(number)).text
    assert page.count('aria-current="step"') == 2  # in the table, and in the list for phones
    assert re.search(r'<tr id="langkah-2"[^>]* class="st-kini', page)
    assert "akan diulang" in page  # step 3, which has to be done again
    assert 'class="l sudah"' in page


def test_a_late_step_and_a_late_service_are_told_in_words(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    cast.store.run(
        "UPDATE cases SET promised_at = now() - interval '9 days' WHERE number = %s", (number,)
    )
    said = text_of(signed_in("darmawan").get(address(number)))
    assert "Melewati janji, di langkah 3" in said
    assert "Terlambat" in said


def test_the_name_is_masked_until_somebody_asks_and_that_is_recorded_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    page = client.get(address(number))
    assert "Sit••••• P." in page.text
    assert "Siti Aminah" not in page.text and "9900014803900001" not in page.text
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    shown = client.post(f"{address(number)}/reveal", data={"csrf_token": token})
    assert "Siti Aminah Daeng Puji" in shown.text and "9900014803900001" in shown.text
    looked = cast.store.rows("SELECT person_id, what FROM disclosures")
    assert looked == [(cast.citra.id, "applicant")]
    assert "Siti Aminah" not in client.get(address(number)).text


def test_what_was_written_is_shown_as_text_never_as_markup(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    add_note(cast.store, number, "<script>alert(1)</script>", by=By(person=cast.citra.id))
    page = signed_in("citra").get(address(number)).text
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2  # as a note, and in the history


def test_one_case_never_shows_the_words_of_another_that_stands_alike(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("citra")
    numbers = [open_sktm(cast).case.number for _ in range(3)]
    add_note(cast.store, numbers[0], "Hanya milik yang pertama", by=By(person=cast.citra.id))
    add_note(cast.store, numbers[1], "Hanya milik yang kedua", by=By(person=cast.citra.id))
    pages = {number: client.get(address(number)).text for number in numbers}
    for number, page in pages.items():
        assert not [other for other in numbers if other != number and other in page]
    assert "Hanya milik yang kedua" not in pages[numbers[0]]
    assert "Hanya milik" not in pages[numbers[2]]


def test_two_readers_of_one_case_each_get_their_own_forms(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    first, second = signed_in("yusran"), signed_in("marlina")
    for client, may in ((first, True), (second, False), (first, True)):
        page = client.get(address(number))
        assert ("Giliran Anda" in page.text) is may
        token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
        wrong = second if client is first else first
        answer = wrong.post(f"{address(number)}/note", data={"csrf_token": token, "note": "x"})
        assert answer.status_code == 400


def test_in_english_the_product_speaks_english_and_the_sop_stays_as_ratified(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    client.get("/?bahasa=en")
    said = text_of(client.get(address(number)))
    assert "Your turn: memverifikasi" in said
    assert "completed step 2: Terdaftar" in said
    assert "Giliran Anda" not in said


def test_the_page_asks_the_database_three_times_whatever_its_history(
    cast: Cast, signed_in: SignedIn, counted: CountingStore, app: Flask
) -> None:
    client = signed_in("yusran")
    asked = {}
    for number, state in ((open_kk(cast).case.number, "3"), (open_kk(cast).case.number, "6")):
        advance_to(cast, number, state)
        for _ in range(3):
            by = By(person=cast.yusran.id)
            add_note(cast.store, number, f"Catatan untuk {state}", by=by)
        client.get(address(number))
        counted.asked.clear()
        assert client.get(address(number)).status_code == 200
        asked[state] = len(counted.asked)
    # The session with the office's revision; the case; everything beside it.
    assert asked == {"3": 3, "6": 3}


def test_a_step_of_another_unit_is_read_and_done_by_that_unit(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    advance_to(cast, number, "5")
    page = signed_in("vina").get(address(number))
    assert "Giliran Anda: menerbitkan rekomendasi teknis" in text_of(page)
    assert 'name="isian-nomor_rekomendasi"' in page.text
    assert 'type="file" name="berkas-surat_rekomendasi"' in page.text
