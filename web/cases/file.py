"""The file (berkas) of one case, opened for one reader: what every part of its page looks at."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import g

from engine.domain.case import Case
from engine.domain.dossier import may_read
from engine.domain.errors import NotAllowed
from engine.domain.people import Office, Unit, turn_desks
from engine.domain.situation import Situation
from engine.domain.sop import Sop
from engine.queries.colleagues import Colleague, colleagues
from engine.queries.dossier import Dossier, dossier
from engine.store import cases, office, sops
from web import wording
from web.reader import actor, store


@dataclass(frozen=True, kw_only=True, slots=True)
class CaseFile:
    """A case as read, and the situation in which the reader would act on it."""

    dossier: Dossier
    at: Situation

    @property
    def case(self) -> Case:
        """The case."""
        return self.at.case

    @property
    def sop(self) -> Sop:
        """The version it is bound to."""
        return self.at.sop

    @property
    def office(self) -> Office:
        """Units and posts."""
        return self.at.office

    @property
    def now(self) -> datetime:
        """The database's clock when the case was read."""
        return self.at.now

    @property
    def day(self) -> date:
        """The date in the case's unit."""
        return self.at.day

    @property
    def unit(self) -> Unit:
        """The unit that serves the applicant."""
        return self.office.units[self.case.unit]

    def name(self, person: int | None) -> str:
        """The name of somebody who acted, was given a step, or signed on paper."""
        if person is None:
            return "Sopan"
        known = self.dossier.names.get(person)
        return known or office.actor(store(), person, self.office.revision).name

    def colleagues(self) -> list[Colleague]:
        """Who may be given the step or may have signed: first those whose turn it is."""
        units = {self.case.unit, *self.sop.of_others()}
        found = colleagues(store(), units, self.day, self.office.revision)
        desks = turn_desks(self.case.turn)
        return sorted(found, key=lambda one: one.desk not in desks)


def open_file(number: str) -> CaseFile:
    """Reads the file of a case for the reader. Raises NotFound, NotAllowed."""
    found = dossier(store(), number, actor().id)
    at = situated(found.case, found.revision, found.now)
    must_be_readable(at)
    return CaseFile(dossier=found, at=at)


def glance(number: str) -> Situation:
    """The case alone, without its history: one round trip. Raises NotFound, NotAllowed."""
    loaded = cases.load(store(), number)
    at = situated(loaded.case, loaded.revision, loaded.now)
    must_be_readable(at)
    return at


def situated(case: Case, revision: int, now: datetime) -> Situation:
    """The situation of the reader before a case; moments are told in the zone of its unit."""
    known = office.directory(store(), revision)
    at = Situation(
        case=case,
        sop=sops.by_digest(store(), case.sop),
        office=known.office,
        calendars=known.calendars,
        actor=office.actor(store(), actor().id or 0, revision),
        now=now,
    )
    wording.use_zone(at.calendar.zone)
    g.shown_at = now
    return at


def must_be_readable(at: Situation) -> None:
    """Raises NotAllowed unless the reader may read this case."""
    if not may_read(at):
        raise NotAllowed(why="permohonan ini bukan urusan unit Anda")
