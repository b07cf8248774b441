"""A scene: the system in the office at one moment, before one case after another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine.domain.calendar import Calendar
from engine.domain.case import Case
from engine.domain.people import SYSTEM, Office
from engine.domain.situation import Situation
from engine.store import sops
from engine.store.session import Store


@dataclass(slots=True)
class Scene:
    """What every case of a sweep or a recalculation is seen against."""

    store: Store
    office: Office
    calendars: Mapping[str, Calendar]  # by unit
    now: datetime
    _at: Situation | None = None

    def before(self, case: Case) -> Situation:
        """The system before a case; what was found out before others is kept."""
        sop = sops.by_digest(self.store, case.sop)
        if self._at is None:
            self._at = Situation(
                case=case,
                sop=sop,
                office=self.office,
                calendars=self.calendars,
                actor=SYSTEM,
                now=self.now,
            )
        self._at = self._at.before(case, sop)
        return self._at
