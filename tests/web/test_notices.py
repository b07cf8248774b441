"""The inbox: what Sopan has to tell one person, and what has been read."""

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from engine.commands import By, claim_step, reassign_step
from engine.commands.work_off_notices import work_off_notices
from engine.domain.telling import BY_PRESSURE
from engine.queries.inbox import earlier, news, unread
from tests.builders import advance, advance_to, open_kk
from tests.cast import Cast
from tests.web.desk import send, text_of
from tests.workers.post import promise
from web.notice_words import about, to_reader

SignedIn = Callable[[str], FlaskClient]
INBOX = "/pemberitahuan"


def told(cast: Cast, count: int = 1) -> list[str]:
    """Cases that wait for the counter, with their notices worked off."""
    numbers = [open_kk(cast).case.number for _ in range(count)]
    work_off_notices(cast.store)
    return numbers


def test_a_turn_is_told_to_everybody_at_the_desk_and_to_nobody_else(
    cast: Cast, signed_in: SignedIn
) -> None:
    (number,) = told(cast)
    for member in ("marlina", "ferdi"):
        said = text_of(signed_in(member).get(INBOX))
        assert "1 belum dibaca" in said
        assert f"{number} Penerbitan Kartu Keluarga Baru, sekarang di langkah 2" in said
    assert number not in signed_in("yusran").get(INBOX).text


def test_a_reassigned_step_is_told_to_its_receiver(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    reassign_step(cast.store, number, cast.yusran.id, "Loket penuh", by=By(person=cast.suryani.id))
    work_off_notices(cast.store)
    assert "Dialihkan kepada Anda" in signed_in("yusran").get(INBOX).text


def test_what_has_been_done_meanwhile_presses_no_more_and_says_why(
    cast: Cast, signed_in: SignedIn
) -> None:
    (number,) = told(cast)
    advance(cast, number)
    said = text_of(signed_in("marlina").get(INBOX))
    assert "Semua sudah dibaca" in said
    assert f"{number} Penerbitan Kartu Keluarga Baru Sudah beres: permohonan sudah" in said
    assert unread(cast.store, cast.marlina.id) == 0


def test_alike_news_is_summed_up_in_one_sentence(cast: Cast, signed_in: SignedIn) -> None:
    numbers = told(cast, 3)
    page = signed_in("marlina").get(INBOX)
    assert "3 langkah baru menunggu di meja Anda" in text_of(page)
    assert page.text.count("<summary><b") == 1
    assert all(number in page.text for number in numbers)


def test_what_presses_most_stands_first_and_names_a_request_once(
    cast: Cast, signed_in: SignedIn
) -> None:
    plain, late = told(cast, 2)
    promise(cast, late, "overdue", f"person:{cast.marlina.id}")
    promise(cast, late, "due_soon", f"person:{cast.marlina.id}")
    work_off_notices(cast.store)
    assert [(one.number, one.kind) for one in news(cast.store, cast.marlina.id)] == [
        (late, "overdue"),
        (plain, "turn"),
    ]
    said = text_of(signed_in("marlina").get(INBOX))
    assert said.index("Terlambat, giliran Anda") < said.index("Giliran Anda hari ini")
    send(
        signed_in("marlina"), f"{INBOX}/dibaca", {"sampai": news(cast.store, cast.marlina.id)[0].id}
    )
    assert unread(cast.store, cast.marlina.id) == 0


def test_a_step_that_a_colleague_has_taken_presses_on_him_alone(cast: Cast) -> None:
    (number,) = told(cast)
    claim_step(cast.store, number, by=By(person=cast.ferdi.id))
    assert [unread(cast.store, one.id) for one in (cast.marlina, cast.ferdi)] == [0, 1]
    assert [one.settled for one in earlier(cast.store, cast.marlina.id)[0]] == ["taken"]


def test_reading_marks_up_to_what_was_shown_and_not_what_came_later(
    cast: Cast, signed_in: SignedIn
) -> None:
    told(cast)
    marlina = signed_in("marlina")
    shown = news(cast.store, cast.marlina.id)
    (later,) = told(cast)
    answer = send(marlina, f"{INBOX}/dibaca", {"sampai": shown[0].id})
    assert answer.status_code == 303
    page = text_of(marlina.get(INBOX))
    assert "1 belum dibaca" in page
    assert [one.number for one in news(cast.store, cast.marlina.id)] == [later]
    assert [one.number for one in earlier(cast.store, cast.marlina.id)[0]] == [shown[0].number]


def test_reading_mine_leaves_a_colleagues_news_unread(cast: Cast, signed_in: SignedIn) -> None:
    told(cast)
    found = news(cast.store, cast.marlina.id)
    send(signed_in("marlina"), f"{INBOX}/dibaca", {"sampai": found[0].id + 100})
    assert unread(cast.store, cast.ferdi.id) == 1


def test_pages_of_what_came_earlier_follow_each_other(cast: Cast, signed_in: SignedIn) -> None:
    numbers = told(cast, 3)
    me = cast.marlina.id
    cast.store.run("UPDATE deliveries SET read_at = now() WHERE person_id = %s", (me,))
    seen, before = [], None
    while True:
        found, before = earlier(cast.store, me, before=before, limit=1)
        seen += [one.number for one in found]
        if before is None:
            break
    assert seen == numbers[::-1]
    page = signed_in("marlina").get(f"{INBOX}?sebelum={found[0].id + 1}").text
    assert "Kembali ke awal daftar" in page and numbers[0] in page and numbers[2] not in page


def test_the_number_of_unread_news_is_asked_again_without_bytes_while_it_stays(
    cast: Cast, signed_in: SignedIn
) -> None:
    told(cast, 2)
    marlina = signed_in("marlina")
    first = marlina.get(f"{INBOX}/jumlah")
    assert text_of(first) == "2 kabar belum dibaca"
    again = marlina.get(f"{INBOX}/jumlah", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.text) == (304, "")


def test_an_empty_inbox_says_when_something_will_come(signed_in: SignedIn) -> None:
    said = text_of(signed_in("lukman").get(INBOX))
    assert "Belum ada kabar" in said
    assert "bila giliran Anda tiba" in said


def test_whoever_has_not_signed_in_is_asked_to(visitor: FlaskClient) -> None:
    answer = visitor.get(INBOX)
    assert answer.status_code == 303
    assert "/masuk" in answer.location


def test_a_notice_of_a_step_reached_again_is_news_again(cast: Cast) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "4")
    advance(cast, number, "Perlu perbaikan")
    work_off_notices(cast.store)
    assert [one.number for one in news(cast.store, cast.yusran.id)] == [number]
    assert [one.settled for one in earlier(cast.store, cast.yusran.id)[0]] == ["moved"]


def test_every_kind_has_its_words_for_one_and_for_many(app: Flask) -> None:
    with app.test_request_context():
        for kind in BY_PRESSURE:
            words = to_reader(kind)
            assert str(words.words) != "Ada kabar" and words.of(3).startswith("3 ")
            assert str(about(kind, applicant=False).words) != "Ada kabar"
