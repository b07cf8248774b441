"""Deliveries: what became of each notice, for the administrator and the heads of units."""

from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from engine.commands.send_mail import TRIES
from engine.queries.deliveries import deliveries
from tests.builders import advance, open_kk, open_sktm
from tests.cast import Cast
from tests.smtp import Mailbox, mail_server
from tests.web.desk import send, text_of
from tests.workers.post import at_work, post, promise, sent, worked_off

SignedIn = Callable[[str], FlaskClient]
PAGE = "/deliveries"


def failing(cast: Cast, box: Mailbox, folder: Path) -> tuple[str, str]:
    """A request of the kecamatan and one of the Disdukcapil, each with a letter given up."""
    numbers = open_sktm(cast).case.number, open_kk(cast).case.number
    for number, member in zip(numbers, (cast.citra, cast.marlina), strict=True):
        promise(cast, number, "overdue", f"person:{member.id}")
    worked_off(cast)
    box.refuses = "451 penuh"
    start = at_work(cast)
    for _ in range(TRIES):
        sent(cast, post(folder, box.url), start)
        cast.store.run(
            "UPDATE deliveries SET next_try_at = %s WHERE next_try_at IS NOT NULL", (start,)
        )
    box.refuses = ""
    return numbers


@pytest.fixture
def failed(cast: Cast, tmp_path: Path) -> tuple[str, str]:
    with mail_server() as box:
        return failing(cast, box, tmp_path)


def test_failed_letters_stand_first_with_their_reason(
    signed_in: SignedIn, failed: tuple[str, str]
) -> None:
    page = signed_in("admin").get(PAGE)
    said = text_of(page)
    assert "2 surat gagal" in said
    assert "Gagal 6 kali dicoba: 451 penuh Coba lagi" in said
    assert said.index("Gagal 6 kali dicoba") < said.index("Belum dibaca")
    assert all(number in said for number in failed)


def test_a_head_sees_and_retries_what_is_about_his_unit_only(
    cast: Cast, signed_in: SignedIn, failed: tuple[str, str]
) -> None:
    of_kecamatan, of_disdukcapil = failed
    fadli = signed_in("fadli")
    page = fadli.get(f"{PAGE}?keadaan=gagal").text
    assert of_kecamatan in page and of_disdukcapil not in page
    answer = send(fadli, f"{PAGE}/coba-lagi", {})
    assert answer.status_code == 303
    assert "1 surat dicoba lagi." in text_of(fadli.get(PAGE))
    assert "Tidak ada surat yang gagal" in text_of(fadli.get(PAGE))
    assert "1 surat gagal" in text_of(signed_in("admin").get(PAGE))
    assert fadli.get(f"{PAGE}?nomor={of_disdukcapil}").status_code == 404


def test_one_letter_is_tried_again_by_its_own_button(
    signed_in: SignedIn, failed: tuple[str, str]
) -> None:
    jamal = signed_in("admin")
    page = jamal.get(f"{PAGE}?keadaan=gagal").text
    send(jamal, f"{PAGE}/coba-lagi", {"surat": page.split('name="surat" value="')[1].split('"')[0]})
    assert "1 surat gagal" in text_of(jamal.get(PAGE))
    assert "dikirim paling cepat" in text_of(jamal.get(f"{PAGE}?keadaan=menunggu"))


def test_everything_told_about_one_request_can_be_read_together(
    cast: Cast, signed_in: SignedIn, tmp_path: Path
) -> None:
    number = open_sktm(cast).case.number
    promise(cast, number, "due_soon", f"person:{cast.citra.id}")
    worked_off(cast)
    advance(cast, number)
    worked_off(cast)
    sent(cast, post(tmp_path), at_work(cast))
    said = text_of(signed_in("fadli").get(f"{PAGE}?nomor={number}"))
    assert f"Kabar tentang {number}" in said
    assert (
        f"Tidak dikirim permohonan sudah berpindah Segera jatuh tempo {cast.citra.name} Surel"
        in said
    )
    assert f"Belum dibaca Giliran baru {cast.darmawan.name} Layar" in said
    assert f"Sudah beres permohonan sudah berpindah Giliran baru {cast.citra.name} Layar" in said


def test_pages_go_from_the_failed_to_the_rest_without_a_gap(
    cast: Cast, failed: tuple[str, str]
) -> None:
    units = frozenset({"kec-contoh-utara", "disdukcapil"})
    whole, more = deliveries(cast.store, units)
    seen, cursor = [], None
    while True:
        found, cursor = deliveries(cast.store, units, after=cursor, limit=1)
        seen += [one.id for one in found]
        if cursor is None:
            break
    assert more is None and seen == [one.id for one in whole]
    assert [one.state == "failed" for one in whole[:3]] == [True, True, False]


def test_nobody_else_enters(signed_in: SignedIn) -> None:
    for kind in ("counter", "holder", "auditor", "superior"):
        assert signed_in(kind).get(PAGE).status_code == 403


def test_an_empty_page_says_when_something_will_come(cast: Cast, signed_in: SignedIn) -> None:
    assert "Belum ada kabar yang dikirim" in text_of(signed_in("admin").get(PAGE))
    assert "Tidak ada surat yang gagal" in text_of(signed_in("admin").get(f"{PAGE}?keadaan=gagal"))
