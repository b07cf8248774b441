"""What a clerk did not see: news of a person is shown before anything is decided."""

from datetime import timedelta

import pytest

from engine.commands import By, add_note, complete_many, complete_step, flag_cases
from engine.domain.errors import SomethingNew
from engine.store import cases
from tests.builders import advance_to, open_sktm


def at_step_3(cast):
    number = open_sktm(cast).case.number
    return number, advance_to(cast, number, "3")


def complete(cast, number, seen):
    return complete_step(
        cast.store, number, "Sesuai", by=By(person=cast.darmawan.id, seen=seen),
        ticked=frozenset({"Berkas tercocokkan"}),
    )  # fmt: skip


def test_a_colleagues_note_since_the_screen_was_drawn_is_shown_first(cast):
    number, case = at_step_3(cast)
    add_note(cast.store, number, "KK palsu", by=By(person=cast.citra.id))
    with pytest.raises(SomethingNew, match=f"{cast.citra.name}: menulis catatan"):
        complete(cast, number, seen=case.version)
    assert complete(cast, number, seen=case.version + 1).step == "4"


def test_ones_own_note_in_another_window_is_no_news(cast):
    number, case = at_step_3(cast)
    add_note(cast.store, number, "Sudah saya cek", by=By(person=cast.darmawan.id))
    assert complete(cast, number, seen=case.version).step == "4"


def test_a_flag_of_the_system_never_refuses_a_person(cast):
    number, case = at_step_3(cast)
    assert flag_cases(cast.store, case.promised_at + timedelta(minutes=1)) == 1
    assert cases.load(cast.store, number).case.version == case.version + 2
    assert complete(cast, number, seen=case.version).step == "4"


def test_of_many_cases_those_with_news_since_the_list_stay_as_they_are(cast):
    read, noted = (at_step_3(cast)[0] for _ in range(2))
    seen = {number: cases.load(cast.store, number).case.version for number in (read, noted)}
    add_note(cast.store, noted, "KK palsu", by=By(person=cast.citra.id))
    results = complete_many(
        cast.store, [read, noted], "Sesuai", by=By(person=cast.darmawan.id),
        ticked=frozenset({"Berkas tercocokkan"}), seen=seen,
    )  # fmt: skip
    assert {r.number: r.refusal is None for r in results} == {read: True, noted: False}
    assert cases.load(cast.store, noted).case.step == "3"


def test_a_second_and_different_note_from_the_same_screen_is_not_taken_for_a_double_click(cast):
    number, case = at_step_3(cast)
    for text in ("KK palsu", "KTP juga"):
        add_note(cast.store, number, text, by=By(person=cast.darmawan.id, seen=case.version))
    assert cases.load(cast.store, number).case.version == case.version + 2
