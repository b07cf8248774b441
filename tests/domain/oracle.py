"""An oracle of working time: it looks at the clock on the wall of every single minute.

It shares no code with the product and knows nothing of arrays, bisection or segments; it reads
the words of the rules, and all that it is asked lies on whole minutes.
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import count, islice

from engine.domain.deadline import Pause
from engine.domain.hours import Day
from engine.domain.rules import Rules

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
FAR = 12 * 24 * 60  # minutes after which it gives up counting minutes
FAR_DATES = 60  # and dates after which it gives up counting those
# Offsets of zones are whole quarters of an hour, so no date begins within one.
QUARTER = timedelta(minutes=15)


def eras(calendar: Rules) -> list[Rules]:
    """The rules of a calendar and those before them, newest first."""
    found = [calendar]
    while found[-1].before:
        found.append(found[-1].before)
    return found


def rules_on(calendar: Rules, day: date) -> Rules:
    """The rules that hold on a date."""
    return next(era for era in eras(calendar) if era.since is None or era.since <= day)


def hours_on(calendar: Rules, day: date) -> Day:
    """The hours of a date, straight from the words of its rules."""
    rules = rules_on(calendar, day)
    if day in rules.special_days:
        return rules.special_days[day].hours
    if day in rules.holidays:
        return ()
    weeks = [season.week for season in rules.seasons if season.start <= day <= season.end]
    return [*weeks, rules.week][0][day.weekday()]


def date_at(calendar: Rules, minute: datetime) -> date:
    """The date on the wall; under rules that end with a date it is at most that date."""
    last = date.max
    for era in eras(calendar):
        day = minute.astimezone(era.zone).date()
        if era.since is None or era.since <= day:
            return min(day, last)
        last = era.since - DAY
    raise AssertionError("the first era has no beginning")


def owner(calendar: Rules, minute: datetime) -> date | None:
    """The day to which this minute's work belongs; None when nobody works.

    What was begun under older rules is finished before newer ones are asked.
    """
    for era in reversed(eras(calendar)):
        wall = minute.astimezone(era.zone)
        if day := _owners(calendar, era, wall.date())[wall.hour * 60 + wall.minute]:
            return day
    return None


@lru_cache(maxsize=1024)
def _owners(calendar: Rules, era: Rules, today: date) -> list[date | None]:
    """For each minute on a date's wall the day of this era to which its work belongs."""
    owners: list[date | None] = [None] * (24 * 60)
    for day, shift in ((today - DAY, 24 * 60), (today, 0)):
        for hours in hours_on(calendar, day) if rules_on(calendar, day) is era else ():
            for passed in range(max(0, hours.start - shift), min(24 * 60, hours.end - shift)):
                owners[passed] = day
    return owners


def stands_still(minute: datetime, pauses: Sequence[Pause]) -> bool:
    """Whether some pause covers this minute."""
    return any(p.start <= minute and (p.end is None or minute < p.end) for p in pauses)


def running(
    calendar: Rules, start: datetime, pauses: Sequence[Pause] = (), most: int = FAR
) -> Iterator[datetime]:
    """The minutes, up to so many after the start, in which work is done and no pause holds."""
    for minute in (start + n * MINUTE for n in range(most)):
        if owner(calendar, minute) and not stands_still(minute, pauses):
            yield minute


def date_end(calendar: Rules, day: date) -> tuple[datetime, bool]:
    """When a date ends, and whether it is a working day, which ends with its last minute."""
    midnight = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    while date_at(calendar, midnight) <= day:
        midnight += QUARTER
    hours = hours_on(calendar, day)
    latest = midnight + max(0, hours[-1].end - 24 * 60) * MINUTE if hours else midnight
    for minute in (latest - n * MINUTE for n in range(1, 2 * 24 * 60) if hours):
        if owner(calendar, minute) == day:
            return minute + MINUTE, True
    return midnight, False


def opening_of(calendar: Rules, day: date) -> datetime:
    """The first minute of a working day's work."""
    minute, _ = date_end(calendar, day)
    return min(
        past for past in (minute - n * MINUTE for n in range(2 * 24 * 60))
        if owner(calendar, past) == day
    )  # fmt: skip


def date_ends(calendar: Rules, start: datetime) -> Iterator[tuple[datetime, bool]]:
    """For each date after entry its end, and whether it is a working day."""
    entry = date_at(calendar, start)
    return (date_end(calendar, entry + n * DAY) for n in range(1, FAR_DATES))


def due_in_minutes(
    calendar: Rules, start: datetime, n: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The end of the n-th minute that ran; None when it is too far away, or never comes."""
    last = next(islice(running(calendar, start, pauses), n - 1, None), None)
    return last + MINUTE if last else None


def due_in_working_days(
    calendar: Rules, start: datetime, n: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The n-th closing after the day of entry at which the clock ran; None as above."""
    ran = (
        end
        for end, works in date_ends(calendar, start)
        if works and not stands_still(end - MINUTE, pauses)
    )
    return next(islice(ran, n - 1, None), None)


def due_in_dates(
    calendar: Rules, start: datetime, n: int, pauses: Sequence[Pause] = ()
) -> datetime | None:
    """The closing of the n-th date that ran, or of the next working day; None as above."""
    ran = count(1)
    for end, works in date_ends(calendar, start):
        if not stands_still(end - MINUTE, pauses) and next(ran) >= n and works:
            return end
    return None
