"""Letters: one gathers what has come for a person, in his hours, and nothing that is past."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from engine.commands import By, claim_step, flag_cases, suspend_case
from engine.commands.retry_letters import retry_letters
from engine.commands.send_mail import TRIES
from engine.domain.errors import NotAllowed
from engine.queries.deliveries import State, deliveries, of_case
from engine.queries.deliveries import failed as failed_letters
from engine.store import letters as kept
from tests.builders import APPLICANT, advance, open_sktm, sop_of
from tests.smtp import mail_server
from tests.workers.post import (
    at_night,
    at_work,
    calendar,
    letters,
    mails,
    post,
    promise,
    sent,
    worked_off,
)

HOUR = timedelta(hours=1)


@pytest.fixture
def box():
    with mail_server() as running:
        yield running


def late(cast, count, kind="overdue", member="citra"):
    """So many requests with a notice to one of the cast, worked off."""
    numbers = [open_sktm(cast).case.number for _ in range(count)]
    for number in numbers:
        promise(cast, number, kind, f"person:{getattr(cast, member).id}")
    worked_off(cast)
    return numbers


def test_a_burst_is_one_letter_that_says_how_many_and_which_presses_most(cast, box, tmp_path):
    first, second = late(cast, 2, "due_soon")
    (third,) = late(cast, 1, "overdue")
    sent(cast, post(tmp_path, box.url), at_work(cast))
    (letter,) = box.letters
    assert letter["To"] == cast.citra.email
    assert letter["Subject"] == f"Melewati batas waktu: {third}, dan 2 kabar lain"
    body = letter.get_content()
    assert body.index("yang melewati batas waktu (1)") < body.index("segera jatuh tempo (2)")
    assert all(f"https://sopan.contohkab.example/cases/{n}" in body for n in (first, second, third))


def test_a_request_is_named_once_in_a_letter_under_what_presses_most(cast, tmp_path):
    (number,) = late(cast, 1, "due_soon")
    promise(cast, number, "overdue", f"person:{cast.citra.id}")
    worked_off(cast)
    sent(cast, post(tmp_path), at_work(cast))
    (letter,) = letters(tmp_path)
    assert letter["Subject"] == f"Melewati batas waktu: {number}"
    assert letter.get_content().count(f"/cases/{number}") == 1


def test_a_person_gets_at_most_one_letter_an_hour(cast, tmp_path):
    late(cast, 1)
    start = at_work(cast)
    sent(cast, post(tmp_path), start)
    late(cast, 2)
    sent(cast, post(tmp_path), start + timedelta(minutes=59))
    assert len(letters(tmp_path)) == 1
    sent(cast, post(tmp_path), start + HOUR)
    assert ["dan 1 kabar lain" in letter["Subject"] for letter in letters(tmp_path)] == [
        False, True
    ]  # fmt: skip


def test_letters_wait_for_the_receivers_working_hours(cast, tmp_path):
    late(cast, 2)
    night = at_night(cast)
    assert sent(cast, post(tmp_path), night) == 1  # looked at once, and put off until the morning
    assert letters(tmp_path) == []
    sent(cast, post(tmp_path), calendar(cast).next_open(night))
    assert len(letters(tmp_path)) == 1


def test_what_is_urgent_goes_at_night_and_takes_the_rest_along(cast, tmp_path):
    late(cast, 1, "due_soon", "fadli")
    sent(cast, post(tmp_path), at_night(cast))
    late(cast, 1, "overdue_head", "fadli")
    sent(cast, post(tmp_path), at_night(cast))
    (letter,) = letters(tmp_path)
    assert letter["Subject"].startswith("Terlambat di unit Anda: ")
    assert "segera jatuh tempo (1)" in letter.get_content()


def test_what_the_case_has_left_behind_is_dropped_with_the_reason(cast, tmp_path):
    moved, taken, stays = late(cast, 3)
    advance(cast, moved)
    claim_step(cast.store, taken, by=By(person=cast.at("kec-contoh-utara:loket", "2").id))
    sent(cast, post(tmp_path), at_work(cast))
    (letter,) = letters(tmp_path)
    assert letter["Subject"] == f"Melewati batas waktu: {stays}"
    told = [(out, why) for kind, _, out, why, _ in mails(cast) if kind == "overdue"]
    assert sorted(told, key=str) == [(False, "moved"), (False, "taken"), (True, None)]


def test_a_due_moment_that_has_moved_is_past(cast, tmp_path):
    number = open_sktm(cast).case.number
    advance(cast, number)
    case = promise(cast, number, "overdue", f"person:{cast.darmawan.id}")
    worked_off(cast)
    reason = next(iter(sop_of(cast, case).pauses))
    suspend_case(cast.store, number, reason, by=By(person=cast.darmawan.id))
    sent(cast, post(tmp_path), at_work(cast))
    assert letters(tmp_path) == []
    assert ("overdue", cast.darmawan.id, False, "eased", None) in mails(cast)


def test_a_late_service_stays_the_heads_business_whichever_step_it_has_reached(cast):
    number = open_sktm(cast).case.number
    case = advance(cast, number)
    while flag_cases(cast.store, case.promised_at + timedelta(seconds=1)):
        pass
    for kind, to in (("overdue_below", cast.evi), ("overdue_head", cast.fadli)):
        promise(cast, number, kind, f"person:{to.id}")
    advance(cast, number)
    worked_off(cast)
    settled = {kind: why for kind, _, _, why, _ in mails(cast) if kind.startswith("overdue_")}
    assert settled == {"overdue_below": "moved", "overdue_head": None}


def test_somebody_whose_account_is_closed_is_not_written_to(cast, tmp_path):
    late(cast, 1)
    cast.store.run("UPDATE people SET active = false WHERE id = %s", (cast.citra.id,))
    sent(cast, post(tmp_path), at_work(cast))
    assert letters(tmp_path) == [] and mails(cast)[0][3] == "gone"


def test_a_letter_left_by_a_dead_worker_goes_out_as_the_same_letter(cast, box, tmp_path):
    late(cast, 2)
    start = at_work(cast)
    with cast.store.transaction() as connection:
        to = kept.receiver(connection, start)
        assert len(kept.bind(connection, to, start)) == 2
    late(cast, 1)
    sent(cast, post(tmp_path, box.url), start + timedelta(minutes=2))
    assert [letter["Message-ID"] for letter in box.letters] == [
        f"<sopan-{to.delivery}@contohkab.example>"
    ]
    assert "dan 1 kabar lain" in box.letters[0]["Subject"]


def test_workers_side_by_side_write_to_each_person_once(cast, box, tmp_path):
    members = ("citra", "darmawan", "evi", "fadli")
    for member in members:
        late(cast, 3, member=member)
    start = at_work(cast)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _lane: sent(cast, post(tmp_path, box.url), start), range(4)))
    assert Counter(letter["To"] for letter in box.letters) == {
        getattr(cast, member).email: 1 for member in members
    }
    assert all(letter["Subject"].endswith("dan 2 kabar lain") for letter in box.letters)


def test_a_failed_letter_takes_along_what_has_come_since(cast, box, tmp_path):
    late(cast, 1)
    start = at_work(cast)
    box.refuses = "451 coba lagi nanti"
    sent(cast, post(tmp_path, box.url), start)
    box.refuses = ""
    late(cast, 1)
    sent(cast, post(tmp_path, box.url), start + timedelta(seconds=30))
    assert box.letters == []
    sent(cast, post(tmp_path, box.url), start + timedelta(seconds=61))
    assert ["dan 1 kabar lain" in letter["Subject"] for letter in box.letters] == [True]


def test_a_letter_that_never_goes_out_is_given_up_visibly_and_can_be_tried_again(
    cast, box, tmp_path
):
    (number,) = late(cast, 1)
    box.refuses = f"550 <{cast.citra.email}> tidak dikenal"
    start = at_work(cast)
    for _ in range(TRIES):
        assert sent(cast, post(tmp_path, box.url), start)
        cast.store.run(
            "UPDATE deliveries SET next_try_at = %s WHERE next_try_at IS NOT NULL", (start,)
        )
    assert sent(cast, post(tmp_path, box.url), start + 9 * HOUR) == 0
    unit = frozenset({"kec-contoh-utara"})
    (found,), _ = deliveries(cast.store, unit, State.FAILED)
    assert (found.number, found.tries, found.receiver) == (number, TRIES, cast.citra.name)
    assert "550" in found.error and cast.citra.email not in found.error
    assert [failed_letters(cast.store, units) for units in (None, unit, frozenset())] == [1, 1, 0]

    box.refuses = ""
    with pytest.raises(NotAllowed):
        retry_letters(cast.store, found.id, by=cast.citra.id)
    assert retry_letters(cast.store, by=cast.suryani.id) == 0
    assert retry_letters(cast.store, found.id, by=cast.fadli.id) == 1
    sent(cast, post(tmp_path, box.url), at_work(cast))
    assert len(box.letters) == 1 and failed_letters(cast.store) == 0


def test_an_applicant_is_written_to_at_once_and_alone_and_without_names(cast, tmp_path):
    for _ in range(2):
        open_sktm(cast, applicant={**APPLICANT, "email": "siti@contoh.example"})
    worked_off(cast)
    sent(cast, post(tmp_path), at_night(cast))
    assert [letter["To"] for letter in letters(tmp_path)] == ["siti@contoh.example"] * 2
    assert not any("Siti Aminah" in letter.as_string() for letter in letters(tmp_path))


def test_an_address_that_cannot_be_one_stops_nobody_elses_letter(cast, tmp_path):
    bad = open_sktm(cast, applicant={**APPLICANT, "email": "siti@contoh.example"}).case
    cast.store.run(
        "UPDATE words SET text = %s WHERE field = 'applicant.email'", ("siti@contoh\nBcc: x@y.z",)
    )
    late(cast, 1)
    sent(cast, post(tmp_path), at_work(cast))
    assert [letter["To"] for letter in letters(tmp_path)] == [cast.citra.email]
    told = [one for one in of_case(cast.store, bad.id) if one.receiver is None]
    assert [(one.state, one.error) for one in told] == [
        (State.FAILED, "alamat surel penerima tidak dapat dipakai")
    ]
