"""Where an account is told: the limit and calendar behind it, and what its lines are called."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from engine.domain import deadline
from engine.domain.account import Line
from engine.domain.calendar import Calendar
from engine.domain.case import Interruption
from engine.domain.limit import Limit
from engine.domain.sop import Sop


@dataclass(frozen=True, kw_only=True, slots=True)
class Told:
    """One line: what, how much or when, and what stands behind it, such as a decree."""

    what: str
    how: str
    because: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Halt:
    """A stretch in which the clock stood still, and why in the words of the SOP."""

    start: datetime
    end: datetime | None
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Place:
    """The limit, the calendar, why the clock stood still, and the names of the first and last."""

    limit: Limit
    calendar: Calendar
    halts: tuple[Halt, ...] = ()
    began: str
    ends: str
    rules: tuple[Told, ...] = ()  # who set the limit, and what was added to it

    def day(self, moment: datetime) -> date:
        """The date of a moment on the unit's wall."""
        return self.calendar.local(moment).date()

    def why(self, line: Line) -> str:
        """Why the clock stood still in a line; pauses that touch are one line."""
        found = [
            halt.why
            for halt in self.halts
            if (line.end is None or halt.start < line.end)
            and (halt.end is None or line.start < halt.end)
        ]
        return ", ".join(dict.fromkeys(found)) or _("tanpa keterangan")

    def provisional(self, due: datetime) -> bool:
        """Whether the moment lies beyond the holidays confirmed so far."""
        return deadline.is_provisional(due, self.calendar)


def halts(pauses: Iterable[Interruption], sop: Sop) -> tuple[Halt, ...]:
    """The pauses of a case with their reasons."""
    return tuple(
        Halt(start=pause.start, end=pause.end, why=reason_of(pause.reason, sop)) for pause in pauses
    )


def reason_of(code: str, sop: Sop) -> str:
    """Why a clock stood still, as the SOP calls it; never what somebody wrote about it."""
    known = sop.pauses.get(code)
    return known.title if known else _("berkas ada pada pemohon")
