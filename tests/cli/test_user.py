"""`sopan user`: accounts made and opened anew from the machine, never half."""

import json

from engine.settings import Settings
from engine.store import office, people, postings
from tests.cast import Cast
from tests.cli.servers import sopan

ADDRESS = "baru@contohkab.example"


def test_an_account_with_a_post_is_made_and_its_password_told_once(
    settings: Settings, cast: Cast
) -> None:
    words = ("user", "add", ADDRESS, "--name", "Baru Sekali", "--position", "disdukcapil:loket")
    answer = json.loads(sopan(settings, *words, "--json").stdout)
    assert answer["password"]
    held = office.actor(cast.store, answer["id"]).on(postings.today(cast.store))
    assert [holding.position.desk for holding in held] == ["disdukcapil:loket"]


def test_a_password_may_be_given_and_is_then_not_told(settings: Settings, cast: Cast) -> None:
    words = ("user", "add", ADDRESS, "--name", "Baru Sekali", "--password-stdin")
    done = sopan(settings, *words, typed="sandi panjang sekali\n")
    assert done.returncode == 0, done.stderr
    assert "sandi" not in done.stdout


def test_nothing_is_made_when_the_post_cannot_be_given(settings: Settings, cast: Cast) -> None:
    words = ("user", "add", ADDRESS, "--name", "Baru Sekali", "--position")
    for rest, told in (
        (("disdukcapil:raja",), "Jabatan disdukcapil:raja tidak ditemukan"),
        (("disdukcapil:kepala", "--standing", "plh"), "isi nomor suratnya"),
    ):
        done = sopan(settings, *words, *rest)
        assert done.returncode == 1
        assert told in done.stderr
        assert people.by_email(cast.store, ADDRESS) is None


def test_an_address_in_use_is_refused(settings: Settings, cast: Cast) -> None:
    done = sopan(settings, "user", "add", cast.citra.email, "--name", "Citra Dua")
    assert done.returncode == 1
    assert "sudah dipakai akun lain" in done.stderr


def test_a_new_password_is_made_for_an_account(settings: Settings, cast: Cast) -> None:
    before = people.by_id(cast.store, cast.citra.id)
    done = sopan(settings, "user", "password", cast.citra.email)
    assert "Kata sandi baru" in done.stdout
    after = people.by_id(cast.store, cast.citra.id)
    assert before and after
    assert before["password"] != after["password"]
    assert before["uniquifier"] != after["uniquifier"]
