"""Telling: which kinds of notice there are, what goes by letter too, and when a letter may go."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from engine.domain.calendar import Calendar
from engine.domain.people import Actor, Duty, Office, Standing

# The kinds that are told to staff, the most pressing first: late before near before new.
BY_PRESSURE = (
    "overdue",  # to whoever does the step
    "overdue_below",  # to the direct superior
    "overdue_head",  # to the head of the unit
    "overdue_section",  # to the Organisation Section
    "due_soon",
    "pause_ended",
    "recalculated",  # a changed calendar moved the due moment
    "reassigned",
    "turn",
)
# A new turn is seen on the screen, where the work is done; the rest is worth a letter as well.
BY_MAIL = frozenset(BY_PRESSURE) - {"turn"}
# What does not wait for the receiver's working hours, nor for the hour since his last letter.
URGENT = frozenset({"overdue_head"})
# What concerns only whoever does the step, and nobody once another person has taken it.
FOR_THE_DOER = frozenset(
    {"overdue", "due_soon", "pause_ended", "recalculated", "reassigned", "turn"}
)
# What is about a due moment, and past when that has moved.
ABOUT_TIME = frozenset(
    {"overdue", "overdue_below", "overdue_head", "overdue_section", "due_soon", "recalculated"}
)
# Those who stand above all steps: that one step is done does not make a late service timely.
ABOUT_THE_WHOLE = frozenset({"overdue_head", "overdue_section"})


def pressure(kind: str) -> int:
    """The place of a kind among what presses, 0 first; unknown kinds come last."""
    return BY_PRESSURE.index(kind) if kind in BY_PRESSURE else len(BY_PRESSURE)


def letter_moment(
    now: datetime,
    *,
    urgent: bool,
    calendar: Calendar | None,
    last: datetime | None,
    gap: timedelta,
    busy_until: datetime | None,
) -> datetime:
    """When a person's waiting notices may go out in one letter; not after `now`: they may now.

    `last` is the person's last letter and `gap` the least time between two; `busy_until` is when a
    letter that is under way or has failed is tried again: until then nothing else is sent.
    `calendar` holds the receiver's working hours, None where he has none to wait for.
    """
    moment = max(now, busy_until or now)
    if urgent:
        return moment
    if last:
        moment = max(moment, last + gap)
    return calendar.next_open(moment) if calendar else moment


def letter_hours(actor: Actor, calendars: Mapping[str, Calendar], now: datetime) -> Calendar | None:
    """The calendar of the unit of the post that a person holds that day; None without a post."""
    for held in sorted(actor.holdings, key=lambda held: held.standing is not Standing.DEFINITIVE):
        calendar = calendars.get(held.position.unit)
        if calendar and held.covers(calendar.local(now).date()):
            return calendar
    return None


def delivery_scope(actor: Actor, office: Office, day: date) -> frozenset[str]:
    """The units about whose cases the actor may see, and try again, what was told to whom.

    The administrator the whole regency, a head his unit and those below it.
    """
    if actor.with_duty(Duty.ADMIN, day):
        return frozenset(office.units)
    heads = actor.with_duty(Duty.HEAD, day)
    return frozenset(unit for held in heads for unit in office.below(held.position.unit))
