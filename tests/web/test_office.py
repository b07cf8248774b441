"""The office's pages: people and posts, given and ended by letter and date, seen at once."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask.testing import FlaskClient

from engine.store import office, people, postings
from tests.cast import Cast
from tests.web.conftest import CountingStore, enter
from tests.web.desk import send, text_of

SignIn = Callable[[str], FlaskClient]
VACANT = "kec-contoh-tengah:camat"


@pytest.fixture
def jamal(signed_in: SignIn) -> FlaskClient:
    """The administrator at his browser."""
    return signed_in("admin")


def holding_of(cast: Cast, person: int) -> int:
    """The row of a person's only posting."""
    ((row,),) = cast.store.rows("SELECT id FROM holdings WHERE person_id = %s", (person,))
    return row


def give(client: FlaskClient, cast: Cast, person: int, **changed: str):
    today = postings.today(cast.store)
    told = {
        "desk": VACANT, "standing": "plh", "letter": "800/1/2026", "starts": today.isoformat(),
        "ends": (today + timedelta(days=7)).isoformat(), **changed,
    }  # fmt: skip
    return send(client, f"/kantor/orang/{person}/jabatan", told)


def test_units_tell_of_vacant_posts_and_of_those_who_act(jamal: FlaskClient) -> None:
    assert "Kecamatan Contoh Tengah" in text_of(jamal.get("/kantor"))
    page = text_of(jamal.get("/kantor/unit/kec-contoh-tengah"))
    assert "Plt. " in page
    assert "Tanpa pejabat definitif" in page
    assert jamal.get("/kantor/unit/nowhere").status_code == 404


def test_a_new_person_is_told_the_password_once_and_can_sign_in(
    jamal: FlaskClient, visitor: FlaskClient
) -> None:
    told = {"name": "Zulkifli Baru", "email": "Zul@contohkab.example"}
    answer = send(jamal, "/kantor/orang/baru", told)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.search(r'sandi-baru"><code>([^<]+)', answer.text)
    assert password
    assert enter(visitor, "zul@contohkab.example", password[1]).status_code == 303


@pytest.mark.parametrize(
    ("told", "status", "sentence"),
    [
        ({"name": "", "email": "a@b.example"}, 422, "Nama belum diisi."),
        ({"name": "A", "email": "tanpa surel"}, 422, "Alamat surel tidak lengkap"),
        ({"name": "A", "email": "loket@disdukcapil.contohkab.example"}, 409, "sudah dipakai"),
    ],
)
def test_a_person_half_told_is_refused_and_the_fields_are_kept(
    jamal: FlaskClient, told: dict[str, object], status: int, sentence: str
) -> None:
    answer = send(jamal, "/kantor/orang/baru", told)
    assert answer.status_code == status
    assert sentence in text_of(answer)
    assert f'value="{told["email"]}"' in answer.text


def test_a_post_given_by_letter_counts_at_once(
    jamal: FlaskClient, signed_in: SignIn, cast: Cast
) -> None:
    assert signed_in("lukman").get("/register").status_code == 403
    assert give(jamal, cast, cast.lukman.id).status_code == 303
    page = text_of(signed_in("lukman").get("/register"))
    assert "Kecamatan Contoh Tengah" in page
    assert "Plh." in text_of(jamal.get(f"/kantor/orang/{cast.lukman.id}"))


@pytest.mark.parametrize(
    ("changed", "field", "sentence"),
    [
        ({"letter": " "}, "letter", "Plt. dan Plh. bertindak menurut surat"),
        ({"ends": ""}, "ends", "Plt. dan Plh. berjangka waktu"),
        ({"ends": "2020-01-01"}, "ends", "Hari terakhir mendahului hari pertama"),
        ({"starts": "besok"}, "starts", "Isi tanggalnya"),
        ({"desk": ""}, "desk", "Pilih jabatannya"),
        ({"standing": "raja"}, "standing", "Pilih definitif, Plt., atau Plh."),
    ],
)
def test_a_post_half_told_is_refused_beside_its_field(
    jamal: FlaskClient, cast: Cast, changed: dict[str, str], field: str, sentence: str
) -> None:
    answer = give(jamal, cast, cast.lukman.id, **changed)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert f'<a href="#{field}">' in answer.text
    assert f'id="{field}"' in answer.text


