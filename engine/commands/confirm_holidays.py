"""Confirm holidays: a year's list becomes what the decree says, proposed like any other change."""

from collections.abc import Sequence

from engine.commands.propose_calendar import must_keep, propose_calendar
from engine.domain import holidays
from engine.domain.errors import NotFound
from engine.domain.hours import Holiday
from engine.formats.calendars import calendar_text
from engine.store import calendars
from engine.store.session import Store


def confirm_holidays(
    store: Store, code: str, year: int, days: Sequence[Holiday], decree: str, *, by: int
) -> int:
    """Proposes the calendar with this list for the year, certain to its end; answers the change.

    It holds from the first day that differs. Raises FieldsWrong for the decree and for single days
    ("days.0"), and what `propose_calendar` raises.
    """
    must_keep(store, by)
    piles = calendars.layers(store)
    if code not in piles:
        raise NotFound(what=f"Kalender {code}")
    before = calendars.newest(store, piles[code])
    after = holidays.confirmed(before, year, days, decree.strip())
    old, new = holidays.of_year(before, year), holidays.of_year(after, year)
    return propose_calendar(
        store,
        code,
        calendar_text(after),
        since=holidays.first_difference(old, new, year),
        letter=decree,
        by=by,
    )
