"""The reader of a request: the account signed in, its person's positions, their day and zone."""

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import current_app, g
from flask_security import current_user

from engine.domain.people import Actor, Holding, Office
from engine.store import office
from engine.store.session import Store

# Where nobody has told otherwise: the zone of the regencies Sopan was made for first.
DEFAULT_ZONE = ZoneInfo("Asia/Makassar")


@dataclass(frozen=True, kw_only=True, slots=True)
class Reader:
    """Somebody signed in, as of the moment the database read the account."""

    actor: Actor
    office: Office
    language: str
    now: datetime
    zone: tzinfo

    @property
    def today(self) -> date:
        """The date at the reader's desk."""
        return self.now.astimezone(self.zone).date()

    @property
    def holdings(self) -> tuple[Holding, ...]:
        """The positions held today, definitive ones first."""
        return self.actor.on(self.today)

    @property
    def unit(self) -> str:
        """The code of the unit of the first position, or an empty text."""
        return self.holdings[0].position.unit if self.holdings else ""


def store() -> Store:
    """The store of this application."""
    return cast(Store, current_app.extensions["store"])


def reader() -> Reader | None:
    """The reader of this request, or None; read once, with one query."""
    if "reader" not in g:
        g.reader = _read(current_user) if current_user.is_authenticated else None
    return cast("Reader | None", g.reader)


def actor() -> Actor:
    """The person behind a guarded request."""
    who = reader()
    assert who is not None, "the view lacks a guard"
    return who.actor


def _read(account: Any) -> Reader:
    known = office.directory(store(), account.revision)
    person = office.actor(store(), account.id, account.revision)
    return Reader(
        actor=person,
        office=known.office,
        language=account.language,
        now=account.now,
        zone=_zone(person, known.calendars),
    )


def _zone(person: Actor, calendars: Any) -> tzinfo:
    """The zone of the person's first unit that has a calendar, or of any unit of the regency."""
    own = (calendars.get(held.position.unit) for held in person.holdings)
    found = next((calendar for calendar in (*own, *calendars.values()) if calendar), None)
    return found.zone if found else DEFAULT_ZONE