def test_nobody_holds_a_post_twice_at_the_same_time(jamal: FlaskClient, cast: Cast) -> None:
    assert give(jamal, cast, cast.lukman.id).status_code == 303
    answer = give(jamal, cast, cast.lukman.id)
    assert answer.status_code == 422
    assert "sudah memegang jabatan itu" in text_of(answer)


def test_an_ended_post_no_longer_counts_afterwards(
    jamal: FlaskClient, signed_in: SignIn, cast: Cast
) -> None:
    clerk, holding = signed_in("citra"), holding_of(cast, cast.citra.id)
    address = f"/kantor/orang/{cast.citra.id}/jabatan/{holding}/akhiri"
    yesterday = postings.today(cast.store) - timedelta(days=1)
    assert send(jamal, address, {"ends": yesterday.isoformat()}).status_code == 303
    assert clerk.get("/loket").status_code == 403
    too_early = send(jamal, address, {"ends": "1999-01-01"})
    assert too_early.status_code == 422
    assert f'href="#ends-{holding}"' in too_early.text


def test_the_last_administrator_stays(jamal: FlaskClient, cast: Cast) -> None:
    me, today = cast.jamal.id, postings.today(cast.store)
    ended = f"/kantor/orang/{me}/jabatan/{holding_of(cast, me)}/akhiri"
    for address, told in ((ended, {"ends": today.isoformat()}), (f"/kantor/orang/{me}/tutup", {})):
        answer = send(jamal, address, told)
        assert answer.status_code == 422
        assert "tidak ada administrator lagi" in text_of(answer)
    assert jamal.get("/kantor").status_code == 200


def test_a_closed_account_is_signed_out_and_can_be_opened_again(
    jamal: FlaskClient, signed_in: SignIn, visitor: FlaskClient, cast: Cast
) -> None:
    clerk = signed_in("citra")
    assert send(jamal, f"/kantor/orang/{cast.citra.id}/tutup", {}).status_code == 303
    assert clerk.get("/loket").status_code == 303
    assert enter(visitor, cast.citra.email).status_code != 303
    assert send(jamal, f"/kantor/orang/{cast.citra.id}/buka", {}).status_code == 303
    assert enter(visitor, cast.citra.email).status_code == 303


def test_a_new_password_replaces_the_old_one(
    jamal: FlaskClient, visitor: FlaskClient, cast: Cast
) -> None:
    answer = send(jamal, f"/kantor/orang/{cast.citra.id}/kata-sandi", {})
    password = re.search(r'sandi-baru"><code>([^<]+)', answer.text)
    assert password
    assert enter(visitor, cast.citra.email).status_code != 303
    assert enter(visitor, cast.citra.email, password[1]).status_code == 303


def test_only_the_administrator_enters(signed_in: SignIn, cast: Cast) -> None:
    for kind in ("head", "auditor", "section", "counter"):
        client = signed_in(kind)
        assert client.get("/kantor").status_code == 403
        assert give(client, cast, cast.lukman.id).status_code == 403
    assert people.by_id(cast.store, cast.lukman.id)
    assert office.actor(cast.store, cast.lukman.id).on(postings.today(cast.store)) == ()


def test_the_roster_asks_a_constant_number_of_times(
    jamal: FlaskClient, counted: CountingStore
) -> None:
    for address in ("/kantor", "/kantor/unit/disdukcapil", "/kantor/orang"):
        jamal.get(address)
        counted.asked.clear()
        assert jamal.get(address).status_code == 200
        assert len(counted.asked) <= 4
