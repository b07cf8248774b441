"""The catalogue: which services a unit offers today, under which version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from engine.domain.people import Office
from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Offer:
    """One service of one unit, with the version in force."""

    unit: str
    sop: Sop
    sop_id: int
    since: date
    until: date | None


def offers(store: Store, day: date, units: frozenset[str] | None = None) -> list[Offer]:
    """The services in force on a day in these units (or everywhere), by title."""
    found = [
        Offer(unit=line.unit, sop=sops.by_id(store, line.sop_id), sop_id=line.sop_id,
              since=line.since, until=line.until)
        for line in sops.all_in_force(store, day, units)
    ]  # fmt: skip
    return sorted(found, key=lambda offer: (offer.sop.title, offer.unit))


def matching(found: Iterable[Offer], words: str, office: Office) -> list[Offer]:
    """Offers in whose title, code, number or unit every one of the words occurs."""
    wanted = words.casefold().split()
    return [offer for offer in found if all(word in _text(offer, office) for word in wanted)]


def _text(offer: Offer, office: Office) -> str:
    sop = offer.sop
    unit = office.units[offer.unit].name if offer.unit in office.units else offer.unit
    return " ".join((sop.title, sop.code, sop.number, sop.service.product, unit)).casefold()


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of an SOP in the library."""

    sop: Sop
    sop_id: int
    units: tuple[str, ...]
    since: date
    until: date | None
    letter: str
    basis: str
    recorded_by: str

    def state(self, day: date) -> str:
        """not_yet, in_force or superseded on a day."""
        if day < self.since:
            return "not_yet"
        return "superseded" if self.until and day >= self.until else "in_force"


def library(store: Store) -> list[Version]:
    """Every adopted version with the units that adopted it, newest first within an SOP."""
    rows = store.rows(
        "SELECT a.sop_id, array_agg(p.unit ORDER BY p.unit), lower(a.during), upper(a.during), "
        "min(a.letter), min(a.basis), min(a.recorded_by) FROM adoptions a "
        "JOIN practices p ON p.id = a.practice_id GROUP BY a.sop_id, a.during"
    )
    found = [
        Version(sop=sops.by_id(store, sop_id), sop_id=sop_id, units=tuple(units), since=since,
                until=until, letter=letter, basis=basis, recorded_by=by)
        for sop_id, units, since, until, letter, basis, by in rows
    ]  # fmt: skip
    return sorted(found, key=lambda v: (v.sop.title, v.sop.code, -v.sop.version))
