"""Under seal: whatever a superuser changes is found, and the case and the fact are named."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion, Statement
from engine.queries.verify import verify, verify_all
from engine.store import cases, seals
from engine.witness import Witness
from tests.builders import advance, open_sktm
from tests.cast import Cast
from tests.queries.tampering import Admin, put_back_to_now, reckoned_anew, superuser
from tests.services import Servers


@pytest.fixture
def witness(tmp_path: Path) -> Witness:
    """A witness of the test's own."""
    return Witness(tmp_path / "witness", "")


@pytest.fixture
def number(cast: Cast, witness: Witness) -> str:
    """A case under two seals: to its second fact, and to its fourth; beside one that is whole."""
    found = open_sktm(cast).case.number
    advance(cast, found)
    sealed(cast, witness)
    advance(cast, found)
    advance(cast, found)
    open_sktm(cast)
    sealed(cast, witness)
    return found


@pytest.fixture
def admin(database: Servers, number: str) -> Iterator[Admin]:
    """A superuser, once everything is sealed."""
    with superuser(database) as connection:
        yield connection


def sealed(cast: Cast, witness: Witness) -> Statement:
    """The next seal."""
    made = seal_heads(cast.store, witness, Occasion.HAND)
    assert made is not None
    return made


def told(cast: Cast, witness: Witness | None, number: str) -> str:
    """What the check of everything says of this case, and it says something of no other."""
    found = {
        verdict.number: " ".join(verdict.faults) for verdict in verify_all(cast.store, witness)
    }
    assert found.keys() <= {number, ""}, found
    return found.get(number, "")


def test_what_nobody_has_touched_holds(cast: Cast, witness: Witness, number: str) -> None:
    assert list(verify_all(cast.store, witness)) == []
    verdict = verify(cast.store, number)
    assert (verdict.holds, verdict.sealed, verdict.facts) == (True, 4, 4)


