"""Loading calendars: adopted when new; a changed file becomes a proposal, never a silent change."""

import shutil
from pathlib import Path

import pytest

from engine.cli.load import load_office
from engine.domain.calendar_changes import State
from engine.queries import calendars as asked
from engine.store import office

DEFINITIONS = Path(__file__).parents[2] / "definitions"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    shutil.copytree(DEFINITIONS / "calendars", tmp_path / "calendars")
    shutil.copy(DEFINITIONS / "units.yaml", tmp_path)
    return tmp_path


def test_calendars_and_those_above_them_are_adopted_once(store, root):
    load_office(store, root)
    load_office(store, root)
    listed = {one.code: one for one in asked.calendars(store)}
    assert set(listed) == {
        "nasional", "perpres-21-2023", "kecamatan", "puskesmas-enam-hari", "rsud-24-jam",
    }  # fmt: skip
    assert all(len(asked.versions(store, code)) == 1 for code in listed)
    assert all(not one.under_way for one in listed.values())


def test_a_changed_file_is_proposed_once_and_the_office_works_on_as_before(store, root, capsys):
    load_office(store, root)
    before = office.directory(store).by_code["kecamatan"]
    listed = root / "calendars" / "libur" / "nasional-2027.yaml"
    listed.write_text(listed.read_text().replace("2027-05-20", "2027-05-21"))
    load_office(store, root)
    load_office(store, root)
    assert office.directory(store).by_code["kecamatan"].version == before.version
    (change,) = asked.changes(store, "kecamatan")
    assert (change.code, change.state, change.person) == ("nasional", State.PREVIEWING, "")
    assert "Kalender nasional: berkasnya berubah" in capsys.readouterr().err


def test_a_file_that_begins_to_inherit_says_so_to_later_changes(store, root):
    path = root / "calendars" / "rsud-24-jam.yaml"
    own = path.read_text()
    load_office(store, root)
    path.write_text(own.replace("calendar:\n", "calendar:\n  inherits: nasional\n"))
    load_office(store, root)
    (change,) = asked.changes(store, "rsud-24-jam")
    old, new = asked.proposed(store, change.id)["rsud-24-jam"]
    assert not old.holidays and new.holidays
