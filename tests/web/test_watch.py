"""The watch page: an administrator sees the rounds, and lets a stuck case be tried again."""

from collections.abc import Callable

from flask.testing import FlaskClient

from engine.store import cases, stuck, watches
from tests.builders import open_sktm
from tests.cast import Cast
from tests.web.desk import send, text_of

SignedIn = Callable[[str], FlaskClient]


def test_an_administrator_sees_what_is_stuck_and_lets_it_be_tried_again(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    with watches.watched(cast.store, "sweep", 90) as run:
        run.rows = 7
    with cast.store.transaction() as connection:
        stuck.mark(connection, cases.load(cast.store, number).case.id, "KeyError: 'x'")
    client = signed_in("jamal")
    page = text_of(client.get("/watch"))
    assert number in page and "KeyError" in page and "Tertinggal 1 menit" in page
    assert send(client, f"/watch/{number}/coba-lagi", {}).status_code == 303
    (one,) = stuck.all_stuck(cast.store)
    assert one.retry_at <= cases.load(cast.store, number).now


def test_what_is_not_stuck_cannot_be_tried_again(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    answer = send(signed_in("jamal"), f"/watch/{number}/coba-lagi", {})
    assert answer.status_code == 409 and "tidak sedang tersangkut" in text_of(answer)
