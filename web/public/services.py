"""The public index of services: SOPs in force with the published parts of their standard."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine import clock
from engine.domain.calendar import Calendar
from engine.domain.errors import NotFound
from engine.domain.people import Office, Unit
from engine.domain.sop import Sop
from engine.queries.catalog import Offer, matching, offers
from engine.store import office
from web import wording
from web.public.hours import opening_hours
from web.reader import DEFAULT_ZONE, store

COMPLAINTS = "PENGADUAN"


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """One SOP version and the units where it is in force, by name."""

    sop: Sop
    units: tuple[Unit, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Counter:
    """Where a service is asked for, and when."""

    unit: Unit
    hours: str


def today() -> date:
    """The date in the regency."""
    return clock.now().astimezone(DEFAULT_ZONE).date()


def services(words: str) -> list[Service]:
    """The services in which all of these words occur, each once with all of its units."""
    known = office.office(store())
    found = offers(store(), today())
    if words:
        found = matching(found, words, known)
    return _grouped(found, known)


def _grouped(found: Iterable[Offer], known: Office) -> list[Service]:
    units: dict[str, list[Unit]] = defaultdict(list)
    texts: dict[str, Sop] = {}
    for offer in found:
        texts[offer.sop.digest] = offer.sop
        units[offer.sop.digest].append(known.units[offer.unit])
    return [
        Service(sop=sop, units=tuple(sorted(units[digest], key=lambda unit: unit.name)))
        for digest, sop in texts.items()
    ]


def service(unit: str, code: str) -> tuple[Service, list[Counter]]:
    """One service of a unit, and every counter that offers the same version, this unit's first.

    Raises NotFound.
    """
    found = offers(store(), today())
    own = next((o for o in found if o.unit == unit and o.sop.code == code), None)
    if own is None:
        raise NotFound(what=f"Layanan {code}")
    directory = office.directory(store())
    same = [offer for offer in found if offer.sop.digest == own.sop.digest]
    (grouped,) = _grouped(same, directory.office)
    wording.use_zone(directory.calendars[unit].zone)
    ordered = sorted(grouped.units, key=lambda other: (other.code != unit, other.name))
    return grouped, [_counter(other, directory.calendars[other.code]) for other in ordered]


def _counter(unit: Unit, calendar: Calendar) -> Counter:
    return Counter(unit=unit, hours=opening_hours(calendar, today()))
