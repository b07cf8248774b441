"""The story: two months of a regency, told into an empty database in one transaction.

1. For every case wanted, tales are tried until one ends as it should.
2. The tales are played in the order in which the counters open their cases, so that numbers run as
   the product gives them; a reopened case brings a new tale.
3. Cases, facts, words, documents and notices go in together, or not at all.
4. One applicant who gave up has his words erased.
"""

import heapq
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random
from typing import Any

import psycopg

from engine.commands import By, erase_words
from engine.commands.open_case import number_prefix as prefix_of
from engine.demo import phrases
from engine.demo.audition import audition
from engine.demo.demand import wants
from engine.demo.script import write
from engine.demo.stage import Stage
from engine.demo.tale import Tale, perform
from engine.demo.world import World, world
from engine.domain import dossier
from engine.domain.sop import Ending
from engine.store import opening
from engine.store.session import Store

SEED = 35_2012
_ADMINISTRATOR = "setda:pengelola_sistem"


def tell(store: Store, people: list[int], now: datetime | None = None) -> int:
    """Tells the story by the people with these ids; answers how many cases it has.

    It ends at `now`: the database's clock unless a test passes another moment. At the same moment
    everything but salts and receipt codes is the same again.
    """
    with store.transaction() as connection:
        known = world(store, people, now or opening.now(connection))
        chance = Random(SEED)
        found = (audition(known, want, chance) for want in wants(known.office))
        stages = list(_in_order(connection, [played for played in found if played]))
        write(store, connection, stages, _last_opening(known))
    _forget(store, known, stages)
    return len(stages)


def _forget(store: Store, known: World, stages: list[Stage]) -> None:
    """Erases the words of the first applicant who gave up."""
    given_up = [stage.case.number for stage in stages if stage.case.ending is Ending.WITHDRAWN]
    _, administrator = known.seats[_ADMINISTRATOR][0]
    assert administrator.id is not None
    for number in given_up[:1]:
        erase_words(store, number, phrases.ERASED, by=By(person=administrator.id))


def _last_opening(known: World) -> datetime:
    """When the office last opened: what was promised since then is still to be told."""
    calendar = known.calendars["setda"]
    day = calendar.local(known.now).date()
    while (opened := calendar.opening(day)) is None or opened > known.now:
        day -= timedelta(days=1)
    return opened


def _in_order(
    connection: psycopg.Connection[Any], played: list[tuple[Tale, Stage]]
) -> Iterator[Stage]:
    """The cases in the order of their openings, each with the number it is given then."""
    waiting = [(tale.arrives, tale.seed, tale, stage) for tale, stage in played]
    heapq.heapify(waiting)
    closed: dict[str, Stage] = {}
    while waiting:
        _, _, tale, stage = heapq.heappop(waiting)
        stage.numbered(_number(connection, stage))
        if stage.case.parent:
            _continue(closed[stage.case.parent], stage)
        if tale.reopens:
            closed[stage.case.number] = stage
            after = _sequel(tale, stage)
            again = perform(stage.world, after)
            heapq.heappush(waiting, (after.arrives, after.seed, after, again))
        yield stage


def _number(connection: psycopg.Connection[Any], stage: Stage) -> str:
    calendar, first = stage.world.calendars[stage.case.unit], stage.entries[0].fact
    prefix = prefix_of(stage.sop, stage.world.office.units[stage.case.unit].short)
    return opening.next_number(connection, prefix, calendar.local(first.happened_at).year)


def _sequel(tale: Tale, stage: Stage) -> Tale:
    """The same applicant comes again some working days later."""
    assert stage.case.closed_at is not None
    calendar = stage.world.calendars[tale.unit]
    again = calendar.add(stage.case.closed_at, stage.chance.randint(27_000, 100_000))
    return replace(
        tale, seed=tale.seed + 1, arrives=again, reopens=False, short=False, twists=(),
        parent=stage.case.number, applicant=stage.applicant,
    )  # fmt: skip


def _continue(old: Stage, new: Stage) -> None:
    """Marks a closed case as continued by the new one, by whoever opened that."""
    opened = new.entries[0].fact
    old.clock = opened.recorded_at
    why = old.chance.choice(phrases.REOPENED)
    decide = partial(dossier.reopen, linked=new.case.number, reason=why)
    assert opened.actor is not None
    old.act(old.world.actors[opened.actor], decide)
