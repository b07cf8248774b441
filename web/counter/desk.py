"""The desk: what a counter officer works with today, and where one service is opened."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.calendar import Calendar
from engine.domain.errors import NotAllowed, NotFound
from engine.domain.people import Duty, Unit, opening_for
from engine.domain.sop import Sop
from engine.store import office, sops
from web import wording
from web.reader import Reader, reader, store


@dataclass(frozen=True, kw_only=True, slots=True)
class Desk:
    """One service at one unit's counter, at this moment."""

    unit: Unit
    sop: Sop
    calendar: Calendar
    now: datetime


def officer() -> Reader:
    """The reader of a page that only counter officers enter."""
    who = reader()
    assert who is not None, "the view lacks a guard"
    return who


def me() -> int:
    """The id of that officer's account."""
    person = officer().actor.id
    assert person is not None
    return person


def own_units(who: Reader) -> frozenset[str]:
    """The units at whose counters this officer sits today."""
    return frozenset(h.position.unit for h in who.actor.with_duty(Duty.COUNTER, who.today))


def midnight(who: Reader) -> datetime:
    """When this day began at the officer's desk."""
    return who.now.astimezone(who.zone).replace(hour=0, minute=0, second=0, microsecond=0)


def desk(unit: str, code: str) -> Desk:
    """The service as its officer finds it. Raises NotFound, NotAllowed, NotInForce."""
    who = officer()
    known = office.directory(store(), who.office.revision)
    if unit not in known.calendars:
        raise NotFound(what=f"Unit {unit}")
    if opening_for(who.actor, unit, who.today) is None:
        raise NotAllowed(why="permohonan dibuka oleh petugas loket unit ini")
    calendar = known.calendars[unit]
    wording.use_zone(calendar.zone)
    sop = sops.in_force(store(), unit, code, calendar.local(who.now).date())
    return Desk(unit=known.office.units[unit], sop=sop, calendar=calendar, now=who.now)
