"""What may be done to a case beside its step: each verb by those who may, with its reason."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, close_case
from engine.domain.case import Case, Status
from engine.domain.sop import Ending
from engine.queries.dossier import dossier
from engine.store import cases
from tests.builders import advance_to, open_any, open_kk, open_sktm
from tests.cast import Cast
from tests.web.case_at import address, offers, send, send_from, text_of

SignedIn = Callable[[str], FlaskClient]


def standing(cast: Cast, number: str) -> Case:
    """The case as it stands now."""
    return cases.load(cast.store, number).case


def test_the_counter_takes_a_returned_file_back_in(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast, missing=frozenset({"identitas"})).case.number
    client = signed_in("citra")
    page = client.get(address(number))
    assert "Terima kembali berkas" in page.text
    assert "Fotokopi KTP/Kartu Keluarga Tadinya belum ada" in text_of(page)
    answer = send_from(client, page, number, "resubmit", tick=["pengantar", "identitas"])
    assert answer.status_code == 303
    assert (standing(cast, number).status, standing(cast, number).missing) == (Status.RUNNING, ())


def test_handing_over_asks_for_the_receiver_and_masks_him_in_the_history(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "8")
    client = signed_in("citra")
    words = {"outcome": "Diserahkan", "tick": ["Tanda terima"]}
    refused = send(client, number, "complete", **words)
    assert refused.status_code == 422 and '<a href="#complete-receiver">' in refused.text
    done = send_from(client, refused, number, "complete", **words, receiver="Siti Aminah Puji")
    assert done.status_code == 303
    said = text_of(client.get(address(number)))
    assert "menyerahkan hasil kepada Sit••••• P." in said and "Siti Aminah" not in said


def test_one_takes_back_one_s_own_last_step_until_somebody_has_acted(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "4")
    client = signed_in("darmawan")
    assert "take-back" in offers(client.get(address(number)))
    assert send(client, number, "take-back", reason="Keliru tekan").status_code == 303
    assert standing(cast, number).step == "3"
    advance_to(cast, number, "5#1")
    assert "take-back" not in offers(client.get(address(number)))


def test_a_superior_reassigns_to_a_person_with_a_reason(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("suryani")
    unsaid = send(client, number, "reassign", to=cast.hasnah.id, reason=" ")
    assert unsaid.status_code == 422
    assert f'value="{cast.hasnah.id}" selected' in unsaid.text
    answer = send_from(client, unsaid, number, "reassign", to=cast.hasnah.id, reason="Cuti")
    assert answer.status_code == 303
    assert standing(cast, number).holder == cast.hasnah.id
    assert "Giliran Anda" in signed_in("hasnah").get(address(number)).text


def test_a_case_is_paused_for_a_reason_of_its_sop_and_goes_on(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("yusran")
    paused = send(client, number, "suspend", why="sistem", note="SIAK mati sejak pagi")
    assert paused.status_code == 303
    assert standing(cast, number).status is Status.SUSPENDED
    assert "SIAK mati sejak pagi" in text_of(client.get(address(number)))
    assert send(client, number, "resume").status_code == 303
    assert standing(cast, number).status is Status.RUNNING


def test_a_deviation_is_a_superior_s_act_and_stands_out_in_the_history(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("suryani")
    assert send(client, number, "deviate", to="5", reason="Keadaan darurat").status_code == 303
    page = client.get(address(number))
    assert "menyimpang dari SOP: dari langkah 3 langsung ke langkah 5" in text_of(page)
    assert '<li class="telat" id="fakta-' in page.text
    assert standing(cast, number).step == "5"


def test_a_case_is_closed_outside_its_sop_only_with_an_end_and_a_reason(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    client = signed_in("marlina")
    page = client.get(address(number))
    assert 'value="withdrawn"' in page.text and 'value="refused"' not in page.text
    odd = send_from(client, page, number, "close", ending="lost", reason="hilang")
    assert odd.status_code == 422
    done = send_from(client, odd, number, "close", ending="withdrawn", reason="Pindah domisili")
    assert done.status_code == 303
    assert standing(cast, number).ending is Ending.WITHDRAWN


def test_completeness_is_declared_and_withdrawn(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    client = signed_in("marlina")
    assert send(client, number, "declare-complete").status_code == 303
    assert standing(cast, number).complete_at is not None
    answer = send(client, number, "withdraw-completeness", reason="Buku nikah palsu")
    assert answer.status_code == 303
    assert standing(cast, number).complete_at is None


def test_data_is_corrected_and_the_old_words_stay(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("citra")
    bad = send(client, number, "correct", field="applicant.nik", text="123", reason="Salah ketik")
    assert bad.status_code == 422
    assert "NIK baru 3 angka, seharusnya 16 angka." in text_of(bad)
    good = {"field": "applicant.nik", "text": "9900014803900002", "reason": "Salah ketik"}
    assert send_from(client, bad, number, "correct", **good).status_code == 303
    found = dossier(cast.store, number, None)
    assert found.current("applicant.nik") == "9900014803900002"
    assert (1, "applicant.nik") in found.words
    assert "membetulkan data: NIK." in text_of(client.get(address(number)))


def test_a_closed_case_is_continued_by_one_linked_case_however_often_the_button_is_pressed(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    by = By(person=cast.marlina.id)
    close_case(cast.store, number, Ending.WITHDRAWN, "Pemohon pindah", by=by)
    client = signed_in("marlina")
    page = client.get(address(number))
    answers = [send_from(client, page, number, "reopen", reason="Kembali") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    assert f"Lanjutan dari {number}" in text_of(client.get(answers[0].location))


def test_a_promise_is_extended_once_and_only_as_far_as_the_sop_allows(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_any(cast, "bagian-organisasi", "ADU").case.number
    advance_to(cast, number, "2")
    before = standing(cast, number).promised_at
    client = signed_in("irma")
    far = send(client, number, "extend", extra="99 hari kerja", reason="Banyak saksi")
    assert far.status_code == 409
    assert 'value="99 hari kerja"' in far.text
    done = send_from(client, far, number, "extend", extra="5 hari kerja", reason="Banyak saksi")
    assert done.status_code == 303
    after = standing(cast, number).promised_at
    assert before is not None and after is not None and after > before
    page = client.get(address(number))
    assert "diperpanjang 5 hari kerja" in text_of(page)
    assert "extend" not in offers(page)