COLUMNS = {
    "case_id": "case_id = case_id + 5000",
    "version": "version = 9",
    "kind": "kind = 'noted'",
    "happened_at": "happened_at = happened_at - interval '1 microsecond'",
    "recorded_at": "recorded_at = recorded_at + interval '1 microsecond'",
    "actor": "actor = actor + 1",
    "body": "body = overlay(body placing 'X' from 40)",
    "digest": "digest = set_byte(digest, 31, get_byte(digest, 31) # 1)",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_a_changed_byte_of_any_column_is_named_with_its_fact(
    cast: Cast, witness: Witness, number: str, admin: Admin, column: str
) -> None:
    admin.execute(
        f"UPDATE history SET {COLUMNS[column]} WHERE version = 3 AND case_id = "
        "(SELECT id FROM cases WHERE number = %s)",
        (number,),
    )
    found = {verdict.number: " ".join(verdict.faults) for verdict in verify_all(cast.store)}
    assert "Fakta 3" in found[number] or "Fakta 4" in found[number]


def test_every_column_of_the_history_is_tampered_with_above(cast: Cast) -> None:
    rows = cast.store.rows(
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'history' "
        "AND table_schema = 'public'"
    )
    assert {name for (name,) in rows} == COLUMNS.keys()


# What is done, and what is said of it.
ROWS = {
    "deleted in the middle": ("DELETE FROM history WHERE {case} AND version = 3", "Fakta 3"),
    "cut": ("DELETE FROM history WHERE {case} AND version = 4", "Fakta 3 sampai 4 hilang"),
    "inserted": (
        (
            "INSERT INTO history SELECT case_id, 5, kind, happened_at, recorded_at, actor, body, "
            "digest FROM history WHERE {case} AND version = 4"
        ),
        "Fakta 5",
    ),
    "swapped": (
        (
            "UPDATE history h SET body = o.body, digest = o.digest FROM history o WHERE h.{case} "
            "AND o.{case} AND h.version IN (2, 3) AND o.version = 5 - h.version"
        ),
        "Fakta 2",
    ),
    "the history of the case dropped": ("DELETE FROM history WHERE {case}", "Fakta 1 sampai 2"),
    "the row of the case dropped": ("DELETE FROM cases WHERE id = {id}", "Baris berkasnya hilang"),
    "everything of the case dropped": (
        "DELETE FROM history WHERE {case}; DELETE FROM cases WHERE id = {id}",
        "Fakta 1 sampai 2 hilang",
    ),
    "marked as sealed further": (
        "UPDATE sealed_heads SET version = 9 WHERE {case}",
        "Ditandai tersegel sampai fakta 9",
    ),
}


@pytest.mark.parametrize("how", ROWS)
def test_facts_that_are_lost_or_added_are_named(
    cast: Cast, witness: Witness, number: str, admin: Admin, how: str
) -> None:
    statement, words = ROWS[how]
    case_id = cases.load(cast.store, number).case.id
    for one in statement.split("; "):
        admin.execute(one.format(case=f"case_id = {case_id}", id=case_id))
    assert words in told(cast, witness, number)


def test_a_truncated_history_is_named_case_by_case(
    cast: Cast, witness: Witness, number: str, admin: Admin
) -> None:
    admin.execute("TRUNCATE history")
    found = [verdict.number for verdict in verify_all(cast.store, witness)]
    assert len(found) == 2
    assert number in found


@pytest.mark.parametrize(("at", "words"), [(1, "Fakta 1 sampai 2"), (4, "Fakta 3 sampai 4")])
def test_a_chain_reckoned_anew_is_named_though_it_holds_in_itself(
    cast: Cast, witness: Witness, number: str, admin: Admin, at: int, words: str
) -> None:
    reckoned_anew(admin, cases.load(cast.store, number).case.id, at)
    assert f"{words} diganti atau dihitung ulang" in told(cast, witness, number)
    verdict = verify(cast.store, number)
    assert words in " ".join(verdict.faults)


def test_a_table_put_back_to_yesterday_is_named(
    cast: Cast, witness: Witness, number: str, admin: Admin
) -> None:
    with put_back_to_now(admin, "history", "cases"):
        advance(cast, number)
        sealed(cast, witness)
    assert "Fakta 5 hilang" in told(cast, witness, number)


def test_a_whole_database_put_back_to_yesterday_is_told_by_the_witness(
    cast: Cast, witness: Witness, number: str, admin: Admin
) -> None:
    with put_back_to_now(admin, "history", "cases", "words", "seals", "sealed_heads"):
        advance(cast, number)
        sealed(cast, witness)
    assert list(verify_all(cast.store)) == []
    found = {
        verdict.number: " ".join(verdict.faults) for verdict in verify_all(cast.store, witness)
    }
    assert "Segel 3 hilang dari basis data" in found[""]
    assert "Fakta 5 hilang" in found[number]


def test_a_seal_made_after_a_loss_hides_nothing(
    cast: Cast, witness: Witness, number: str, admin: Admin
) -> None:
    with put_back_to_now(admin, "history", "cases", "words", "seals", "sealed_heads"):
        advance(cast, number)
        sealed(cast, witness)
    advance(cast, number)
    assert sealed(cast, witness).number == 4
    found = {one.number: " ".join(one.faults) for one in verify_all(cast.store, witness)}
    assert "Segel 3 hilang dari basis data" in found[""]
    assert "tidak menyambung" not in found[""]
    assert "Fakta 5 diganti" in found[number]


def test_a_seal_that_cannot_be_read_stops_neither_the_check_nor_the_next_seal(
    cast: Cast, witness: Witness, number: str, admin: Admin
) -> None:
    admin.execute("UPDATE seals SET body = 'x' WHERE number = 2")
    assert "Segel 2: isinya tidak terbaca." in verify(cast.store, number).faults
    advance(cast, number)
    assert sealed(cast, witness).number == 3
    assert "Segel 2 di basis data bukan lagi" in " ".join(
        fault for one in verify_all(cast.store, witness) for fault in one.faults
    )


SEALS = {
    "another leaf": ("UPDATE seals SET lines = '' WHERE number = 1", "Segel 1: daftar ujung"),
    "another statement": (
        "UPDATE seals SET body = replace(body, '\"facts\":2', '\"facts\":3') WHERE number = 1",
        "Segel 1: tanda tangannya",
    ),
    "another signature": (
        "UPDATE seals SET signature = set_byte(signature, 0, get_byte(signature, 0) # 1)",
        "Segel 1: tanda tangannya",
    ),
    "dropped": ("DELETE FROM seals WHERE number = 1", "Segel 1 hilang"),
}


@pytest.mark.parametrize("how", SEALS)
def test_a_changed_seal_is_named_without_its_copy(
    cast: Cast, number: str, admin: Admin, how: str
) -> None:
    statement, words = SEALS[how]
    admin.execute(statement)
    found = {verdict.number: " ".join(verdict.faults) for verdict in verify_all(cast.store)}
    assert words in found[""]


def test_seals_made_anew_with_another_key_are_named(
    cast: Cast, witness: Witness, number: str, admin: Admin, tmp_path: Path
) -> None:
    admin.execute("DELETE FROM seals")
    admin.execute("DELETE FROM sealed_heads")
    reckoned_anew(admin, cases.load(cast.store, number).case.id, 2)
    sealed(cast, Witness(tmp_path / "thief", ""))
    assert list(verify_all(cast.store)) == []
    found = {
        verdict.number: " ".join(verdict.faults) for verdict in verify_all(cast.store, witness)
    }
    assert "Segel 1 di basis data bukan lagi seperti salinannya" in found[""]
    assert "dihitung ulang" in found[number]
    for copy in (tmp_path / "witness" / "seals").iterdir():
        copy.unlink()
    (found_again,) = verify_all(cast.store, witness)
    assert "kuncinya bukan kunci instalasi ini" in found_again.faults[0]


def test_what_is_newer_than_the_last_seal_is_counted(
    cast: Cast, witness: Witness, number: str
) -> None:
    assert seals.unsealed(cast.store).facts == 0
    advance(cast, number)
    left = seals.unsealed(cast.store)
    assert (left.cases, left.facts) == (1, 1)
    assert left.since is not None
    verdict = verify(cast.store, number)
    assert (verdict.holds, verdict.sealed, verdict.facts) == (True, 4, 5)
    assert sealed(cast, witness).facts == 1
    assert seals.unsealed(cast.store).facts == 0
    assert seal_heads(cast.store, witness, Occasion.HAND) is None
