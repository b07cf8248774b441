"""People and posts: who holds which position on which date, and what that lets them do.

Every rule of authority is one function here, asked by screens, commands and workers alike
(UU 30/2014 on acting officials: Plt. and Plh. act by letter and between dates).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from engine.domain.ladder import Ladder

# Every counter officer of a unit, whatever his post is called, sits at this desk.
COUNTER_DESK = "@loket"


class Duty(StrEnum):
    """What a position may do beside the steps of its role."""

    COUNTER = "counter"  # open and hand over
    HEAD = "head"  # superior of everybody in the unit
    AUDITOR = "auditor"  # read everything in scope, change nothing
    SECTION = "section"  # Bagian Organisasi: referee of the SOPs
    ADMIN = "admin"  # load definitions, keep people and posts


class Standing(StrEnum):
    """How a person holds a position."""

    DEFINITIVE = "definitive"
    PLT = "plt"  # pelaksana tugas: the post is vacant
    PLH = "plh"  # pelaksana harian: the holder is away for some days


@dataclass(frozen=True, kw_only=True, slots=True)
class Unit:
    """A perangkat daerah or a part of one, with the calendar it works by."""

    code: str
    name: str
    kind: str
    short: str
    parent: str | None
    calendar: str
    address: str = ""
    ladder: Ladder | None = None  # its own warnings and rungs, where it has them


@dataclass(frozen=True, kw_only=True, slots=True)
class Position:
    """A post (jabatan) in a unit; SOP roles name it by its code."""

    unit: str
    code: str
    title: str
    duties: frozenset[Duty] = frozenset()
    superior: str | None = None  # a desk, "unit:code"

    @property
    def desk(self) -> str:
        """Where its work arrives: "unit:code"."""
        return f"{self.unit}:{self.code}"


@dataclass(frozen=True, kw_only=True, slots=True)
class Holding:
    """A position held by a person, by letter and between dates (both included)."""

    position: Position
    standing: Standing = Standing.DEFINITIVE
    letter: str = ""
    starts: date
    ends: date | None = None

    def covers(self, day: date) -> bool:
        """Whether the position is held on that day."""
        return self.starts <= day and (self.ends is None or day <= self.ends)

    @property
    def desks(self) -> frozenset[str]:
        """The desks whose work this holding may do."""
        desk = {self.position.desk}
        if Duty.COUNTER in self.position.duties:
            desk.add(f"{self.position.unit}:{COUNTER_DESK}")
        return frozenset(desk)


@dataclass(frozen=True, kw_only=True, slots=True)
class Actor:
    """Somebody who acts: a person with positions, or the system, which has a name too."""

    id: int | None
    name: str
    holdings: tuple[Holding, ...] = ()

    def on(self, day: date) -> tuple[Holding, ...]:
        """The positions held on that day, definitive ones first."""
        held = [holding for holding in self.holdings if holding.covers(day)]
        return tuple(sorted(held, key=lambda holding: holding.standing is not Standing.DEFINITIVE))

    def desks(self, day: date) -> frozenset[str]:
        """Every desk this person may work at on that day."""
        return frozenset(desk for holding in self.on(day) for desk in holding.desks)

    def with_duty(self, duty: Duty, day: date) -> tuple[Holding, ...]:
        """The positions held on that day that carry the duty."""
        return tuple(held for held in self.on(day) if duty in held.position.duties)


SYSTEM = Actor(id=None, name="Sopan")


@dataclass(frozen=True, kw_only=True)
class Office:
    """The regency's units and posts as they stand at one revision."""

    revision: int
    units: Mapping[str, Unit]
    positions: Mapping[str, Position]

    def title(self, desk: str) -> str:
        """The printed name of a desk, for sentences."""
        unit, _, code = desk.partition(":")
        if code == COUNTER_DESK:
            return (
                f"Petugas loket {self.units[unit].name}" if unit in self.units else "Petugas loket"
            )
        held = self.positions.get(desk)
        return held.title if held else code

    def titles(self, turn: str) -> str:
        """The names of all desks of a turn: any of them may do the step."""
        return " atau ".join(self.title(desk) for desk in turn_desks(turn))

    def superiors(self, desk: str) -> Iterator[str]:
        """The desks above, nearest first; a loop in the chart ends the walk."""
        seen = {desk}
        position = self.positions.get(desk)
        while position and position.superior and position.superior not in seen:
            yield position.superior
            seen.add(position.superior)
            position = self.positions.get(position.superior)

    @cached_property
    def _duties(self) -> dict[tuple[Duty, str | None], str]:
        found: dict[tuple[Duty, str | None], str] = {}
        for desk, post in self.positions.items():
            for duty in post.duties:
                found.setdefault((duty, post.unit), desk)
                found.setdefault((duty, None), desk)
        return found

    def desk_with(self, duty: Duty, unit: str | None = None) -> str | None:
        """The first desk that carries a duty, in one unit or in the whole regency."""
        return self._duties.get((duty, unit))

    def below(self, unit: str) -> frozenset[str]:
        """The unit and all units under it."""
        found = {unit}
        while more := {u.code for u in self.units.values() if u.parent in found} - found:
            found |= more
        return frozenset(found)


def turn_of(desks: Iterable[str]) -> str:
    """The desks at any of which a step may be done, as one text: the turn (giliran)."""
    return "|".join(sorted(set(desks)))


def turn_desks(turn: str) -> tuple[str, ...]:
    """The desks of a turn."""
    return tuple(turn.split("|")) if turn else ()


def acting_at(actor: Actor, turn: str, day: date) -> Holding | None:
    """The holding by which the actor may do a step whose turn this is, or None."""
    desks = set(turn_desks(turn))
    return next((held for held in actor.on(day) if held.desks & desks), None)


def opening_for(actor: Actor, unit: str, day: date) -> Holding | None:
    """The counter post by which the actor may open and hand over cases of the unit, or None."""
    return next((h for h in actor.with_duty(Duty.COUNTER, day) if h.position.unit == unit), None)


def superior_of(actor: Actor, turn: str, unit: str, office: Office, day: date) -> Holding | None:
    """The holding that stands above every desk of the turn, or heads the case's unit, or None."""
    above = [set(office.superiors(desk)) for desk in turn_desks(turn)]
    shared = set.intersection(*above) if above else set()
    for held in actor.on(day):
        heads = Duty.HEAD in held.position.duties and held.position.unit == unit
        if heads or held.position.desk in shared:
            return held
    return None


def reading_scope(actor: Actor, office: Office, day: date) -> frozenset[str]:
    """The units whose cases the actor may read.

    Staff read their own unit; a head reads the units below as well; auditors, the Organisation
    Section and administrators read the whole regency.
    """
    units: set[str] = set()
    for held in actor.on(day):
        duties = held.position.duties
        if duties & {Duty.AUDITOR, Duty.SECTION, Duty.ADMIN}:
            return frozenset(office.units)
        units |= office.below(held.position.unit) if Duty.HEAD in duties else {held.position.unit}
    return frozenset(units)


def shares_eyes(
    pairs: Iterable[tuple[str, ...]], hands: Mapping[str, tuple[int, ...]], role: str, person: int
) -> str | None:
    """The role in which the person already acted and which four-eyes keeps apart from this one."""
    for group in pairs:
        if role in group:
            for other in group:
                if other != role and person in hands.get(other, ()):
                    return other
    return None
