"""Inheritance: a calendar that says of itself only what differs from the calendar above it.

National holidays reach the regency, and the regency's hours its units. What an heir says in the
same words as the calendar above it is inherited, and follows when that one changes; a date or
season of its own stays.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import TypeVar

from engine.domain.calendar import Calendar
from engine.domain.hours import Season

Key = TypeVar("Key")
Value = TypeVar("Value")


def rebased(heir: Calendar, old: Calendar, new: Calendar) -> Calendar:
    """The heir after the calendar above it has changed from old to new.

    The version is still the heir's before.
    """
    return replace(
        heir,
        zone=_followed(heir.zone, old.zone, new.zone),
        week=_followed(heir.week, old.week, new.week),
        confirmed_until=_followed(heir.confirmed_until, old.confirmed_until, new.confirmed_until),
        seasons=_seasons(heir, old, new),
        special_days=_each(heir.special_days, old.special_days, new.special_days),
        holidays=_each(heir.holidays, old.holidays, new.holidays),
    )


def _followed(heir: Value, old: Value, new: Value) -> Value:
    return new if heir == old else heir


def _each(
    heir: Mapping[Key, Value], old: Mapping[Key, Value], new: Mapping[Key, Value]
) -> dict[Key, Value]:
    found = {key: _followed(heir.get(key), old.get(key), new.get(key)) for key in {**heir, **new}}
    return {key: value for key, value in found.items() if value is not None}


def _seasons(heir: Calendar, old: Calendar, new: Calendar) -> tuple[Season, ...]:
    """The heir's seasons; one of the same title keeps its own hours and follows the dates."""
    own, was, now = (
        {season.title: season for season in calendar.seasons} for calendar in (heir, old, new)
    )
    for title, season in own.items():
        if season != was.get(title) and title in was and title in now:
            own[title] = _season(season, was[title], now[title])
    return tuple(sorted(_each(own, was, now).values(), key=lambda season: season.start))


def _season(heir: Season, old: Season, new: Season) -> Season:
    return Season(
        title=heir.title,
        start=_followed(heir.start, old.start, new.start),
        end=_followed(heir.end, old.end, new.end),
        week=_followed(heir.week, old.week, new.week),
        decree=_followed(heir.decree, old.decree, new.decree),
    )
