"""The ladder: how early a due moment is warned of, and to whom lateness is told, rung by rung.

A rung is told once for each due moment: when that moves, the ladder begins anew.
"""

from dataclasses import dataclass
from enum import StrEnum

from engine.domain.limit import Limit, WorkingDays, WorkingMinutes


class Reach(StrEnum):
    """Who stands on a rung."""

    SUPERIOR = "superior"  # the direct superior of the step's desk
    HEAD = "head"  # the head of the case's unit
    SECTION = "section"  # Bagian Organisasi, referee of the SOPs


@dataclass(frozen=True, kw_only=True, slots=True)
class Rung:
    """One rung: who is told, and how long after the due moment, in working time."""

    to: Reach
    after: Limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Ladder:
    """The warnings before a due moment and the rungs after it."""

    percent: int = 80  # of a limit in time; a limit in days is warned of as its last day opens
    before: Limit | None = None  # a second warning, this much working time before
    rungs: tuple[Rung, ...] = ()


ORDINARY = Ladder(
    rungs=(
        Rung(to=Reach.SUPERIOR, after=WorkingMinutes(text="2 jam", minutes=120)),
        Rung(to=Reach.HEAD, after=WorkingDays(text="2 hari kerja", days=2)),
        Rung(to=Reach.SECTION, after=WorkingDays(text="5 hari kerja", days=5)),
    )
)
