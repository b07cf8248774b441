"""The account in words: every line for those who check it, few for an applicant, fewer on paper."""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from flask import Flask

from engine.domain import deadline
from engine.domain.account import Account
from engine.domain.calendar import Calendar
from engine.domain.limit import parse_limit
from engine.domain.pauses import Pause
from engine.store import office
from tests.cast import Cast
from web import wording
from web.account import Place, Told, tell
from web.account.brief import brief, on_receipt
from web.account.place import Halt

WITA = ZoneInfo("Asia/Makassar")
RULE = Told(what="Batas menurut SOP 01, versi 1", how="")


def at(day: int, hour: int, minute: int = 0, month: int = 3) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=WITA)


@pytest.fixture
def calendar(app: Flask, cast: Cast) -> Iterator[Calendar]:
    """The five-day calendar of 2026, read within a request."""
    with app.test_request_context():
        wording.use_zone(WITA)
        yield office.directory(cast.store).calendars["disdukcapil"]


def found(limit: str, start: datetime, calendar: Calendar, *pauses: Pause) -> tuple[Account, Place]:
    parsed = parse_limit(limit)
    halts = tuple(Halt(start=p.start, end=p.end, why="Gangguan sistem") for p in pauses)
    place = Place(limit=parsed, calendar=calendar, halts=halts, began="Berkas lengkap",
                  ends="Dijanjikan", rules=(RULE,))  # fmt: skip
    return deadline.account(parsed, start, calendar, pauses), place


def pairs(lines: list[Told]) -> list[tuple[str, str]]:
    return [(line.what, line.how) for line in lines]


def test_days_are_told_in_order_of_time_with_decrees_and_their_sum(calendar: Calendar) -> None:
    lines = tell(*found("7 hari kerja", at(13, 10, 17), calendar))
    told = pairs(lines)
    assert told[0] == ("Berkas lengkap", "13 Maret, 10.17")
    assert lines[0].because == "Hari itu sendiri tidak dihitung."
    assert told[2:4] == [
        ("Sabtu dan Minggu", "14–15 Maret, tidak dihitung"),
        ("Hari kerja ke-1 sampai ke-2", "16–17 Maret"),
    ]
    nyepi = next(line for line in lines if "Nyepi" in line.what)
    assert nyepi.because.startswith("cuti bersama, SKB Menteri Agama Nomor 1497 Tahun 2025")
    assert told[-3:] == [
        ("Hari kerja ke-6 sampai ke-7", "30–31 Maret"),
        ("Jumlah yang dihitung", "7 hari kerja"),
        ("Dijanjikan", "Selasa, 31 Maret 2026, 16.00 WITA"),
    ]


def test_working_time_is_told_day_by_day_with_its_hours_and_rests(calendar: Calendar) -> None:
    lines = tell(*found("8 jam", at(9, 10, month=4), calendar))
    assert pairs(lines)[2:4] == [
        ("Kamis, 9 April, 10.00–12.00 dan 13.00–16.00", "5 jam"),
        ("Jumat, 10 April, 07.30–10.30", "3 jam"),
    ]
    assert lines[2].because == "Istirahat 12.00–13.00 tidak dihitung."
    assert pairs(lines)[-2] == ("Jumlah yang dihitung", "8 jam")


def test_the_hours_of_ramadan_are_named(calendar: Calendar) -> None:
    lines = tell(*found("60 menit", at(10, 14, 30), calendar))
    assert any("Ramadan" in line.because for line in lines)


def test_an_entry_after_hours_waits_for_the_opening(calendar: Calendar) -> None:
    lines = tell(*found("60 menit", at(9, 17, month=4), calendar))
    assert pairs(lines)[2:4] == [
        ("Di luar jam kerja, 9 April, 17.00 sampai 10 April, 07.30", "tidak dihitung"),
        ("Jumat, 10 April, 07.30–08.30", "1 jam"),
    ]


def test_a_pause_is_told_with_its_reason_its_times_and_what_it_cost(calendar: Calendar) -> None:
    pause = Pause(start=at(14, 9, month=4), end=at(15, 12, month=4))
    told = found("3 hari kerja", at(13, 10, month=4), calendar, pause)
    (line,) = [line for line in tell(*told) if "Gangguan sistem" in line.what]
    assert line == Told(
        what="Dijeda: Gangguan sistem",
        how="1 hari kerja tidak dihitung",
        because="14 April, 09.00 sampai 15 April, 12.00",
    )
    assert line in brief(*told)
    assert line in on_receipt(*told)


def test_a_pause_that_holds_no_closing_costs_no_day(calendar: Calendar) -> None:
    pause = Pause(start=at(14, 9, month=4), end=at(14, 12, month=4))
    lines = tell(*found("3 hari kerja", at(13, 10, month=4), calendar, pause))
    assert ("Dijeda: Gangguan sistem", "tidak mengurangi") in pairs(lines)


def test_while_a_pause_goes_on_the_account_ends_with_it(calendar: Calendar) -> None:
    pause = Pause(start=at(14, 9, month=4))
    lines = tell(*found("3 hari kerja", at(13, 10, month=4), calendar, pause))
    assert pairs(lines)[-2:] == [
        ("Dijeda: Gangguan sistem", "sejak 14 April, 09.00"),
        ("Jumlah yang dihitung", "0 hari kerja"),
    ]


def test_a_moment_beyond_the_confirmed_holidays_is_called_provisional(calendar: Calendar) -> None:
    lines = tell(*found("14 hari kerja", at(28, 10, month=12), calendar))
    assert lines[-1].because.startswith("Sementara")
    assert any("belum ditetapkan" in line.because for line in lines)
    assert on_receipt(*found("14 hari kerja", at(28, 10, month=12), calendar))[-1] == lines[-1]


def test_the_brief_account_sums_up_the_weekends_in_one_line(calendar: Calendar) -> None:
    lines = brief(*found("7 hari kerja", at(13, 10, 17), calendar))
    assert pairs(lines) == [
        ("Berkas lengkap", "13 Maret, 10.17"),
        ("Batas menurut SOP 01, versi 1", ""),
        ("Hari kerja ke-1 sampai ke-2", "16–17 Maret"),
        (lines[3].what, "18–24 Maret, tidak dihitung"),
        ("Hari kerja ke-3 sampai ke-7", "25–31 Maret"),
        ("Sabtu, Minggu", "tidak dihitung"),
    ]


def test_many_days_of_hours_are_told_by_the_first_the_last_and_the_rest(
    calendar: Calendar,
) -> None:
    lines = brief(*found("75 jam", at(13, 8, month=4), calendar))
    assert len(lines) <= 6
    assert any("hari di antaranya" in line.what for line in lines)


def test_a_receipt_has_three_to_five_lines_whatever_happened(calendar: Calendar) -> None:
    pauses = [Pause(start=at(day, 9, month=4), end=at(day, 11, month=4)) for day in (13, 14, 15)]
    assert len(on_receipt(*found("60 menit", at(9, 10, month=4), calendar))) == 3
    long = on_receipt(*found("60 hari kerja", at(9, 10, month=4), calendar, *pauses))
    assert len(long) == 5
    assert long[2].what.startswith("Tidak dihitung: Sabtu, Minggu, ")
    assert "libur lain" in long[2].what
    assert long[2].because.count("SKB Menteri Agama Nomor 1497 Tahun 2025") == 1
    assert long[3].what == "Dijeda 3 kali"
    assert long[4].what == "Dijanjikan"
