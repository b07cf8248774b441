"""A superior's acts from a row of the board: reassigning a step and extending a case."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, add_note, claim_step
from engine.store import cases
from tests.backdated import late_kk
from tests.builders import advance, open_any, open_kk
from tests.cast import Cast
from tests.web.desk import send, text_of

SignedIn = Callable[[str], FlaskClient]


def test_a_late_step_is_given_to_another_from_its_row(cast: Cast, signed_in: SignedIn) -> None:
    number = late_kk(cast)
    second = cast.at("disdukcapil:operator", "2")
    suryani = signed_in("suryani")
    assert f"/papan/{number}/alihkan" in suryani.get("/papan").text
    form = text_of(suryani.get(f"/papan/{number}/alihkan"))
    assert cast.yusran.name in form
    assert second.name in form
    answer = send(
        suryani, f"/papan/{number}/alihkan",
        {"kepada": second.id, "alasan": "Pemegang cuti", "seen": _version(cast, number)},
    )  # fmt: skip
    assert answer.status_code == 303
    assert cases.load(cast.store, number).case.holder == second.id
    assert f"Langkah permohonan {number} sudah dialihkan" in suryani.get(answer.location).text


def test_without_a_reason_the_form_comes_back_with_what_was_chosen(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = late_kk(cast)
    answer = send(
        signed_in("suryani"), f"/papan/{number}/alihkan", {"kepada": cast.yusran.id, "alasan": " "}
    )
    assert answer.status_code == 422
    assert "Tuliskan alasannya" in answer.text
    assert f'value="{cast.yusran.id}" checked' in answer.text
    assert cases.load(cast.store, number).case.holder is None


def test_without_a_receiver_the_form_says_so(cast: Cast, signed_in: SignedIn) -> None:
    number = late_kk(cast)
    answer = send(signed_in("suryani"), f"/papan/{number}/alihkan", {"alasan": "Cuti"})
    assert answer.status_code == 422
    assert "Pilih penerimanya" in answer.text


def test_what_a_colleague_has_recorded_since_is_shown_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = late_kk(cast)
    seen = _version(cast, number)
    add_note(cast.store, number, "Menunggu SIAK", by=By(person=cast.yusran.id))
    words = {"kepada": cast.yusran.id, "alasan": "Cuti", "seen": seen}
    answer = send(signed_in("suryani"), f"/papan/{number}/alihkan", words)
    assert answer.status_code == 409
    assert f"{cast.yusran.name}: menulis catatan" in text_of(answer)


def test_the_auditor_may_look_and_not_reassign(cast: Cast, signed_in: SignedIn) -> None:
    number = late_kk(cast)
    words = {"kepada": cast.yusran.id, "alasan": "Cuti"}
    answer = send(signed_in("gusnawati"), f"/papan/{number}/alihkan", words)
    assert answer.status_code == 403
    assert cases.load(cast.store, number).case.holder is None


def test_a_head_of_another_unit_does_not_find_the_case(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    for act in ("alihkan", "perpanjang"):
        assert signed_in("fadli").get(f"/papan/{number}/{act}").status_code == 404


def test_a_promise_is_extended_from_the_board_within_what_the_sop_allows(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_any(cast, "bagian-organisasi", "ADU").case.number
    while (case := cases.load(cast.store, number).case).promised_at is None:
        advance(cast, number)
    irma, address = signed_in("irma"), f"/papan/{number}/perpanjang"
    assert "Paling lama 7 hari kerja, satu kali saja" in irma.get(address).text
    too_far = send(irma, address, {"lama": "90 hari kerja", "alasan": "Menunggu ahli"})
    assert too_far.status_code == 409
    assert "perpanjangan paling lama 7 hari kerja" in too_far.text
    unclear = send(irma, address, {"lama": "seminggu", "alasan": "Menunggu ahli"})
    assert unclear.status_code == 422
    assert 'aria-invalid="true"' in unclear.text
    answer = send(irma, address, {"lama": "7 hari kerja", "alasan": "Menunggu ahli"})
    assert answer.status_code == 303
    later = cases.load(cast.store, number).case.promised_at
    assert later is not None
    assert later > case.promised_at


def test_a_step_somebody_holds_tells_who_holds_it_now(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    claim_step(cast.store, number, by=By(person=cast.marlina.id))
    said = text_of(signed_in("suryani").get(f"/papan/{number}/alihkan"))
    assert f"Sekarang pada {cast.marlina.name}" in said
    assert f"{cast.ferdi.name} Petugas Loket" in said


def _version(cast: Cast, number: str) -> int:
    return cases.load(cast.store, number).case.version
