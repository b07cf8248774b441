"""The proposal: a year's holidays as a library reckons them, until a decree says which they are.

The library's names are kept, with its word for a date that is estimated. A proposal is copied into
a calendar's text; nothing asks the library again when a due moment is reckoned.
"""

import holidays as library

from engine.domain.hours import Holiday, HolidayKind

_KINDS = {
    library.PUBLIC: HolidayKind.NATIONAL,
    library.GOVERNMENT: HolidayKind.JOINT_LEAVE,
}


def proposed_holidays(year: int) -> tuple[Holiday, ...]:
    """The national holidays and days of collective leave proposed for a year, by date."""
    found: dict[object, Holiday] = {}
    for category, kind in _KINDS.items():
        days = library.country_holidays("ID", years=year, categories=(category,), language="id")
        for day, name in days.items():
            found.setdefault(day, Holiday(date=day, name=name, decree="", kind=kind))
    return tuple(sorted(found.values(), key=lambda holiday: holiday.date))
