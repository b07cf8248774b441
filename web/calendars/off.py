"""The days off and days with hours of their own in a year, each with what says so."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import lazy_gettext as N_

from engine.domain.calendar import Calendar
from engine.domain.holidays import is_proposed
from engine.domain.hours import Holiday, HolidayKind, SpecialDay
from web.calendars.glance import OF_KIND

KINDS = {
    HolidayKind.NATIONAL: N_("Libur nasional"),
    HolidayKind.JOINT_LEAVE: N_("Cuti bersama"),
    HolidayKind.REGIONAL: N_("Libur daerah"),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """A holiday as the list shows it; `source` is the place of its decree below the list."""

    holiday: Holiday
    look: str
    proposed: bool
    source: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Off:
    """All of a year, by date."""

    holidays: list[Line]
    sources: list[str]
    specials: list[SpecialDay]


def off(calendar: Calendar, year: int) -> Off:
    """What makes days of a year different from their week, by the rules of each day's era."""
    found = [calendar.exception(day) for day in _days(year)]
    holidays = [one for one in found if isinstance(one, Holiday)]
    sources = list(dict.fromkeys(one.decree for one in holidays if one.decree))
    return Off(
        holidays=[
            Line(
                holiday=one,
                look=OF_KIND[one.kind],
                proposed=is_proposed(one),
                source=sources.index(one.decree) + 1 if one.decree else None,
            )
            for one in holidays
        ],
        sources=sources,
        specials=[one for one in found if isinstance(one, SpecialDay)],
    )


def _days(year: int) -> list[date]:
    first = date(year, 1, 1)
    return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
