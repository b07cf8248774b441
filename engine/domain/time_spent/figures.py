"""Figures of a step: median, 85th percentile and the share that was late, and what they suggest."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.domain.errors import Sentence
from engine.domain.limit import Limit, WorkingDays, WorkingMinutes
from engine.domain.time_spent.stays import Stay

FEW = 20  # fewer stays than this suggest nothing
PART = 85  # percent of the stays that a standard should cover


@dataclass(kw_only=True, slots=True)
class Figures:
    """The stays of one step, added up."""

    used: list[int] = field(default_factory=list)
    timed: int = 0  # stays with a limit
    late: int = 0

    def add(self, stay: Stay) -> None:
        """Adds one stay."""
        self.used.append(stay.used)
        if stay.late is not None:
            self.timed += 1
            self.late += stay.late

    @property
    def share_late(self) -> float | None:
        """From 0 to 1; None where no limit was running."""
        return self.late / self.timed if self.timed else None

    @property
    def median(self) -> int:
        """The value that half of the stays do not exceed."""
        return percentile(self.used, 50)

    @property
    def p85(self) -> int:
        """The value that 85 of 100 stays do not exceed."""
        return percentile(self.used, PART)


def percentile(values: Sequence[int], percent: int) -> int:
    """The smallest value that so many percent of all do not exceed (nearest rank); 0 for none."""
    if not values:
        return 0
    return sorted(values)[max(0, math.ceil(len(values) * percent / 100) - 1)]


@dataclass(frozen=True, kw_only=True, slots=True)
class Suggestion:
    """A longer standard for a step that its work does not keep, with the numbers that speak for it.

    The office decides; a slow step may as well need more people, or less work.
    """

    step: str
    sentence: Sentence


def suggestion(step: str, limit: Limit, figures: Figures) -> Suggestion | None:
    """The standard that 85 of 100 stays would have kept, where they do not keep the present one."""
    if figures.timed < FEW:
        return None
    match limit:
        case WorkingMinutes(minutes=minutes) if (needed := -(-figures.p85 // 60)) > minutes:
            new = _rounded(needed)
            says = Sentence(
                "%(old)s → %(new)s menit: %(late)s dari %(all)s terlambat, P85 %(p85)s menit.",
                old=limit.text,
                new=new,
                late=figures.late,
                all=figures.timed,
                p85=needed,
            )
        case WorkingDays(days=days) if figures.p85 > days:
            says = Sentence(
                "%(old)s → %(new)s hari kerja: %(late)s dari %(all)s terlambat, P85 %(p85)s hari "
                "kerja.",
                old=limit.text,
                new=figures.p85,
                late=figures.late,
                all=figures.timed,
                p85=figures.p85,
            )
        case _:
            return None
    return Suggestion(step=step, sentence=says)


def _rounded(minutes: int) -> int:
    """Up to a length that an office writes: five minutes, a quarter of an hour, half an hour."""
    unit = 5 if minutes <= 60 else 15 if minutes <= 240 else 30
    return -(-minutes // unit) * unit
