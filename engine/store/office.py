"""The office in the store: units, posts and calendars at one revision, kept by each process.

Every case is read together with the revision, so a changed office is seen at the next decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import psycopg

from engine.domain.calendar import Calendar
from engine.domain.people import Actor, Duty, Holding, Office, Position, Standing, Unit
from engine.formats.definitions.ladder import ladder_of
from engine.store import calendars
from engine.store.session import Store


@dataclass(kw_only=True)
class Directory:
    """One revision of the office, with the people met so far."""

    office: Office
    calendars: Mapping[str, Calendar]  # by unit
    by_code: Mapping[str, Calendar]  # those no unit works by, too
    actors: dict[int, Actor] = field(default_factory=dict)


def directory(store: Store, revision: int | None = None) -> Directory:
    """The directory at this revision, or at the newest; loaded when it has changed."""
    kept: Directory | None = store.offices.get("directory")
    if revision is None:
        revision = current_revision(store)
    if kept is None or kept.office.revision != revision:
        kept = _load(store, revision)
        store.offices["directory"] = kept
    return kept


def current_revision(store: Store) -> int:
    """The newest revision of the office."""
    row = store.row("SELECT revision FROM office")
    return int(row[0]) if row else 0


def office(store: Store) -> Office:
    """The newest office."""
    return directory(store).office


def actor(store: Store, person_id: int, revision: int | None = None) -> Actor:
    """A person with all positions ever held; dates decide which count."""
    known = directory(store, revision)
    found = known.actors.get(person_id)
    if found is None:
        found = known.actors[person_id] = _actor(store, person_id, known.office)
    return found


def bump(connection: psycopg.Connection[Any]) -> None:
    """Tells every process that the office has changed."""
    connection.execute(
        "INSERT INTO office (revision) VALUES (1) "
        "ON CONFLICT (id) DO UPDATE SET revision = office.revision + 1"
    )


def _load(store: Store, revision: int) -> Directory:
    units = {
        row["code"]: Unit(**{**row, "ladder": ladder_of(row["ladder"])})
        for row in store.named(
            "SELECT code, name, kind, short, parent, calendar, address, ladder FROM units"
        )
    }
    positions = [
        Position(unit=unit, code=code, title=title, duties=frozenset(map(Duty, duties)),
                 superior=superior)
        for unit, code, title, duties, superior in store.rows(
            "SELECT unit, code, title, duties, superior FROM positions")
    ]  # fmt: skip
    by_code = calendars.compositions(store)
    return Directory(
        office=Office(revision=revision, units=units,
                      positions={position.desk: position for position in positions}),
        calendars={unit.code: by_code[unit.calendar] for unit in units.values()
                   if unit.calendar in by_code},
        by_code=by_code,
    )  # fmt: skip


def _actor(store: Store, person_id: int, office: Office) -> Actor:
    rows = store.rows(
        "SELECT p.name, h.unit, h.position, h.standing, h.letter, h.starts, h.ends "
        "FROM people p LEFT JOIN holdings h ON h.person_id = p.id WHERE p.id = %s AND p.active",
        (person_id,),
    )
    holdings = [
        Holding(position=office.positions[f"{unit}:{code}"], standing=Standing(standing),
                letter=letter, starts=starts, ends=ends)
        for _, unit, code, standing, letter, starts, ends in rows
        if f"{unit}:{code}" in office.positions
    ]  # fmt: skip
    return Actor(id=person_id, name=rows[0][0] if rows else "", holdings=tuple(holdings))
