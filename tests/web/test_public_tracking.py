"""Tracking: an applicant sees one request, and nobody sees it by guessing."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient

from engine import clock
from engine.commands import By, suspend_case
from engine.commands.open_case import Opened
from tests.builders import APPLICANT, advance, advance_to, open_any, open_kk, open_sipb, open_sktm
from tests.cast import Cast
from tests.web.conftest import CountingStore
from tests.web.desk import send, text_of

Make = Callable[[Cast], Opened]


def shown(visitor: FlaskClient, opened: Opened) -> str:
    """What the receipt's code shows."""
    answer = visitor.get(f"/lacak/k/{opened.code}")
    assert answer.status_code == 200
    return text_of(answer)


def tracked(visitor: FlaskClient, number: str, factor: str) -> int:
    """The status of a try with number and second factor."""
    return send(visitor, "/lacak", {"number": number, "factor": factor}).status_code


@pytest.mark.parametrize("factor", ["08-03-1990", "08031990", "1990-03-08", "4471"])
def test_number_and_second_factor_open_the_request(
    visitor: FlaskClient, cast: Cast, factor: str
) -> None:
    number = open_kk(cast).case.number
    answer = send(visitor, "/lacak", {"number": f" {number.lower()} ", "factor": factor})
    assert (answer.status_code, answer.location) == (303, "/lacak/permohonan")
    assert f"Permohonan {number}" in text_of(visitor.get("/lacak/permohonan"))


