"""The history in the database: only ever inserted, and every tampering is found."""

import psycopg
import pytest

from engine.queries.verify import verify, verify_all
from engine.store import cases
from tests.builders import advance_to, open_sktm

CHANGES = [
    "UPDATE history SET kind = 'noted'",
    "UPDATE history SET body = '{}' WHERE false OR version = 1",
    "DELETE FROM history",
    "TRUNCATE history",
]


@pytest.mark.parametrize("change", CHANGES)
def test_the_role_of_web_and_workers_cannot_change_history(cast, change):
    open_sktm(cast)
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        cast.store.run(change)


@pytest.mark.parametrize("change", CHANGES)
def test_even_the_owner_of_the_tables_cannot_change_history(cast, settings, change):
    open_sktm(cast)
    address = settings.database_owner_url.replace("postgresql+psycopg://", "postgresql://")
    with (
        psycopg.connect(address) as owner,
        pytest.raises(psycopg.errors.InsufficientPrivilege, match="only ever inserted"),
    ):
        owner.execute(change)


@pytest.fixture
def number(cast) -> str:
    """A case with some history."""
    opened = open_sktm(cast).case.number
    advance_to(cast, opened, "6")
    assert verify(cast.store, opened).holds
    return opened


TAMPERINGS = {
    "edited": "UPDATE history SET body = replace(body, 'Terdaftar', 'Terdaftat') WHERE version = 2",
    "edited and rehashed": "UPDATE history SET body = replace(body, 'Terdaftar', 'Terdaftat'), "
    "digest = sha256(convert_to(replace(body, 'Terdaftar', 'Terdaftat'), 'UTF8')) "
    "WHERE version = 2",
    "dropped": "DELETE FROM history WHERE version = 3",
    "cut": "DELETE FROM history WHERE version = (SELECT max(version) FROM history)",
    "swapped": "UPDATE history SET version = CASE version WHEN 2 THEN 3 ELSE 2 END "
    "WHERE version IN (2, 3)",
    "words": "UPDATE words SET text = 'Orang Lain' WHERE field = 'applicant.name'",
    "row": "UPDATE cases SET step = '7'",
}


@pytest.mark.parametrize("how", TAMPERINGS)
def test_tampering_behind_the_back_of_the_product_is_found(cast, database, number, how):
    with database.admin() as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("ALTER TABLE history DROP CONSTRAINT pk_history")
        admin.execute(TAMPERINGS[how])
        faults = None
        admin.execute(
            "ALTER TABLE history ADD CONSTRAINT pk_history PRIMARY KEY (case_id, version)"
        )
    verdict = verify(cast.store, number)
    faults = verdict.faults
    assert faults and not verdict.holds
    assert [found.number for found in verify_all(cast.store)] == [number]


def test_the_row_is_what_its_history_adds_up_to(cast, number):
    case = cases.load(cast.store, number).case
    assert verify(cast.store, number).facts == case.version
