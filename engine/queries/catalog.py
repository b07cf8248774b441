"""The catalogue: which services a unit offers on a day, and the library of all versions."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from engine.domain.errors import NotFound
from engine.domain.people import Office
from engine.domain.sop import Sop
from engine.store import sops
from engine.store.session import Store

NOT_YET, IN_FORCE, SUPERSEDED = "not_yet", "in_force", "superseded"


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
class Adoption:
    """A unit that adopted a version: from when to when, and by which letter."""

    unit: str
    since: date
    until: date | None  # the first day on which it is no longer in force
    basis: str
    letter: str
    recorded_by: str
    recorded_at: datetime

    def state(self, day: date) -> str:
        """not_yet, in_force or superseded on a day."""
        if day < self.since:
            return NOT_YET
        return SUPERSEDED if self.until and day >= self.until else IN_FORCE


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One version of an SOP in the library, with the units that adopted it."""

    sop: Sop
    sop_id: int
    path: str
    adoptions: tuple[Adoption, ...]

    def state(self, day: date) -> str:
        """In force while it is in force anywhere; else not yet, while that is ahead anywhere."""
        states = {adoption.state(day) for adoption in self.adoptions}
        return next((state for state in (IN_FORCE, NOT_YET) if state in states), SUPERSEDED)

    @property
    def units(self) -> frozenset[str]:
        """The units that adopted it."""
        return frozenset(adoption.unit for adoption in self.adoptions)


_LIBRARY = (
    "SELECT s.id, s.path, p.unit, lower(a.during), upper(a.during), a.basis, a.letter, "
    "a.recorded_by, a.recorded_at FROM adoptions a JOIN practices p ON p.id = a.practice_id "
    "JOIN sops s ON s.id = a.sop_id WHERE %(code)s IN ('', s.code) ORDER BY s.id, p.unit"
)


def library(store: Store, code: str = "") -> list[Version]:
    """Every adopted version, or those of one code, by title and newest first within an SOP."""
    adopted: dict[tuple[int, str], list[Adoption]] = {}
    for sop_id, path, unit, since, until, basis, letter, by, at in store.rows(
        _LIBRARY, {"code": code}
    ):
        told = Adoption(
            unit=unit, since=since, until=until, basis=basis, letter=letter, recorded_by=by,
            recorded_at=at,
        )  # fmt: skip
        adopted.setdefault((sop_id, path), []).append(told)
    found = [
        Version(sop=sops.by_id(store, id_), sop_id=id_, path=path, adoptions=tuple(adoptions))
        for (id_, path), adoptions in adopted.items()
    ]
    return sorted(found, key=lambda v: (v.sop.title, v.sop.code, -v.sop.version))


def version(found: Iterable[Version], number: int, unit: str = "") -> Version:
    """The version with this number among those of one code, of this unit where several have it.

    Raises NotFound.
    """
    same = [version for version in found if version.sop.version == number]
    if not same:
        raise NotFound(what=f"Versi {number} SOP ini")
    return next((version for version in same if unit in version.units), same[0])


def predecessor(found: Iterable[Version], of: Version) -> Version | None:
    """The version before this one in the same unit or kind of unit."""
    earlier = [
        other
        for other in found
        if other.sop.version < of.sop.version
        and (other.sop.unit, other.sop.unit_kind) == (of.sop.unit, of.sop.unit_kind)
    ]
    return max(earlier, key=lambda other: other.sop.version, default=None)


def file_of(store: Store, sop_id: int) -> bytes:
    """The bytes of a version as they were adopted."""
    row = store.row("SELECT body FROM sops WHERE id = %s", (sop_id,))
    if row is None:
        raise NotFound(what="Naskah SOP ini")
    return bytes(row[0])