def test_an_unknown_number_and_a_wrong_factor_are_answered_alike_for_the_same_work(
    visitor: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    number = open_kk(cast).case.number
    answers = []
    for asked, factor in ((number, "01-01-1970"), ("KK-2026-99999", "08-03-1990")):
        form = {"number": asked, "factor": factor, "csrf_token": ""}
        form["csrf_token"] = (
            visitor.get("/lacak").text.split('csrf_token" value="')[1].split('"')[0]
        )
        counted.asked.clear()
        answer = visitor.post("/lacak", data=form)
        plain = re.sub(r'value="[^"]*"', "", answer.text)
        answers.append((answer.status_code, plain, len(counted.asked)))
    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_an_empty_factor_opens_nothing(visitor: FlaskClient, cast: Cast) -> None:
    nobody = {"name": "Si Fulan", "birth_date": "01-01-1970"}
    number = open_any(cast, "disdukcapil", "KK", applicant=nobody).case.number
    assert [tracked(visitor, number, factor) for factor in ("", "٠١٠١", "0")] == [404, 404, 404]


def test_five_tries_close_a_number_even_to_the_right_factor_but_not_the_next_one(
    app: Flask, visitor: FlaskClient, cast: Cast
) -> None:
    number, other = open_kk(cast).case.number, open_kk(cast).case.number
    assert {tracked(visitor, number, f"000{n}") for n in range(5)} == {404}
    from_elsewhere = app.test_client()
    answer = send(from_elsewhere, "/lacak", {"number": number, "factor": "4471"})
    assert answer.status_code == 429
    assert "Tunggu 15 menit" in text_of(answer)
    assert tracked(visitor, other, "4471") == 303


def test_one_address_cannot_try_number_after_number(visitor: FlaskClient, cast: Cast) -> None:
    tries = [tracked(visitor, f"KK-2026-{n:05d}", "0101") for n in range(21)]
    assert tries == [404] * 20 + [429]


def test_the_page_names_nobody(visitor: FlaskClient, cast: Cast) -> None:
    opened = open_kk(cast)
    advance_to(cast, opened.case.number, "4")
    page = visitor.get(f"/lacak/k/{opened.code}").text
    named = [member.name for member in cast.everyone.values() if member.name in page]
    assert named == []
    for word in APPLICANT.values():
        assert word not in page


def test_it_tells_the_promise_whether_it_holds_and_why(visitor: FlaskClient, cast: Cast) -> None:
    opened = open_kk(cast)
    advance(cast, opened.case.number)
    page = shown(visitor, opened)
    for told in (
        "Dijanjikan selesai paling lambat", "Masih sesuai janji", "Mengapa tanggal ini?",
        "Berkas dinyatakan lengkap", "Tidak ada yang perlu Anda lakukan", "Sekarang: Data keluarga",
    ):  # fmt: skip
        assert told in page


def test_a_file_sent_back_at_the_counter_tells_which_papers_to_bring_and_where(
    visitor: FlaskClient, cast: Cast
) -> None:
    page = shown(visitor, open_kk(cast, missing=frozenset({"nikah", "formulir"})))
    for told in (
        "Lengkapi berkas Anda", "Formulir F-1.02 yang telah diisi", "Jalan Tertib Nomor 12",
        "Buka Senin–Kamis", "Sekarang: berkas ada pada Anda",
    ):  # fmt: skip
        assert told in page


@pytest.mark.parametrize(
    ("outcome", "told"),
    [
        ("Tidak memenuhi syarat", "Alasannya: Tidak memenuhi syarat."),
        ("Perlu perbaikan", "Alasan pengembalian: Perlu perbaikan."),
    ],
)
def test_a_refusal_or_a_return_tells_its_kind_and_never_what_an_official_wrote(
    visitor: FlaskClient, cast: Cast, outcome: str, told: str
) -> None:
    opened = open_sipb(cast)
    advance_to(cast, opened.case.number, "4")
    advance(cast, opened.case.number, outcome, note="KK milik Budi palsu")
    page = shown(visitor, opened)
    assert told in page
    assert "palsu" not in page


def test_a_pause_is_told_by_the_reason_of_the_sop(visitor: FlaskClient, cast: Cast) -> None:
    opened = open_sipb(cast)
    advance_to(cast, opened.case.number, "4")
    suspend_case(cast.store, opened.case.number, "sistem", by=By(person=cast.idham.id))
    page = shown(visitor, opened)
    assert "Sedang dijeda: Gangguan sistem SiCANTIK" in page
    assert "Dihitung lagi sesudah dilanjutkan" in page


def test_what_is_ready_tells_where_to_fetch_it_and_what_is_fetched_is_done(
    visitor: FlaskClient, cast: Cast
) -> None:
    opened = open_sktm(cast)
    advance_to(cast, opened.case.number, "8")
    page = shown(visitor, opened)
    assert "Siap diambil" in page
    assert "Ambil hasilnya di loket" in page
    # The archiving that follows is the office's business.
    advance(cast, opened.case.number)
    assert "Hasil diserahkan" in shown(visitor, opened)


def test_a_step_to_be_done_again_is_no_longer_told_as_done(
    visitor: FlaskClient, cast: Cast
) -> None:
    opened = open_sktm(cast)
    advance_to(cast, opened.case.number, "5#1")
    assert "Sekarang: Surat Anda diteliti" in shown(visitor, opened)
    advance(cast, opened.case.number, "Perlu koreksi")
    page = shown(visitor, opened)
    assert "Sekarang: Surat Anda dicetak." in page
    assert "Berikutnya: Surat Anda diteliti dan diparaf." in page


def test_a_code_that_is_not_ours_says_what_to_do(visitor: FlaskClient) -> None:
    answer = visitor.get("/lacak/k/bukan-kode-yang-benar-")
    assert answer.status_code == 404
    assert "masukkan nomor permohonan" in text_of(answer)


def test_a_request_stays_open_in_a_browser_for_half_an_hour_or_until_it_is_closed(
    visitor: FlaskClient, cast: Cast
) -> None:
    number = open_kk(cast).case.number
    tracked(visitor, number, "4471")
    with time_machine.travel(clock.now() + timedelta(minutes=31)):
        assert visitor.get("/lacak/permohonan").status_code == 303
    assert visitor.get("/lacak/permohonan").status_code == 200
    send(visitor, "/lacak/tutup", {})
    assert visitor.get("/lacak/permohonan").status_code == 303


def test_it_can_be_read_in_english(visitor: FlaskClient, cast: Cast) -> None:
    opened = open_kk(cast)
    advance(cast, opened.case.number)
    visitor.get("/lacak?bahasa=en")
    page = shown(visitor, opened)
    assert "On track" in page
    assert "Nothing for you to do" in page


def test_the_page_asks_the_database_the_same_few_times_for_a_long_history(
    visitor: FlaskClient, cast: Cast, counted: CountingStore
) -> None:
    def asked(opened: Opened) -> int:
        shown(visitor, opened)
        counted.asked.clear()
        shown(visitor, opened)
        return len(counted.asked)

    short, long = open_sktm(cast), open_sktm(cast)
    advance_to(cast, long.case.number, "8")
    assert asked(short) == asked(long) <= 3
