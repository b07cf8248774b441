"""Adopt: a definition is kept as ratified on paper, with letter and digest, unit by unit.

Loading is not ratifying: the office's head signed on paper; what is recorded here is that this
text, byte for byte, is the one signed, and from which day it is in force where.
"""

from dataclasses import dataclass

from engine.domain.errors import DefinitionChanged, NotFound
from engine.domain.people import Office, turn_of
from engine.domain.situation import desk_of
from engine.domain.sop import Sop
from engine.formats.definitions import read_definition
from engine.store import office, sops
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Adopted:
    """What loading one file did."""

    path: str
    sop: Sop
    units: tuple[str, ...]  # units newly adopting it; empty when all of it was known


def adopt(store: Store, path: str, body: bytes, *, by: str) -> Adopted:
    """Adopts one definition in its unit, or in every unit of its kind.

    Raises DefinitionFaulty, DefinitionChanged when an adopted file has another byte, TwoInForce,
    NotFound when no such unit exists.
    """
    sop = read_definition(body, path)
    known = office.office(store)
    units = _units(sop, known)
    with store.transaction() as connection:
        before = sops.recorded_digest(connection, path)
        if before and before[1] != sop.digest:
            raise DefinitionChanged(file=path, letter=before[2])
        sop_id = before[0] if before else sops.add_text(connection, sop, path, body)
        fresh = tuple(
            unit
            for unit in units
            if sops.adopt(connection, sop, sop_id, unit, since=sop.effective,
                          letter=sop.ratified.letter, by=by)
        )  # fmt: skip
        for unit in fresh:
            sops.add_turns(connection, _turns(sop, unit))
    return Adopted(path=path, sop=sop, units=fresh)


def _units(sop: Sop, known: Office) -> tuple[str, ...]:
    units = [u.code for u in known.units.values() if u.code == sop.unit or u.kind == sop.unit_kind]
    if not units:
        raise NotFound(what=f"Unit {sop.unit or sop.unit_kind} untuk SOP {sop.title}")
    return tuple(sorted(units))


def _turns(sop: Sop, unit: str) -> dict[str, tuple[str, ...]]:
    found = {}
    for state in sop.states.values():
        desks = tuple(desk_of(sop.roles[role], unit) for role in state.roles)
        found[turn_of(desks)] = desks
    counter = f"{unit}:@loket"
    return {**found, counter: (counter,)}
