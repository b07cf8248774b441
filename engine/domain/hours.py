"""The rules of a calendar as plain values: hours, weeks, seasons, special days, holidays."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

MIDNIGHT = 24 * 60  # minutes


class HolidayKind(StrEnum):
    """Why a holiday is one; the values are the words of the decrees."""

    NATIONAL = "libur nasional"
    JOINT_LEAVE = "cuti bersama"
    REGIONAL = "libur daerah"


@dataclass(frozen=True, kw_only=True, slots=True)
class Hours:
    """One stretch of work, in minutes after the midnight of its day; a shift may pass 24.00."""

    start: int
    end: int


Day = tuple[Hours, ...]  # in order, without overlap; empty: no work
Week = tuple[Day, Day, Day, Day, Day, Day, Day]  # from Monday


@dataclass(frozen=True, kw_only=True, slots=True)
class Season:
    """Hours that replace the week from one date to another, both included (Ramadan)."""

    title: str
    start: date
    end: date
    week: Week
    decree: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class SpecialDay:
    """Hours of one date; they go before season, week and holiday."""

    date: date
    title: str
    hours: Day
    decree: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Holiday:
    """A date without work, and the decree that says so."""

    date: date
    name: str
    decree: str
    kind: HolidayKind


def in_order(day: Day) -> bool:
    """Whether a day's hours follow each other without overlap and start on that day."""
    edges = [edge for hours in day for edge in (hours.start, hours.end)]
    rising = edges == sorted(edges) and all(0 < h.end - h.start <= MIDNIGHT for h in day)
    return rising and all(0 <= hours.start < MIDNIGHT for hours in day)


def apart(days: Iterable[Day]) -> bool:
    """Whether work after midnight is over before any of these days can begin.

    Asked of all days of a calendar together, so that no two dates ever claim the same minute,
    whatever holiday or season comes between them.
    """
    working = [day for day in days if day]
    latest = max((day[-1].end for day in working), default=0) - MIDNIGHT
    return latest <= min((day[0].start for day in working), default=0)
