"""The nightly rounds: what has moved is sealed, everything is checked, and faults are kept."""

from pathlib import Path

import pytest

from engine.settings import Settings
from engine.store import faults, seals
from engine.witness import witness_of
from tests.builders import open_sktm
from tests.cast import Cast
from tests.queries.tampering import superuser
from tests.services import Servers
from workers.schedule import SCHEDULE
from workers.seal import seal
from workers.verify import verify


@pytest.fixture(autouse=True)
def here(settings: Settings, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """The worker's process in this one: its settings and its store."""
    for module in ("workers.seal", "workers.verify"):
        monkeypatch.setattr(f"{module}.settings", lambda: settings)
        monkeypatch.setattr(f"{module}.store", lambda: cast.store)


def test_the_night_seals_and_then_finds_nothing(settings: Settings, cast: Cast) -> None:
    open_sktm(cast)
    assert seal() == 1
    assert seal() == 0
    assert witness_of(settings).numbers() == seals.numbers(cast.store) == [1]
    assert verify() == 0
    assert faults.last_found(cast.store, frozenset(), everywhere=True) == []


def test_what_is_found_wrong_is_kept_until_the_next_check(cast: Cast, database: Servers) -> None:
    number = open_sktm(cast).case.number
    seal()
    with superuser(database) as admin:
        admin.execute("UPDATE cases SET step = '7', pressing_at = '2026-01-01'")
    assert verify() == 1
    units = frozenset({"kec-contoh-utara"})
    found = [
        (one.number, one.fault) for one in faults.last_found(cast.store, units, everywhere=False)
    ]
    assert {name for name, _ in found} == {number}
    assert "step = 7" in found[0][1]
    assert "pressing_at = 2026-01-01" in found[1][1]
    assert faults.last_found(cast.store, frozenset({"dinkes"}), everywhere=False) == []
    with superuser(database) as admin:
        admin.execute("DELETE FROM cases")
        admin.execute("DELETE FROM history")
    assert verify() == 1
    (lost,) = faults.last_found(cast.store, frozenset(), everywhere=True)
    assert (lost.number, "Fakta 1 hilang" in lost.fault) == (number, True)


def test_a_seal_without_its_copy_is_copied_by_the_next_night(
    settings: Settings, cast: Cast
) -> None:
    open_sktm(cast)
    seal()
    copy: Path = settings.data_dir / "seals" / "000001.json.gz"
    kept = copy.read_bytes()
    copy.unlink()
    assert seal() == 0
    assert len(copy.read_bytes()) == len(kept)
    copy.write_bytes(b"spoilt")
    assert verify() == 1


def test_both_rounds_are_on_the_schedule() -> None:
    assert {"sopan.seal", "sopan.verify"} <= SCHEDULE.keys()
