"""Verify: what the database's owner can change behind the office's back, and what names it."""

from collections.abc import Iterator

import pytest

from engine.commands import By, add_note, attach_document, close_case, erase_words
from engine.domain.sop import Ending
from engine.queries.verify import verify
from engine.settings import Settings
from engine.store.session import Store, open_store
from tests.builders import advance, open_sktm
from tests.cast import Cast


@pytest.fixture
def owner(settings: Settings) -> Iterator[Store]:
    """The owner of the tables, who can switch off what guards them."""
    opened = open_store(settings.database_owner_url)
    opened.run("ALTER TABLE history DISABLE TRIGGER USER")
    yield opened
    opened.run("ALTER TABLE history ENABLE TRIGGER USER")
    opened.close()


@pytest.fixture
def number(cast: Cast) -> str:
    """A case with a few facts and a note."""
    found = open_sktm(cast).case.number
    advance(cast, found)
    add_note(cast.store, found, "KK asli dilihat", by=By(person=cast.citra.id))
    return found


def test_an_untouched_case_holds(cast: Cast, number: str) -> None:
    assert verify(cast.store, number).holds


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ("UPDATE history SET body = replace(body, 'Terdaftar', 'X') WHERE version = 2", "sidiknya"),
        ("UPDATE history SET body = 'x' WHERE version = 2", "tidak terbaca"),
        ("DELETE FROM history WHERE version = 2", "nomor urut"),
        ("DELETE FROM history WHERE version = 3", "terpotong"),
        ("UPDATE history SET actor = 1 WHERE version = 2", "kolom pencariannya"),
        ("UPDATE history SET recorded_at = now() WHERE version = 1", "kolom pencariannya"),
        ("UPDATE cases SET step = '7'", "step = 7"),
        ("UPDATE cases SET unit = 'disdukcapil'", "unit = disdukcapil"),
        ("UPDATE words SET text = 'palsu' WHERE field = 'note'", "isi note"),
        (
            "INSERT INTO words SELECT case_id, 3, 'reason', 'palsu', salt FROM words LIMIT 1",
            "isi reason",
        ),
    ],
)
def test_whatever_is_changed_is_named(
    cast: Cast, number: str, owner: Store, change: str, told: str
) -> None:
    owner.run(change)
    verdict = verify(cast.store, number)
    assert not verdict.holds
    assert told in " ".join(verdict.faults)


def test_a_renumbered_case_is_named(cast: Cast, number: str, owner: Store) -> None:
    owner.run("UPDATE cases SET number = 'SKTM-KCU-2026-99999'")
    (fault,) = verify(cast.store, "SKTM-KCU-2026-99999").faults
    assert number in fault


def test_a_changed_document_is_named(cast: Cast, number: str, owner: Store) -> None:
    by = By(person=cast.citra.id)
    attach_document(cast.store, number, "ktp.png", "image/png", b"ktp", by=by, cap=1000)
    assert verify(cast.store, number).holds
    owner.run("UPDATE documents SET content = 'palsu'::bytea")
    assert "dokumen" in " ".join(verify(cast.store, number).faults)


def test_erased_words_are_no_fault(cast: Cast, number: str) -> None:
    by = By(person=cast.jamal.id)
    close_case(cast.store, number, Ending.WITHDRAWN, "Ditarik", by=By(person=cast.citra.id))
    erase_words(cast.store, number, "Permintaan pemohon", by=by)
    verdict = verify(cast.store, number)
    assert verdict.holds
    assert verdict.erased > 5
