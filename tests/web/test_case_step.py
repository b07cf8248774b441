"""The open step on a case's page: done, refused with what was written kept, drafted, recorded."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from engine import clock
from engine.commands import By, add_note, claim_step, suspend_case
from engine.domain.case import Case, Status
from engine.store import cases, drafts
from tests.builders import advance, advance_to, open_kk, open_sipb, open_sktm
from tests.cast import Cast
from tests.web.case_at import address, send, send_from, text_of

SignedIn = Callable[[str], FlaskClient]


def standing(cast: Cast, number: str) -> Case:
    """The case as it stands now."""
    return cases.load(cast.store, number).case


def test_a_step_is_done_and_the_page_says_whose_turn_it_is_now(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    answer = send(client, number, "complete", outcome="Sesuai", tick=["Berkas tercocokkan"],
                  note="Sudah cocok")  # fmt: skip
    assert answer.status_code == 303
    assert answer.location.endswith(address(number))
    said = text_of(client.get(answer.location))
    assert "Tercatat. Sekarang langkah 4, giliran Petugas Loket Kecamatan." in said
    assert "Sudah cocok" in said
    assert standing(cast, number).step == "4"


def test_an_open_requirement_is_refused_beside_its_list_and_the_note_is_kept(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    answer = send(signed_in("darmawan"), number, "complete", outcome="Sesuai", note="Jangan hilang")
    assert answer.status_code == 422
    assert "Kelengkapan langkah ini belum terpenuhi" in text_of(answer)
    assert '<a href="#kelengkapan">' in answer.text and 'id="kelengkapan"' in answer.text
    assert ">Jangan hilang</textarea>" in answer.text
    assert standing(cast, number).step == "3"


def test_an_outcome_that_asks_a_reason_gets_its_own_and_refuses_without(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    refused = send(client, number, "complete", outcome="Tidak terdaftar")
    assert refused.status_code == 422
    assert '<a href="#alasan-Tidak-terdaftar">' in refused.text
    words = {"outcome": "Tidak terdaftar", "alasan-Tidak terdaftar": "Belum ada di DTKS"}
    words["note"] = "Sudah diberi tahu"
    assert send_from(client, refused, number, "complete", **words).status_code == 303
    assert standing(cast, number).status is Status.RETURNED
    said = text_of(client.get(address(number)))
    assert "Belum ada di DTKS" in said and "Sudah diberi tahu" in said


def test_a_colleague_s_note_is_shown_before_the_step_is_done_and_asked_again(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    before = client.get(address(number))
    add_note(cast.store, number, "KK palsu", by=By(person=cast.evi.id))
    words = {"outcome": "Sesuai", "tick": ["Berkas tercocokkan"], "note": "Tetap ada"}
    asked = send_from(client, before, number, "complete", **words)
    assert asked.status_code == 409
    said = text_of(asked)
    assert "Ada catatan baru sejak halaman ini dibuka" in said and "KK palsu" in said
    assert ">Tetap ada</textarea>" in asked.text
    assert send_from(client, asked, number, "complete", **words).status_code == 303


def test_a_double_click_is_answered_as_if_it_had_just_worked(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    page = client.get(address(number))
    words = {"outcome": "Sesuai", "tick": ["Berkas tercocokkan"]}
    answers = [send_from(client, page, number, "complete", **words) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert standing(cast, number).step == "4"


def test_the_loser_of_a_claim_learns_who_was_faster(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    loser = signed_in("ferdi")
    page = loser.get(address(number))
    assert send(signed_in("marlina"), number, "claim").status_code == 303
    answer = send_from(loser, page, number, "claim")
    assert answer.status_code == 409
    assert cast.marlina.name in text_of(answer)
    assert standing(cast, number).holder == cast.marlina.id


def test_a_step_signed_on_paper_is_recorded_for_whoever_signed(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "6")
    client = signed_in("citra")
    assert "Giliran Camat" in text_of(client.get(address(number)))
    words = {"outcome": "Ditandatangani", "tick": ["Surat berparaf"]}
    done = send(client, number, "complete", **words, signer=cast.fadli.id, letter="474/12/2026")
    assert done.status_code == 303
    said = text_of(client.get(address(number)))
    assert f"{cast.fadli.name} (Camat) menyelesaikan langkah 6" in said
    assert f"Dicatat oleh {cast.citra.name} menurut surat 474/12/2026." in said


def test_an_auditor_cannot_record_for_another_by_sending_the_form_himself(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "6")
    client = signed_in("auditor")
    token = client.get(address(number)).text.split('name="csrf_token" value="')[1].split('"')[0]
    words = {"outcome": "Ditandatangani", "tick": "Surat berparaf", "signer": cast.fadli.id}
    sent = client.post(f"{address(number)}/complete", data={"csrf_token": token, **words})
    assert sent.status_code == 403
    assert standing(cast, number).step == "6"


def test_what_happened_earlier_is_entered_late_with_its_reason(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    cast.store.run(
        "UPDATE cases SET opened_at = opened_at - interval '2 hours', "
        "memory = (memory::jsonb - 'latest')::text WHERE number = %s", (number,),
    )  # fmt: skip
    client = signed_in("citra")
    earlier = (clock.now() + timedelta(hours=8) - timedelta(minutes=30)).strftime("%Y-%m-%dT%H:%M")
    words = {"outcome": "Terdaftar", "tick": ["Berkas permohonan"], "happened_at": earlier}
    unsaid = send(client, number, "complete", **words)
    assert unsaid.status_code == 422 and '<a href="#complete-why_late">' in unsaid.text
    done = send_from(client, unsaid, number, "complete", **words, why_late="Listrik padam")
    assert done.status_code == 303
    said = text_of(client.get(address(number)))
    assert "Entri susulan: Listrik padam" in said


def test_a_moment_that_cannot_be_read_or_cannot_have_been_is_told_beside_its_field(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    words = {"outcome": "Terdaftar", "tick": ["Berkas permohonan"], "why_late": "Lupa"}
    yesterday = (clock.now() - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    for moment in ("kemarin sore", yesterday):
        answer = send(client, number, "complete", **words, happened_at=moment)
        assert answer.status_code == 422, moment
        assert '<a href="#complete-happened_at">' in answer.text, moment
        assert f'value="{moment}"' in answer.text, moment


def test_nobody_does_a_step_that_is_not_his(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "6")
    client = signed_in("citra")
    token = client.get(address(number)).text.split('name="csrf_token" value="')[1].split('"')[0]
    sent = {"csrf_token": token, "outcome": "Ditandatangani", "tick": "Surat berparaf"}
    answer = client.post(f"{address(number)}/complete", data=sent)
    assert answer.status_code == 403
    assert "Langkah ini giliran Camat" in text_of(answer)
    stranger = signed_in("kartika")
    token = stranger.get("/loket").text.split('name="csrf_token" value="')[1].split('"')[0]
    answer = stranger.post(f"{address(number)}/complete", data={**sent, "csrf_token": token})
    assert answer.status_code == 403
    assert "Surat Keterangan" not in answer.text
    assert standing(cast, number).step == "6"


def test_a_case_that_leaves_the_reader_s_sight_leads_to_the_worklist(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    advance_to(cast, number, "5")
    client = signed_in("vina")
    words = {"outcome": "Direkomendasikan", "isian-nomor_rekomendasi": "440/1/2026"}
    words["tick"] = "Berkas terverifikasi"
    answer = send(client, number, "complete", **words)
    assert answer.status_code == 303
    assert client.get(answer.location).status_code == 200


def test_a_draft_survives_a_reload_and_goes_with_its_step(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    page = client.get(address(number))
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    words = {"csrf_token": token, "step": "3", "seen": "9", "note": "Belum selesai ditulis"}
    answer = client.post(f"{address(number)}/draft", data={**words, "tick": "Berkas tercocokkan"})
    assert answer.text.startswith("Draf tersimpan ")
    again = client.get(address(number)).text
    assert ">Belum selesai ditulis</textarea>" in again
    assert 'value="Berkas tercocokkan" checked' in again
    assert "Draf tersimpan" in again
    assert "Belum selesai ditulis" not in signed_in("evi").get(address(number)).text
    done = {"outcome": "Sesuai", "tick": ["Berkas tercocokkan"], "note": "Selesai"}
    assert send(client, number, "complete", **done).status_code == 303
    assert drafts.read(cast.store, cast.darmawan.id, f"case:{number}:3") is None


def test_a_draft_of_a_step_that_has_moved_on_is_not_kept_for_the_next(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    page = client.get(address(number))
    token = page.text.split('name="csrf_token" value="')[1].split('"')[0]
    advance(cast, number)
    words = {"csrf_token": token, "step": "3", "note": "Terlambat"}
    assert "tidak terbuka" in client.post(f"{address(number)}/draft", data=words).text
    assert cast.store.rows("SELECT FROM drafts") == []


def test_a_held_step_of_a_colleague_is_refused_with_his_name(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    client = signed_in("ferdi")
    page = client.get(address(number))
    claim_step(cast.store, number, by=By(person=cast.marlina.id))
    words = {"outcome": "Lengkap", "tick": ["Berkas permohonan"]}
    answer = send_from(client, page, number, "complete", **words)
    assert answer.status_code == 409


def test_a_paused_case_refuses_its_steps_in_a_sentence(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("yusran")
    page = client.get(address(number))
    suspend_case(cast.store, number, "sistem", by=By(person=cast.yusran.id))
    answer = send_from(client, page, number, "complete", outcome="Diajukan")
    assert answer.status_code == 409
    assert "Permohonan sedang dijeda" in text_of(answer)


def test_a_step_that_needs_the_applicant_starts_its_clock_when_he_is_there(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "10")
    client = signed_in("marlina")
    page = client.get(address(number))
    assert "Pemohon hadir: mulai langkah ini" in text_of(page)
    assert standing(cast, number).entered_at is None
    assert send_from(client, page, number, "claim").status_code == 303
    assert standing(cast, number).entered_at is not None
    again = client.get(address(number))
    assert "Pemohon hadir" not in again.text and "Langkah ini Anda pegang." in text_of(again)
