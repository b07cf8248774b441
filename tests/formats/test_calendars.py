"""Calendar files: what ships is sound, what is wrong is named with its line and remedy."""

import json
from datetime import date
from pathlib import Path

import jsonschema
import pytest
from referencing import Registry, Resource

from engine.domain.errors import DefinitionFaulty, NotFound
from engine.domain.holidays import of_year
from engine.domain.hours import HolidayKind, Hours
from engine.formats.calendars import (
    calendar_text,
    check_calendar,
    load_calendar,
    parse_calendar,
)
from engine.formats.yaml import Marked, read

CALENDARS = Path(__file__).parents[2] / "definitions" / "calendars"
SHIPPED = sorted(CALENDARS.glob("*.yaml"))
LISTS = sorted((CALENDARS / "libur").glob("*.yaml"))

SMALL = """\
calendar: {title: Uji, zone: Asia/Jayapura}
week:
  monday-friday: [08.00-12.00, 13.00-16.00]
"""


def plain(marked: Marked) -> object:
    value = marked.value
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def schema(name: str) -> jsonschema.Draft202012Validator:
    documents = {
        path.name: json.loads(path.read_text()) for path in CALENDARS.glob("*.schema.json")
    }
    registry = Registry().with_resources(
        (key, Resource.from_contents(document)) for key, document in documents.items()
    )
    return jsonschema.Draft202012Validator(documents[name], registry=registry)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_every_shipped_calendar_is_sound_and_fits_the_editors_schema(path: Path) -> None:
    assert check_calendar(path) == ()
    schema("calendar.schema.json").validate(plain(read(path.read_text(), path.name)))


@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_every_list_of_holidays_fits_the_editors_schema(path: Path) -> None:
    schema("holidays.schema.json").validate(plain(read(path.read_text(), path.name)))


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_canonical_text_says_all_and_its_digest_is_the_version(path: Path) -> None:
    calendar = load_calendar(path)
    text = calendar_text(calendar)
    again = parse_calendar(text, calendar.code)
    assert again.version == calendar.version
    assert calendar_text(again) == text
    assert again.holidays == calendar.holidays
    assert again.seasons == calendar.seasons
    assert again.week == calendar.week
    schema("calendar.schema.json").validate(json.loads(text))


def test_the_2026_decree_has_17_holidays_and_8_days_of_collective_leave() -> None:
    found = of_year(load_calendar(CALENDARS / "perpres-21-2023.yaml"), 2026)
    kinds = [holiday.kind for holiday in found]
    assert kinds.count(HolidayKind.NATIONAL) == 17
    assert kinds.count(HolidayKind.JOINT_LEAVE) == 8
    assert all("Nomor 1497 Tahun 2025" in holiday.decree for holiday in found)


def test_a_changed_word_in_a_list_makes_another_version(tmp_path: Path) -> None:
    (tmp_path / "libur").mkdir()
    listed = tmp_path / "libur" / "daerah.yaml"
    calendar = tmp_path / "uji.yaml"
    calendar.write_text(SMALL + "holidays: [daerah]\n")
    dates = "title: Uji\ndecree: SK 1\ndates: [{date: 2026-05-03, name: Hari jadi, kind: %s}]\n"
    listed.write_text(dates % "libur daerah")
    before = load_calendar(calendar)
    assert before.hours(date(2026, 5, 3)) == ()
    listed.write_text((dates % "libur daerah").replace("05-03", "05-04"))
    assert load_calendar(calendar).version != before.version


