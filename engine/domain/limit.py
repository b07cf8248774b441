"""Time limits as SOPs state them: one type per kind, since nobody converts a day into hours.

A limit keeps its original words. A range keeps both ends: the high end counts for the due moment.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import assert_never

from engine.domain.errors import Refusal


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingMinutes:
    """`menit` and `jam`: working time within the unit's hours. None at all means no due moment."""

    text: str
    minutes: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingDays:
    """`hari kerja`: closings of working days after the day of entry."""

    text: str
    days: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class CalendarDays:
    """`hari kalender`: dates after the day of entry, working or not."""

    text: str
    days: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Weeks:
    """`minggu`: seven dates each."""

    text: str
    weeks: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Months:
    """`bulan`: the same date of a later month, or that month's end; a year is twelve."""

    text: str
    months: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Elapsed:
    """`1 x 24 jam`: hours by the clock on the wall, day and night."""

    text: str
    hours: int
    low: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class NoLimit:
    """No limit is stated."""

    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class WordsOnly:
    """Words without a number, such as `sesuai kebutuhan`: kept and shown, never due."""

    text: str


DayLimit = WorkingDays | CalendarDays | Weeks | Months
Limit = WorkingMinutes | DayLimit | Elapsed | NoLimit | WordsOnly


class LimitUnclear(Refusal):
    """The words of a limit leave a doubt that a person must settle."""

    says = "Batas waktu “%(text)s” belum jelas: %(remedy)s."


class LimitsDiffer(Refusal):
    """An extension must be stated in the unit of the limit it extends."""

    says = (
        "Perpanjangan “%(extra)s” tidak sejenis dengan batas waktu “%(limit)s”. "
        "Tuliskan perpanjangan dalam satuan yang sama."
    )


def size(limit: Limit) -> int:
    """The limit's number in its own unit (minutes, days, weeks, months or hours); 0 for none."""
    match limit:
        case WorkingMinutes():
            return limit.minutes
        case WorkingDays() | CalendarDays():
            return limit.days
        case Weeks():
            return limit.weeks
        case Months():
            return limit.months
        case Elapsed():
            return limit.hours
        case NoLimit() | WordsOnly():
            return 0
    assert_never(limit)


def last_date(limit: CalendarDays | Weeks | Months, entry: date) -> date:
    """The date on which a limit by dates ends, counted from the date of entry.

    The same date of a later month, or that month's end where it is shorter.
    """
    if not isinstance(limit, Months):
        return entry + timedelta(days=size(limit) * (7 if isinstance(limit, Weeks) else 1))
    year, month = divmod(entry.year * 12 + entry.month - 1 + limit.months, 12)
    return date(year, month + 1, min(entry.day, monthrange(year, month + 1)[1]))


def lengthened(limit: Limit, extra: Limit) -> Limit:
    """The limit with an extension of the same kind, to be counted from the same start.

    Raises LimitsDiffer when the kinds differ; a limit that never falls due stays as it is.
    """
    if isinstance(limit, NoLimit | WordsOnly):
        return limit
    if type(limit) is not type(extra):
        raise LimitsDiffer(limit=limit.text, extra=extra.text)
    return _of(
        _UNITS_BY_TYPE[type(limit)], f"{limit.text} + {extra.text}", size(limit) + size(extra)
    )


def parse_limit(text: str) -> Limit:
    """The limit that these words state.

    Raises LimitUnclear, with what to write instead, for a bare `hari`, for numbers in words, for
    mixed units, and for anything beside a number that is not its unit.
    """
    words = _plain(text)
    if words in _NONE:
        return NoLimit(text=text)
    if not re.search(r"\d", words):
        if _SPELLED.search(words):
            raise LimitUnclear(text=text, remedy=_IN_DIGITS)
        return WordsOnly(text=text)
    words = _ROUGHLY.sub("", words)
    low_words, high_words = _ends(words, text)
    unit, high = _amount(high_words, text)
    if low_words is None:
        return _of(unit, text, high)
    low_unit, low = _amount(low_words, text)
    if low_unit != unit or low > high:
        raise LimitUnclear(text=text, remedy=_RANGE)
    return _of(unit, text, high, low)


_NONE = frozenset({"", "-", "–", "—", "tanpa batas", "tanpa batas waktu", "tidak dibatasi"})
_BARE_DAY = "tulis “hari kerja” atau “hari kalender”, karena hasilnya berbeda"
_IN_DIGITS = "tulis jumlahnya dengan angka, misalnya “30 menit”"
_RANGE = "tulis rentang dari yang kecil ke yang besar dalam satu satuan, misalnya “30-60 menit”"
_WHOLE = "jumlahnya harus bulat; jam boleh berkoma asal genap dalam menit, misalnya “7,5 jam”"
_TOO_LONG = "jumlahnya terlalu besar; periksa angkanya"
_FORM = (
    "tulis hanya jumlah dan satuannya (menit, jam, hari kerja, hari kalender, minggu, bulan, "
    "“1 x 24 jam”), misalnya “14 hari kerja”; syarat lain ditulis di keterangan"
)

