"""Calendars in the store: every text ever, and what the adoptions of a code add up to.

In order of id each adoption lays its text over what there was, from a date on or for all days; one
that undoes another takes that layer off again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from typing import Any

import psycopg

from engine.domain.calendar import Calendar, succeeded
from engine.domain.calendar_changes import HeirCannotFollow
from engine.domain.errors import NotFound
from engine.domain.inheritance import rebased
from engine.formats.calendars import calendar_text, parse_calendar
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Layer:
    """An adoption that counts."""

    id: int
    code: str
    version: str
    since: date | None
    inherits: str | None
    change_id: int | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Adoption:
    """An adoption about to be recorded: a text from a date on, or the undoing of another."""

    code: str
    version: str
    since: date | None = None
    letter: str = ""
    person: int | None = None
    change: int | None = None
    undoes: int | None = None


Layers = Mapping[str, tuple[Layer, ...]]  # by code, the newest last


def compositions(store: Store) -> dict[str, Calendar]:
    """The calendar of every code as it holds now, with its eras."""
    return {code: composed(store, pile) for code, pile in layers(store).items()}


def layers(store: Store) -> Layers:
    """The adoptions that count, by code."""
    piles: dict[str, list[Layer]] = {}
    for code, id_, version, since, undoes, inherits, change_id in store.rows(
        "SELECT a.code, a.id, a.version, a.since, a.undoes, c.inherits, a.change_id "
        "FROM calendar_adoptions a JOIN calendars c ON (c.code, c.version) = (a.code, a.version) "
        "ORDER BY a.id"
    ):
        pile = piles.setdefault(code, [])
        if undoes is not None:
            pile[:] = [layer for layer in pile if layer.id != undoes]
            continue
        pile.append(
            Layer(id=id_, code=code, version=version, since=since, inherits=inherits,
                  change_id=change_id)
        )  # fmt: skip
    return {code: tuple(pile) for code, pile in piles.items()}


def composed(store: Store, pile: Sequence[Layer]) -> Calendar:
    """What layers add up to; parsed and laid once a process."""
    key = ("calendar", pile[0].code, tuple((layer.version, layer.since) for layer in pile))
    found: Calendar | None = store.texts.get(key)
    if found is None:
        found = reduce(
            lambda below, layer: laid(text(store, layer.code, layer.version), below, layer.since),
            pile[1:],
            text(store, pile[0].code, pile[0].version),
        )
        store.texts[key] = found
    return found


def laid(new: Calendar, below: Calendar, since: date | None) -> Calendar:
    """A text laid over a calendar from a date on, or instead of it."""
    return new if since is None else succeeded(new, below, since)


def text(store: Store, code: str, version: str) -> Calendar:
    """One text ever kept, parsed once a process. Raises NotFound."""
    key = ("calendar", code, version)
    found: Calendar | None = store.texts.get(key)
    if found is None:
        body = "SELECT body FROM calendars WHERE code = %s AND version = %s"
        row = store.row(body, (code, version))
        if row is None:
            raise NotFound(what=f"Kalender {code} versi {version}")
        found = store.texts[key] = parse_calendar(row[0], code)
    return found


def newest(store: Store, pile: Sequence[Layer]) -> Calendar:
    """The text that was adopted last."""
    return text(store, pile[-1].code, pile[-1].version)


def heirs(piles: Layers, code: str) -> Iterator[str]:
    """The codes that inherit from a calendar, directly before through others."""
    for other, pile in piles.items():
        if pile[-1].inherits == code:
            yield other
            yield from heirs(piles, other)


def ancestors(piles: Layers, code: str) -> Iterator[str]:
    """The codes a calendar inherits from, nearest first."""
    above = piles[code][-1].inherits if code in piles else None
    if above:
        yield above
        yield from ancestors(piles, above)


def following(store: Store, piles: Layers, new: Calendar) -> Iterator[tuple[str, Calendar]]:
    """The texts of the heirs after a calendar has become new; without those that stay as they are.

    Raises HeirCannotFollow where an heir's rules and the new ones contradict each other.
    """
    old = newest(store, piles[new.code])
    for heir, pile in piles.items():
        if pile[-1].inherits != new.code:
            continue
        before = newest(store, pile)
        try:
            after = parse_calendar(calendar_text(rebased(before, old, new)), heir)
        except ValueError as contradiction:
            raise HeirCannotFollow(heir=heir) from contradiction
        if after.version != before.version:
            yield heir, after
            yield from following(store, piles, after)


def keep_text(
    connection: psycopg.Connection[Any], calendar: Calendar, inherits: str | None
) -> bool:
    """Keeps a text; none is ever removed, since facts cite them. False when nothing is new."""
    values = (calendar.code, calendar.version, calendar_text(calendar), inherits or None)
    done = connection.execute(
        "INSERT INTO calendars (code, version, body, inherits) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (code, version) DO UPDATE SET inherits = excluded.inherits "
        "WHERE calendars.inherits IS DISTINCT FROM excluded.inherits",
        values,
    )
    return done.rowcount > 0


def is_known(store: Store, code: str, version: str) -> bool:
    """Whether this text was ever kept."""
    known = "SELECT 1 FROM calendars WHERE code = %s AND version = %s"
    return store.row(known, (code, version)) is not None


def adopt(connection: psycopg.Connection[Any], new: Adoption) -> None:
    """Records an adoption; the caller bumps the office's revision in the same transaction."""
    connection.execute(
        "INSERT INTO calendar_adoptions (code, version, since, letter, person_id, undoes, "
        "change_id) VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (new.code, new.version, new.since, new.letter, new.person, new.undoes, new.change),
    )
