"""What the words of a limit mean, and which words leave a doubt."""

import pytest

from engine.domain.limit import (
    CalendarDays,
    Elapsed,
    Limit,
    LimitsDiffer,
    LimitUnclear,
    Months,
    NoLimit,
    Weeks,
    WordsOnly,
    WorkingDays,
    WorkingMinutes,
    lengthened,
    parse_limit,
    size,
)


def minutes(text: str, high: int, low: int | None = None) -> WorkingMinutes:
    return WorkingMinutes(text=text, minutes=high, low=low)


def days(text: str, high: int, low: int | None = None) -> WorkingDays:
    return WorkingDays(text=text, days=high, low=low)


@pytest.mark.parametrize(
    "expected",
    [
        minutes("60 menit", 60),
        minutes("± 1 jam", 60),
        minutes("30-60 menit", 60, 30),
        minutes("30 – 60 Menit", 60, 30),
        minutes("30 menit - 1 jam", 60, 30),
        minutes("30 s/d 60 menit", 60, 30),
        minutes("30 s.d. 60 menit", 60, 30),
        minutes("5 sampai dengan 10 menit", 10, 5),
        minutes("7,5 jam", 450),
        minutes("1 jam 30 menit", 90),
        minutes("60 (enam puluh) menit", 60),
        minutes("15 mnt.", 15),
        minutes("0 menit", 0),
        minutes("24 jam", 24 * 60),
        minutes("15menit", 15),
        days("14 hari kerja", 14),
        days("Paling lambat 3 (tiga) hari kerja", 3),
        days("maks. 5 Hari  Kerja", 5),
        days("1-2 hari kerja", 2, 1),
        CalendarDays(text="3 hari kalender", days=3),
        Weeks(text="2 minggu", weeks=2),
        Weeks(text="1 - 2 minggu", weeks=2, low=1),
        Months(text="1 bulan", months=1),
        Months(text="1 tahun", months=12),
        Elapsed(text="1 x 24 jam", hours=24),
        Elapsed(text="3×24 jam", hours=72),
        Elapsed(text="1x24 jam - 2x24 jam", hours=48, low=24),
        NoLimit(text="-"),
        NoLimit(text=""),
        NoLimit(text="Tanpa batas"),
        WordsOnly(text="Sesuai kebutuhan"),
        WordsOnly(text="selama acara berlangsung"),
        WordsOnly(text="hari itu juga"),
    ],
    ids=lambda limit: limit.text or "empty",
)
def test_a_limit_is_read_with_its_kind_and_keeps_its_words(expected: Limit) -> None:
    assert parse_limit(expected.text) == expected


@pytest.mark.parametrize(
    ("text", "remedy"),
    [
        ("3 hari", "hari kerja” atau “hari kalender"),
        ("paling lambat 12 hari", "hari kerja” atau “hari kalender"),
        ("1-2 hari", "hari kerja” atau “hari kalender"),
        ("satu jam", "angka"),
        ("setengah hari", "angka"),
        ("sehari", "angka"),
        ("60-30 menit", "rentang"),
        ("30 menit - 2 hari kerja", "rentang"),
        ("1-2-3 menit", "jumlah dan satuannya"),
        ("1 hari kerja 2 jam", "jumlah dan satuannya"),
        ("3 hari kerja setelah berkas lengkap", "jumlah dan satuannya"),
        ("5 menit/berkas", "jumlah dan satuannya"),
        ("10", "jumlah dan satuannya"),
        ("7.5 jam", "jumlah dan satuannya"),
        ("1.000 menit", "jumlah dan satuannya"),
        ("-5 menit", "jumlah dan satuannya"),
        ("30 detik", "jumlah dan satuannya"),
        ("1,5 menit", "bulat"),
        ("0,01 jam", "bulat"),
        ("2,5 hari kerja", "bulat"),
        ("1,5 tahun", "bulat"),
        ("10000 hari kerja", "terlalu besar"),
    ],
)
def test_a_doubt_is_refused_with_what_to_write_instead(text: str, remedy: str) -> None:
    with pytest.raises(LimitUnclear, match=remedy) as caught:
        parse_limit(text)
    assert f"“{text}”" in str(caught.value)


@pytest.mark.parametrize(
    ("limit", "extra", "total"),
    [
        ("10 hari kerja", "7 hari kerja", 17),
        ("60 menit", "1 jam", 120),
        ("1 bulan", "2 bulan", 3),
        ("2 minggu", "1 minggu", 3),
        ("3 hari kalender", "4 hari kalender", 7),
        ("1 x 24 jam", "2 x 24 jam", 72),
    ],
)
def test_an_extension_of_the_same_kind_makes_one_longer_limit(
    limit: str, extra: str, total: int
) -> None:
    longer = lengthened(parse_limit(limit), parse_limit(extra))
    assert type(longer) is type(parse_limit(limit))
    assert size(longer) == total
    assert longer.text == f"{limit} + {extra}"


def test_an_extension_of_another_kind_is_refused() -> None:
    with pytest.raises(LimitsDiffer, match="7 hari kalender"):
        lengthened(parse_limit("10 hari kerja"), parse_limit("7 hari kalender"))


@pytest.mark.parametrize("text", ["-", "sesuai kebutuhan"])
def test_what_never_falls_due_stays_so_when_extended(text: str) -> None:
    limit = parse_limit(text)
    assert lengthened(limit, parse_limit("7 hari kerja")) == limit
    assert size(limit) == 0
