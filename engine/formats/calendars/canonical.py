"""The canonical text of a calendar: all it says, itself a calendar file without lists or heirs."""

import hashlib
import json
from dataclasses import replace
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.hours import Season, SpecialDay
from engine.formats.calendars.holidays import holidays_text
from engine.formats.calendars.working_hours import day_text, week_text


def calendar_text(calendar: Calendar) -> str:
    """The rules of a calendar's newest era as canonical text."""
    told: dict[str, Any] = {
        "calendar": {
            "title": calendar.title,
            "zone": calendar.zone.key,
            "basis": calendar.basis,
            "confirmed_until": str(calendar.confirmed_until or ""),
        },
        "week": week_text(calendar.week),
        "seasons": [_season_text(season) for season in calendar.seasons],
        "days": [_special_text(special) for _, special in sorted(calendar.special_days.items())],
        "holidays": holidays_text(calendar.holidays.values()),
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True, indent=1)


def stamped(calendar: Calendar) -> Calendar:
    """The calendar with the digest of its own canonical text as version."""
    digest = hashlib.sha256(calendar_text(calendar).encode()).hexdigest()
    return replace(calendar, version=digest[:12])


def _season_text(season: Season) -> dict[str, Any]:
    return {
        "title": season.title,
        "from": str(season.start),
        "to": str(season.end),
        "week": week_text(season.week),
        "decree": season.decree,
    }


def _special_text(special: SpecialDay) -> dict[str, Any]:
    return {
        "title": special.title,
        "date": str(special.date),
        "hours": day_text(special.hours),
        "decree": special.decree,
    }
