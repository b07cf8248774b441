"""Completing the same step of many cases: summed up first, answered case by case."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, claim_step
from engine.store import cases, history
from tests.builders import advance, advance_to, open_kk
from tests.cast import Cast
from tests.web.desk import send, text_of

SignedIn = Callable[[str], FlaskClient]
TOGETHER = "/kotak-kerja/bersama"
NEEDS = {"periksa": "Berkas terperiksa"}


def at_the_operator(cast: Cast, count: int) -> list[str]:
    found = [open_kk(cast).case.number for _ in range(count)]
    for number in found:
        advance_to(cast, number, "3")
    return found


def version(cast: Cast, number: str) -> int:
    return cases.load(cast.store, number).case.version


def seen(cast: Cast, numbers: list[str]) -> list[str]:
    return [f"{number}@{version(cast, number)}" for number in numbers]


def steps_of(cast: Cast, numbers: list[str]) -> list[str | None]:
    return [cases.load(cast.store, number).case.step for number in numbers]


def test_nothing_happens_before_it_was_summed_up(cast: Cast, signed_in: SignedIn) -> None:
    numbers = at_the_operator(cast, 2)
    page = signed_in("yusran").get(TOGETHER, query_string={"nomor": numbers})
    said = text_of(page)
    assert "Selesaikan 2 langkah bersama" in said
    assert all(number in said for number in numbers)
    assert "Diteruskan ke langkah 4" in said
    assert steps_of(cast, numbers) == ["3", "3"]


def test_all_move_together_and_each_keeps_its_own_fact(cast: Cast, signed_in: SignedIn) -> None:
    numbers = at_the_operator(cast, 3)
    yusran = signed_in("yusran")
    words = {"berkas": seen(cast, numbers), "hasil": "Diajukan", **NEEDS}
    answer = send(yusran, TOGETHER, words)
    assert answer.status_code == 303
    assert steps_of(cast, numbers) == ["4", "4", "4"]
    said = text_of(yusran.get(answer.location))
    assert "3 langkah diselesaikan" in said
    assert all(number in said for number in numbers)


def test_a_case_that_has_changed_since_is_left_alone_and_says_so(
    cast: Cast, signed_in: SignedIn
) -> None:
    quiet, moved = numbers = at_the_operator(cast, 2)
    summed_up = seen(cast, numbers)
    advance(cast, moved)
    answer = send(
        signed_in("yusran"), TOGETHER, {"berkas": summed_up, "hasil": "Diajukan", **NEEDS}
    )
    assert answer.status_code == 409
    said = text_of(answer)
    assert "1 diselesaikan, 1 belum" in said
    assert "sudah berubah sejak ringkasannya dibuat" in said
    assert steps_of(cast, [quiet, moved]) == ["4", "4"]


def test_the_same_form_sent_twice_completes_nothing_further(
    cast: Cast, signed_in: SignedIn
) -> None:
    numbers = at_the_operator(cast, 2)
    yusran = signed_in("yusran")
    words = {"berkas": seen(cast, numbers), "hasil": "Diajukan", **NEEDS}
    send(yusran, TOGETHER, words)
    before = [len(history.facts_of(cast.store, cases.load(cast.store, n).case.id)) for n in numbers]
    again = send(yusran, TOGETHER, words)
    assert again.status_code == 409
    after = [len(history.facts_of(cast.store, cases.load(cast.store, n).case.id)) for n in numbers]
    assert after == before


def test_a_checklist_left_open_keeps_the_form_and_says_what_is_missing(
    cast: Cast, signed_in: SignedIn
) -> None:
    numbers = at_the_operator(cast, 2)
    words = {"berkas": seen(cast, numbers), "hasil": "Diajukan", "catatan": "sudah dibaca"}
    answer = send(signed_in("yusran"), TOGETHER, words)
    assert answer.status_code == 422
    assert "Kelengkapan langkah ini belum terpenuhi: Berkas terperiksa" in text_of(answer)
    assert "sudah dibaca" in answer.text
    assert steps_of(cast, numbers) == ["3", "3"]


def test_an_outcome_must_be_chosen(cast: Cast, signed_in: SignedIn) -> None:
    numbers = at_the_operator(cast, 2)
    answer = send(signed_in("yusran"), TOGETHER, {"berkas": seen(cast, numbers), **NEEDS})
    assert answer.status_code == 422
    assert "Pilih dahulu hasil langkah ini" in answer.text


def test_different_steps_are_offered_as_groups_to_choose_from(
    cast: Cast, signed_in: SignedIn
) -> None:
    (submitting,) = at_the_operator(cast, 1)
    printing = open_kk(cast).case.number
    advance_to(cast, printing, "6")
    page = signed_in("yusran").get(TOGETHER, query_string={"nomor": [submitting, printing]})
    assert "Yang dicentang bukan langkah yang sama" in page.text
    assert f"nomor={printing}" in page.text


def test_cases_of_another_desk_are_not_even_shown(cast: Cast, signed_in: SignedIn) -> None:
    numbers = at_the_operator(cast, 2)
    citra = signed_in("citra")
    assert citra.get(TOGETHER, query_string={"nomor": numbers}).status_code == 303
    answer = send(citra, TOGETHER, {"berkas": seen(cast, numbers), "hasil": "Diajukan", **NEEDS})
    assert answer.status_code == 409
    assert steps_of(cast, numbers) == ["3", "3"]


def test_a_step_a_colleague_has_taken_is_left_to_the_colleague(
    cast: Cast, signed_in: SignedIn
) -> None:
    numbers = at_the_operator(cast, 2)
    second = cast.at("disdukcapil:operator", "2")
    claim_step(cast.store, numbers[0], by=By(person=second.id))
    answer = send(
        signed_in("yusran"), TOGETHER, {"berkas": seen(cast, numbers), "hasil": "Diajukan", **NEEDS}
    )
    assert answer.status_code == 409
    assert steps_of(cast, numbers) == ["3", "4"]