_SPELLED = re.compile(
    r"\b(satu|dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh|sebelas|belas|puluh|ratus"
    r"|setengah|seperempat|semenit|sejam|sehari|seminggu|sebulan|setahun)\b"
)
_ROUGHLY = re.compile(
    r"^(±|\+/-|<|≤|kurang lebih|sekitar|paling (lama|lambat|banyak)|selambat-lambatnya"
    r"|maksimal|maksimum|maks\.?) *"
)
_SPELLED_BESIDE = re.compile(r" *\([a-z ]+\)")
_TO = re.compile(r" *(?:-|–|—|\bs\.?/?d\.?(?= )|\bsampai(?: dengan)?\b|\bhingga\b) *")
_NUMBER = r"(\d+(?:,\d+)?)"
_UNIT = re.compile(rf"{_NUMBER} *(menit|mnt|jam|hari kerja|hari kalender|hari|minggu|bulan|tahun)")
_CLOCK_ROUND = re.compile(r"(\d+) *[x×] *24 *jam")
_HOURS_AND_MINUTES = re.compile(rf"{_NUMBER} *jam *{_NUMBER} *(?:menit|mnt)")

# Written unit: the kind it belongs to, how many of that kind's unit it is, the largest number.
_UNITS: dict[str, tuple[str, int, int]] = {
    "menit": ("minutes", 1, 99_999),
    "mnt": ("minutes", 1, 99_999),
    "jam": ("minutes", 60, 9_999),
    "hari kerja": ("working days", 1, 9_999),
    "hari kalender": ("calendar days", 1, 9_999),
    "minggu": ("weeks", 1, 999),
    "bulan": ("months", 1, 999),
    "tahun": ("months", 12, 99),
}
_UNITS_BY_TYPE: dict[type, str] = {
    WorkingMinutes: "minutes",
    WorkingDays: "working days",
    CalendarDays: "calendar days",
    Weeks: "weeks",
    Months: "months",
    Elapsed: "elapsed hours",
}


def _plain(text: str) -> str:
    words = " ".join(text.lower().split())
    return _SPELLED_BESIDE.sub("", words).rstrip(" .")


def _ends(words: str, text: str) -> tuple[str | None, str]:
    """The words of the low end, if there are two, and of the high end, each with its unit."""
    ends = _TO.split(words)
    if len(ends) == 1:
        return None, words
    if len(ends) > 2:
        raise LimitUnclear(text=text, remedy=_FORM)
    low, high = ends
    if re.fullmatch(_NUMBER, low):
        low += re.sub(rf"^{_NUMBER}", "", high)
    return low, high


def _amount(words: str, text: str) -> tuple[str, int]:
    """The kind that these words name, and how many of its unit."""
    if found := _CLOCK_ROUND.fullmatch(words):
        return "elapsed hours", 24 * _whole(found[1], 1, 999, text)
    if found := _HOURS_AND_MINUTES.fullmatch(words):
        hours, minutes = _whole(found[1], 60, 9_999, text), _whole(found[2], 1, 99_999, text)
        return "minutes", hours + minutes
    found = _UNIT.fullmatch(words)
    if not found:
        raise LimitUnclear(text=text, remedy=_FORM)
    if found[2] == "hari":
        raise LimitUnclear(text=text, remedy=_BARE_DAY)
    kind, factor, largest = _UNITS[found[2]]
    return kind, _whole(found[1], factor, largest, text)


def _whole(number: str, factor: int, largest: int, text: str) -> int:
    exact = Fraction(number.replace(",", "."))
    if exact > largest:
        raise LimitUnclear(text=text, remedy=_TOO_LONG)
    if (exact * factor).denominator != 1 or (factor == 12 and exact.denominator != 1):
        raise LimitUnclear(text=text, remedy=_WHOLE)
    return int(exact * factor)


def _of(kind: str, text: str, high: int, low: int | None = None) -> Limit:
    match kind:
        case "minutes":
            return WorkingMinutes(text=text, minutes=high, low=low)
        case "working days":
            return WorkingDays(text=text, days=high, low=low)
        case "calendar days":
            return CalendarDays(text=text, days=high, low=low)
        case "weeks":
            return Weeks(text=text, weeks=high, low=low)
        case "months":
            return Months(text=text, months=high, low=low)
        case _:
            return Elapsed(text=text, hours=high, low=low)
