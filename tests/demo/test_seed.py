"""Seeding: once, by one command, with accounts that open."""

import stat

import pytest
from argon2 import PasswordHasher

from engine.cli.demo import seed, sign_ins
from engine.cli.load import load_all
from engine.demo.people import READERS
from engine.demo.settle import kept_password, password_file, settle
from engine.store import people


@pytest.fixture
def loaded(settings):
    load_all(settings)
    return settings


def test_a_database_with_cases_is_left_alone(loaded, store):
    assert seed(loaded) > 0
    facts = store.row("SELECT count(*) FROM history")
    assert seed(loaded) == 0
    assert store.row("SELECT count(*) FROM history") == facts


def test_every_reader_signs_in_with_the_password_that_is_told(loaded, store):
    settle(store, kept_password(loaded))
    lines = [line.split() for line in sign_ins(loaded)]
    assert len(lines) == len(READERS)
    for *_, email, password in lines:
        assert PasswordHasher().verify(people.by_email(store, email)["password"], password)


def test_the_password_is_made_once_and_kept_from_others(loaded):
    first = kept_password(loaded)
    assert kept_password(loaded) == first
    assert stat.S_IMODE(password_file(loaded).stat().st_mode) == 0o600


def test_an_interrupted_start_is_taken_up_again(loaded, store):
    ids = settle(store, "lama")
    assert settle(store, "baru") == ids
    account = people.by_email(store, "loket@disdukcapil.contohkab.example")
    assert PasswordHasher().verify(account["password"], "baru")


def test_without_a_demonstration_nobody_is_told_to_sign_in(loaded):
    assert list(sign_ins(loaded)) == []
