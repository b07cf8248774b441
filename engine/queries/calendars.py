"""Calendars as their keepers see them: who works by which, versions, changes and their lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from engine.domain.calendar import Calendar
from engine.domain.calendar_changes import UNDER_WAY, State
from engine.domain.errors import NotFound
from engine.store import calendar_changes, office, people
from engine.store import calendars as kept
from engine.store.calendar_changes import change_of
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Change(calendar_changes.Change):
    """A change with its person and what became of it."""

    person: str  # "" where it came out of a file
    undone_by: int | None
    may_be_undone: bool  # applied, and nothing newer lies above it


@dataclass(frozen=True, kw_only=True, slots=True)
class Listed:
    """A calendar of the office, with its eras."""

    code: str
    title: str
    inherits: str  # "" for none
    units: tuple[str, ...]  # codes of the units that work by it
    version: str
    confirmed_until: date | None
    calendar: Calendar
    under_way: tuple[Change, ...]  # changes that touch it and are not decided or finished


@dataclass(frozen=True, kw_only=True, slots=True)
class Version:
    """One adoption of a calendar, as recorded."""

    id: int
    version: str
    title: str
    since: date | None  # None: for all days
    letter: str
    person: str
    recorded_at: datetime
    change: int | None
    undone: bool  # another adoption has undone it
    undoes: int | None  # the adoption that it undoes


@dataclass(frozen=True, kw_only=True, slots=True)
class MoveLine:
    """A due moment that a change would move, or has moved."""

    case_id: int
    number: str
    clock: str
    old_at: datetime | None
    new_at: datetime | None
    late_before: bool
    late_after: bool


def calendars(store: Store) -> list[Listed]:
    """Every calendar of the office; those above others first."""
    known, piles = office.directory(store), kept.layers(store)
    changing = _changes(store, "h.state = ANY(%s)", [sorted(UNDER_WAY)])
    found = [
        Listed(
            code=code,
            title=calendar.title,
            inherits=piles[code][-1].inherits or "",
            units=tuple(
                sorted(one.code for one in known.office.units.values() if one.calendar == code)
            ),
            version=calendar.version,
            confirmed_until=calendar.confirmed_until,
            calendar=calendar,
            under_way=tuple(one for one in changing if code in one.texts),
        )
        for code, calendar in known.by_code.items()
    ]
    return sorted(found, key=lambda one: (len([*kept.ancestors(piles, one.code)]), one.code))


def calendar(store: Store, code: str) -> Listed:
    """One of them. Raises NotFound."""
    found = next((one for one in calendars(store) if one.code == code), None)
    if found is None:
        raise NotFound(what=f"Kalender {code}")
    return found


def versions(store: Store, code: str) -> list[Version]:
    """The adoptions of a calendar, the newest first. Raises NotFound."""
    rows = store.rows(
        "SELECT a.id, a.version, a.since, a.letter, coalesce(p.name, ''), a.recorded_at, "
        "a.change_id, a.undoes, EXISTS (SELECT 1 FROM calendar_adoptions u WHERE u.undoes = a.id) "
        "FROM calendar_adoptions a LEFT JOIN people p ON p.id = a.person_id WHERE a.code = %s "
        "ORDER BY a.id DESC",
        (code,),
    )
    if not rows:
        raise NotFound(what=f"Kalender {code}")
    return [
        Version(id=id_, version=version, title=kept.text(store, code, version).title, since=since,
                letter=letter, person=person, recorded_at=at, change=change, undoes=undoes,
                undone=undone)
        for id_, version, since, letter, person, at, change, undoes, undone in rows
    ]  # fmt: skip


def text(store: Store, code: str, version: str) -> Calendar:
    """One text ever kept, as facts cite it. Raises NotFound."""
    return kept.text(store, code, version)


def changes(store: Store, code: str) -> list[Change]:
    """The changes that touch a calendar, its own or those it follows, the newest first."""
    touching = (
        "EXISTS (SELECT 1 FROM calendar_change_texts x WHERE x.change_id = h.id AND x.code = %s)"
    )
    return _changes(store, touching, [code])


def change(store: Store, number: int) -> Change:
    """One change. Raises NotFound."""
    found = _changes(store, "h.id = %s", [number])
    if not found:
        raise NotFound(what="Perubahan kalender ini")
    return found[0]


def proposed(store: Store, number: int) -> Mapping[str, tuple[Calendar, Calendar]]:
    """By code, the text that a change replaces and the one that it brings. Raises NotFound."""
    found = change(store, number)
    return {
        code: (kept.text(store, code, found.replaced[code]), kept.text(store, code, version))
        for code, version in found.texts.items()
    }


def moves(
    store: Store, number: int, after: tuple[int, str] | None = None, limit: int = 50
) -> list[MoveLine]:
    """The lines of a change's preview by case and clock, after the last one already seen."""
    return [
        MoveLine(**row)
        for row in store.named(
            "SELECT case_id, number, clock, old_at, new_at, late_before, late_after "
            "FROM calendar_moves WHERE change_id = %s AND (case_id, clock) > (%s, %s) "
            "ORDER BY case_id, clock LIMIT %s",
            (number, *(after or (0, "")), limit),
        )
    ]


def _changes(store: Store, where: str, params: Sequence[Any]) -> list[Change]:
    rows = store.named(f"{calendar_changes.SELECT} WHERE {where} ORDER BY h.id DESC", params)
    found = [change_of(row) for row in rows]
    names = people.names(store, {one.person_id for one in found if one.person_id is not None})
    undoing = "SELECT undoes, id FROM calendar_changes WHERE undoes = ANY(%s) AND state <> %s"
    params = [one.id for one in found], State.WITHDRAWN
    undone: dict[int, int] = dict(store.rows(undoing, params))
    piles = kept.layers(store)
    newest = {pile[-1].change_id for pile in piles.values()}
    buried = {layer.change_id for pile in piles.values() for layer in pile[:-1]}
    return [
        Change(
            **{name: getattr(one, name) for name in one.__slots__},
            person=names.get(one.person_id or 0, ""),
            undone_by=undone.get(one.id),
            may_be_undone=one.state is State.APPLIED and one.id in newest - buried,
        )
        for one in found
    ]
