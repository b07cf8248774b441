"""The little calendar that counts the days of a promise, week by week from Monday."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from babel.dates import get_day_names, get_month_names
from flask_babel import gettext as _

from engine.domain.account import Account, Kind
from engine.domain.calendar import Calendar
from web.languages import language

# A longer promise is told by its account alone: nobody counts three months of squares.
MOST_WEEKS = 6
_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Square:
    """One day: what stands on it, its tone (a class of the sheet) and the word below."""

    label: str
    tone: str = ""
    note: str = ""


def weeks(account: Account | None, calendar: Calendar) -> list[list[Square]]:
    """The weeks from the start to the due day; none for limits in time or beyond six weeks."""
    if account is None or account.due is None:
        return []
    counted = dict(_counted(account, calendar))
    if not counted:
        return []
    start = calendar.local(account.lines[0].start).date()
    due = calendar.working_day(account.due)
    monday = start - start.weekday() * _DAY
    count = (due - monday).days // 7 + 1
    if count > MOST_WEEKS:
        return []
    ends = (start, due)
    return [
        [_square(monday + (7 * week + n) * _DAY, ends, counted, calendar) for n in range(7)]
        for week in range(count)
    ]


def heads() -> list[str]:
    """Short names of the weekdays, from Monday."""
    names = get_day_names("abbreviated", locale=language())
    return [names[day] for day in range(7)]


def _counted(account: Account, calendar: Calendar) -> Iterator[tuple[date, int]]:
    """Each day that counts with its number."""
    number = 0
    for line in account.lines:
        if line.kind is Kind.DAYS:
            first = calendar.local(line.start).date()
            for n in range(line.amount):
                number += 1
                yield first + n * _DAY, number


def _square(
    on: date, ends: tuple[date, date], counted: dict[date, int], calendar: Calendar
) -> Square:
    start, due = ends
    label = _label(on, ends)
    if on == due:
        return Square(label=label, tone="jadi", note=_("selesai"))
    if on == start:
        return Square(label=label, tone="mulai", note=_("masuk"))
    if on in counted:
        return Square(label=label, tone="hitung", note=_("ke-%(n)s", n=counted[on]))
    if start < on < due and calendar.holiday(on):
        return Square(label=label, tone="libur", note=_("libur"))
    return Square(label=label, tone="" if calendar.hours(on) else "pekan")


def _label(on: date, ends: tuple[date, date]) -> str:
    if on.day != 1 or on < ends[0]:
        return str(on.day)
    return f"1 {get_month_names('abbreviated', locale=language())[on.month]}"
