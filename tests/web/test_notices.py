"""The inbox: what Sopan has to tell one person, and what has been read."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engine.commands import By, reassign_step
from engine.commands.work_off_notices import work_off_notices
from engine.queries.inbox import inbox, unread
from tests.builders import advance, advance_to, open_kk
from tests.cast import Cast
from tests.web.desk import send, text_of

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


def test_what_has_been_done_meanwhile_is_no_news_any_more(cast: Cast, signed_in: SignedIn) -> None:
    (number,) = told(cast)
    advance(cast, number)
    assert number not in signed_in("marlina").get(INBOX).text
    assert unread(cast.store, cast.marlina.id) == 0


def test_reading_marks_up_to_what_was_shown_and_not_what_came_later(
    cast: Cast, signed_in: SignedIn
) -> None:
    told(cast)
    marlina = signed_in("marlina")
    shown, _more = inbox(cast.store, cast.marlina.id)
    (later,) = told(cast)
    answer = send(marlina, f"{INBOX}/dibaca", {"sampai": shown[0].id})
    assert answer.status_code == 303
    page = text_of(marlina.get(INBOX))
    assert "1 belum dibaca" in page
    found, _more = inbox(cast.store, cast.marlina.id)
    assert [(one.number == later, one.read) for one in found] == [(True, False), (False, True)]


def test_reading_mine_leaves_a_colleagues_news_unread(cast: Cast, signed_in: SignedIn) -> None:
    told(cast)
    found, _more = inbox(cast.store, cast.marlina.id)
    send(signed_in("marlina"), f"{INBOX}/dibaca", {"sampai": found[0].id + 100})
    assert unread(cast.store, cast.ferdi.id) == 1


def test_pages_of_the_inbox_follow_each_other_across_read_and_unread(cast: Cast) -> None:
    numbers = told(cast, 3)
    me = cast.marlina.id
    newest, _more = inbox(cast.store, me)
    cast.store.run("UPDATE deliveries SET read_at = now() WHERE id = %s", (newest[0].id,))
    seen, cursor = [], None
    while True:
        found, cursor = inbox(cast.store, me, after=cursor, limit=1)
        seen += [one.number for one in found]
        if cursor is None:
            break
    assert seen == [numbers[1], numbers[0], numbers[2]]


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
    found, _more = inbox(cast.store, cast.yusran.id)
    assert {one.number for one in found} == {number}
