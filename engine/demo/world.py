"""The world of the story: the office with its people, texts and calendars, up to one moment."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from engine.domain.calendar import Calendar
from engine.domain.people import Actor, Duty, Holding, Office, Standing, superior_of, turn_desks
from engine.domain.sop import Sop
from engine.store import office, sops
from engine.store.session import Store

WEEKS = 9  # how far back the story begins


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything a case meets. The story ends at `now`; nothing in it happens later."""

    office: Office
    calendars: Mapping[str, Calendar]  # by unit
    now: datetime
    texts: Mapping[tuple[str, str], list[tuple[date, date | None, Sop]]]  # by unit and code
    actors: Mapping[int, Actor]
    seats: Mapping[str, list[tuple[Holding, Actor]]]  # by desk

    @property
    def start(self) -> datetime:
        """When the first case may arrive."""
        return self.now - timedelta(weeks=WEEKS)

    def sop(self, unit: str, code: str, day: date) -> Sop:
        """The version in force in a unit on a day."""
        return next(
            text
            for since, until, text in self.texts[unit, code]
            if since <= day and (until is None or day < until)
        )

    def at(self, turn: str, day: date) -> list[Actor]:
        """Who does the work of a turn on a day; an acting holder stands in for the definitive."""
        found = [
            (held, actor)
            for desk in turn_desks(turn)
            for held, actor in self.seats[desk]
            if held.covers(day)
        ]
        acting = [actor for held, actor in found if held.standing is not Standing.DEFINITIVE]
        return acting or [actor for _, actor in found]

    def above(self, turn: str, unit: str, day: date) -> Actor:
        """The nearest superior of a turn who may act on a case of this unit."""
        return next(
            actor
            for desk in self._desks_above(turn, unit)
            for actor in self.at(desk, day)
            if superior_of(actor, turn, unit, self.office, day)
        )

    def _desks_above(self, turn: str, unit: str) -> Iterator[str]:
        for desk in turn_desks(turn):
            yield from self.office.superiors(desk)
        for position in self.office.positions.values():
            if position.unit == unit and Duty.HEAD in position.duties:
                yield position.desk


def world(store: Store, people: list[int], now: datetime) -> World:
    """The world as the store knows it."""
    known = office.directory(store)
    seats: dict[str, list[tuple[Holding, Actor]]] = defaultdict(list)
    actors = {person: office.actor(store, person) for person in people}
    for actor in actors.values():
        for held in actor.holdings:
            for desk in held.desks:
                seats[desk].append((held, actor))
    return World(
        office=known.office,
        calendars=known.calendars,
        now=now,
        texts=_texts(store, now.date()),
        actors=actors,
        seats=seats,
    )


def _texts(store: Store, today: date) -> dict[tuple[str, str], list[tuple[date, date | None, Sop]]]:
    found: dict[tuple[str, str], dict[int, tuple[date, date | None, Sop]]] = defaultdict(dict)
    for day in (today - timedelta(weeks=WEEKS), today):
        for one in sops.all_in_force(store, day):
            text = sops.by_id(store, one.sop_id)
            found[one.unit, one.code][one.sop_id] = (one.since, one.until, text)
    return {key: list(texts.values()) for key, texts in found.items()}
