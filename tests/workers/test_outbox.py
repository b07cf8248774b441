"""The outbox: a promise reaches each person once a channel, and a failed letter stays visible."""

import email
from datetime import timedelta

from engine.commands import flag_cases
from engine.commands.send_mail import TRIES, Post, send_mail
from engine.commands.work_off_notices import work_off_notices
from engine.queries.inbox import inbox, unread
from engine.store import cases
from tests.builders import APPLICANT, advance, open_sktm


def worked_off(cast):
    total = 0
    while done := work_off_notices(cast.store):
        total += done
    return total


def post(folder, smtp_url=""):
    return Post(smtp_url=smtp_url, folder=folder, sender="sopan@contohkab.example",
                public_url="https://sopan.contohkab.example")  # fmt: skip


def test_a_turn_is_told_to_everybody_at_its_desk_and_to_nobody_else(cast):
    open_sktm(cast)
    worked_off(cast)
    second = cast.at("kec-contoh-utara:loket", "2")
    assert [unread(cast.store, m.id) for m in (cast.citra, second, cast.kartika)] == [1, 1, 0]
    told, _ = inbox(cast.store, cast.citra.id)
    assert [notice.kind for notice in told] == ["turn"]


def test_working_off_twice_delivers_once(cast):
    open_sktm(cast)
    assert worked_off(cast) > 0
    cast.store.run("UPDATE notices SET worked_off_at = NULL")
    worked_off(cast)
    assert unread(cast.store, cast.citra.id) == 1


def test_an_overdue_step_is_told_to_its_holder_and_to_the_one_above_by_letter_too(cast, tmp_path):
    number = open_sktm(cast).case.number
    case = advance(cast, number)
    flag_cases(cast.store, case.promised_at + timedelta(minutes=1))
    worked_off(cast)
    while send_mail(cast.store, post(tmp_path)):
        pass
    letters = [email.message_from_bytes(path.read_bytes()) for path in tmp_path.glob("*.eml")]
    told = {(letter["To"], letter["Subject"].split(":")[0]) for letter in letters}
    assert (cast.darmawan.email, "Melewati batas waktu") in told
    assert (cast.evi.email, "Langkah bawahan melewati batas waktu") in told
    assert all(number in letter["Subject"] for letter in letters)


def test_an_applicant_with_an_address_is_written_to_without_names(cast, tmp_path):
    open_sktm(cast, applicant={**APPLICANT, "email": "siti@contoh.example"})
    worked_off(cast)
    assert send_mail(cast.store, post(tmp_path))
    letter = email.message_from_bytes(next(tmp_path.glob("*.eml")).read_bytes())
    assert letter["To"] == "siti@contoh.example"
    assert "Siti Aminah" not in letter.as_string()


def test_a_letter_that_cannot_go_out_is_tried_again_and_then_stays_visible(cast, tmp_path):
    open_sktm(cast, applicant={**APPLICANT, "email": "siti@contoh.example"})
    worked_off(cast)
    nowhere = post(tmp_path, "smtp://127.0.0.1:9")
    for _ in range(TRIES):
        assert send_mail(cast.store, nowhere)
        assert not send_mail(cast.store, nowhere)
        cast.store.run("UPDATE deliveries SET next_try_at = now() WHERE next_try_at IS NOT NULL")
    tries, error, due, out = cast.store.row(
        "SELECT tries, error, next_try_at, delivered_at FROM deliveries WHERE channel = 'mail'"
    )
    assert (tries, due, out) == (TRIES, None, None) and "refused" in error


def test_a_closed_case_is_no_longer_in_anybodys_inbox(cast):
    number = open_sktm(cast).case.number
    worked_off(cast)
    while cases.load(cast.store, number).case.is_open:
        advance(cast, number)
    worked_off(cast)
    assert unread(cast.store, cast.citra.id) == 0
