"""Units and posts: one file, a kind's posts in each of its units, faults as sentences."""

from pathlib import Path

import pytest

from engine.domain.errors import DefinitionFaulty
from engine.domain.people import Duty
from engine.formats.offices import read_offices

OFFICES = """
regency: Kabupaten Contoh
kinds:
  kecamatan:
    calendar: kecamatan
    positions:
      camat: {title: Camat, superior: "setda:sekda", duties: [head]}
      loket: {title: Petugas Loket, superior: camat, duties: [counter]}
units:
  setda:
    name: Sekretariat Daerah
    kind: setda
    short: SETDA
    calendar: kantor
    positions: {sekda: {title: Sekretaris Daerah, duties: [head]}}
  utara: {name: Kecamatan Utara, kind: kecamatan, short: KCU, parent: setda}
  selatan: {name: Kecamatan Selatan, kind: kecamatan, short: KCS, calendar: khusus}
"""


def written(folder: Path, text: str) -> Path:
    file = folder / "units.yaml"
    file.write_text(text)
    return file


def test_the_posts_of_a_kind_exist_in_each_of_its_units(tmp_path: Path) -> None:
    offices = read_offices(written(tmp_path, OFFICES))
    assert [position.desk for position in offices.positions] == [
        "setda:sekda",
        "utara:camat",
        "utara:loket",
        "selatan:camat",
        "selatan:loket",
    ]
    assert offices.positions[2].superior == "utara:camat"
    assert offices.positions[3].superior == "setda:sekda"
    assert offices.positions[4].duties == {Duty.COUNTER}


def test_a_unit_works_by_its_own_calendar_or_else_its_kinds(tmp_path: Path) -> None:
    offices = read_offices(written(tmp_path, OFFICES))
    calendars = {unit.code: unit.calendar for unit in offices.units}
    assert calendars == {"setda": "kantor", "utara": "kecamatan", "selatan": "khusus"}
    assert [unit.parent for unit in offices.units] == [None, "setda", None]


@pytest.mark.parametrize(
    ("good", "bad", "sentence"),
    [
        ('"setda:sekda"', '"setda:sekd"', "atasan “setda:sekd” tidak ada. Mungkin maksudnya"),
        ("superior: camat", "superior: lurah", "atasan “utara:lurah” tidak ada."),
        ("duties: [counter]", "duties: [loket]", "“loket” tidak dikenal."),
        ("parent: setda", "parent: sekda", "induk “sekda” tidak ada. Mungkin maksudnya “setda”."),
        ("short: KCS", "short: KCU", "singkatan KCU sudah dipakai utara."),
        ("short: KCS", "short: kcs", "“kcs” bukan singkatan."),
        ("    calendar: kantor\n", "", "units, setda: belum menyebut kalender."),
        ("name: Sekretariat Daerah", "nama: Setda", "units, setda: “name” belum ada."),
        ("regency: Kabupaten Contoh", "- regency", "Susunan YAML keliru"),
    ],
)
def test_a_fault_is_told_with_its_line_and_remedy(
    tmp_path: Path, good: str, bad: str, sentence: str
) -> None:
    file = written(tmp_path, OFFICES.replace(good, bad))
    with pytest.raises(DefinitionFaulty) as refused:
        read_offices(file)
    assert sentence in str(refused.value)
    assert "\nbaris " in str(refused.value)


def test_a_missing_file_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(DefinitionFaulty, match="Berkas tidak ditemukan"):
        read_offices(tmp_path / "units.yaml")