def test_everything_a_calendar_can_say_is_read(tmp_path: Path) -> None:
    text = """\
calendar:
  title: Jaga malam
  zone: Asia/Jayapura
  confirmed_until: 2026-12-31
week:
  monday: [07:00-14:00, 14.00-21.00, 21.00-07.00]
  tuesday-sunday: []
days:
  - {date: 2026-05-05, title: Masuk khusus, hours: [09.00 – 10.30], decree: SK 7}
holidays:
  - {date: 2026-05-04, name: Hari jadi, kind: libur daerah, decree: Perbup 9/2025}
"""
    calendar = parse_calendar(text, "jaga")
    assert calendar.code == "jaga"
    assert calendar.confirmed_until == date(2026, 12, 31)
    assert calendar.week[0][-1] == Hours(start=21 * 60, end=31 * 60)
    assert calendar.hours(date(2026, 5, 5)) == (Hours(start=540, end=630),)
    holiday = calendar.holiday(date(2026, 5, 4))
    assert holiday
    assert (holiday.kind, holiday.decree) == (HolidayKind.REGIONAL, "Perbup 9/2025")
    assert parse_calendar(calendar_text(calendar), "jaga").version == calendar.version


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("week: {monday: [08.00-12.00]}\n", 1, "“calendar” belum ada"),
        (SMALL.replace("week:", "weeks:"), 2, "Mungkin maksudnya “week”"),
        (SMALL.replace("Jayapura", "Wamena"), 1, "zona waktu “Asia/Wamena” tidak dikenal"),
        (SMALL.replace("zone: Asia/Jayapura", "zone: ../etc/passwd"), 1, "zona waktu"),
        (SMALL.replace("monday-friday", "senin-jumat"), 3, "“senin-jumat” bukan nama hari"),
        (SMALL.replace("monday-friday", "friday-monday"), 3, "bukan nama hari"),
        (SMALL + "  friday: [08.00-11.00]\n", 4, "friday sudah disebut"),
        (SMALL.replace("12.00,", "12.60,"), 3, "“08.00-12.60” bukan rentang jam"),
        (SMALL.replace("16.00", "25.00"), 3, "“13.00-25.00” bukan rentang jam"),
        (SMALL.replace("13.00-16.00", "08.00 sampai 12.00"), 3, "bukan rentang jam"),
        (SMALL.replace("13.00-16.00", "11.00-16.00"), 3, "bertumpuk"),
        (SMALL.replace("13.00-16.00", "21.00-08.30"), 1, "jam lewat tengah malam"),
        (SMALL.replace("[08.00-12.00, 13.00-16.00]", "[]"), 1, "tidak mempunyai jam kerja"),
        (SMALL.replace("Jayapura}", "Jayapura, confirmed_until: 31-12-2026}"), 1, "bukan tanggal"),
        (SMALL + "holidays: [tidak-ada]\n", 4, "daftar libur “tidak-ada” tidak ada"),
        (SMALL + "holidays: [../rahasia]\n", 4, "kode “../rahasia” tidak dapat dipakai"),
        (
            SMALL + "holidays:\n  - {date: 2026-02-30, name: X, kind: libur daerah, decree: Y}\n",
            5,
            "“2026-02-30” bukan tanggal",
        ),
        (
            SMALL + "holidays:\n  - {date: 2026-02-03, name: X, kind: libur}\n",
            5,
            "“libur” tidak dikenal",
        ),
        (
            SMALL + "holidays:\n  - {date: 2026-02-03, name: X, kind: libur daerah}\n",
            5,
            "belum menyebut dasar liburnya",
        ),
        (
            SMALL
            + "holidays:\n"
            + "  - {date: 2026-02-03, name: X, kind: libur daerah, decree: Y}\n" * 2,
            6,
            "2026-02-03 sudah libur (X)",
        ),
        (
            SMALL + "days:\n" + "  - {date: 2026-02-03, title: X, hours: []}\n" * 2,
            6,
            "2026-02-03 sudah diatur",
        ),
        (
            SMALL + "seasons:\n  - {title: X, from: 2026-03-01, to: 2026-02-01, week: {}}\n",
            5,
            "terbalik atau bertumpuk",
        ),
        (
            SMALL
            + "seasons:\n  - {title: X, from: 2026-03-01, to: 2026-03-09, week: {}}\n"
            + "  - {title: Y, from: 2026-03-09, to: 2026-03-19, week: {}}\n",
            6,
            "terbalik atau bertumpuk",
        ),
        (SMALL + "week: {}\n", 4, "Kunci “week” sudah ada di baris 2"),
        ("- satu\n", 1, "bukan kalender"),
        ("", 1, "bukan kalender"),
    ],
)
def test_a_fault_is_named_with_its_line_and_remedy(
    tmp_path: Path, text: str, line: int, words: str
) -> None:
    path = tmp_path / "uji.yaml"
    path.write_text(text)
    faults = check_calendar(path)
    found = [fault for fault in faults if words in str(fault)]
    assert [fault.line for fault in found] == [line], [str(fault) for fault in faults]
    with pytest.raises(DefinitionFaulty) as caught:
        load_calendar(path)
    assert f"baris {found[0]}" in str(caught.value)


def test_faults_of_a_list_are_told_where_the_calendar_names_it(tmp_path: Path) -> None:
    (tmp_path / "libur").mkdir()
    (tmp_path / "libur" / "daerah.yaml").write_text("title: Uji\ndecree: SK 1\ndates: [{}]\n")
    path = tmp_path / "uji.yaml"
    path.write_text(SMALL + "holidays: [daerah]\n")
    faults = check_calendar(path)
    assert {fault.line for fault in faults} == {4}
    assert any("daerah.yaml baris 3: dates ke-1: “date” belum ada." in str(f) for f in faults)


def test_a_calendar_that_does_not_exist_is_named(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="Kalender loket tidak ditemukan"):
        load_calendar(tmp_path / "loket.yaml")
