"""The stage: one case, moved by the product's own decisions at the moments of the story."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random

from engine.demo.world import World
from engine.domain.case import Case
from engine.domain.facts import Fact, Happening
from engine.domain.flags import flag
from engine.domain.people import COUNTER_DESK, SYSTEM, Actor
from engine.domain.situation import OnPaper, Situation
from engine.domain.sop import Sop, State
from engine.store.history import Document, Entry, entry

SWEEP = 15  # seconds between two sweeps

Decision = Callable[[Situation], Fact]


class Curtain(Exception):
    """The next act would lie after the story's last moment."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Late:
    """How an act is entered late (entri susulan)."""

    happened_at: datetime
    why: str


@dataclass(kw_only=True)
class Stage:
    """A case, what has been recorded of it, and the moment up to which it has been played."""

    world: World
    sop: Sop
    chance: Random
    tempo: float  # above 1: slower than the office usually is
    case: Case
    clock: datetime
    applicant: dict[str, str] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)
    twists: set[str] = field(default_factory=set)  # those that came about

    @property
    def state(self) -> State:
        """Where the case stands on the paper."""
        assert self.case.step is not None
        return self.sop.states[self.case.step]

    @property
    def today(self) -> date:
        """The unit's date."""
        return self.world.calendars[self.case.unit].local(self.clock).date()

    def wait(self, seconds: float, unit: str = "") -> None:
        """Lets working time pass: that of the case's unit, or of the one that does the step."""
        calendar = self.world.calendars[unit or self.case.unit]
        self.clock = calendar.add(self.clock, max(20, int(seconds)))

    def counter(self) -> Actor:
        """A counter officer of the case's unit."""
        return self.chance.choice(self.world.at(f"{self.case.unit}:{COUNTER_DESK}", self.today))

    def doer(self) -> Actor:
        """Whoever has taken the open step, else one of those whose turn it is."""
        if self.case.holder is not None:
            return self.world.actors[self.case.holder]
        return self.chance.choice(self.world.at(self.case.turn, self.today))

    def superior(self) -> Actor:
        """The superior nearest to the open step."""
        return self.world.above(self.case.turn, self.case.unit, self.today)

    def act(
        self,
        actor: Actor,
        decide: Decision,
        *,
        late: Late | None = None,
        on_paper: OnPaper | None = None,
        document: Document | None = None,
    ) -> None:
        """Records what the actor decides now. Raises Curtain, or whatever the decision refuses."""
        self.sweep(self.clock)
        at = self._situation(actor, self.clock)
        if late:
            at = replace(at, happened_at=late.happened_at, why_late=late.why)
        self._append(decide(replace(at, on_paper=on_paper)), document)

    def sweep(self, until: datetime) -> None:
        """Records what the sweeps up to a moment have seen. Raises Curtain beyond the story."""
        if until > self.world.now:
            raise Curtain
        while self.case.watch:
            seen = self.case.watch[0].at + timedelta(seconds=self.chance.uniform(1, SWEEP))
            if seen > until:
                return
            while fact := flag(self._situation(SYSTEM, seen)):
                self._append(fact)

    def _situation(self, actor: Actor, now: datetime) -> Situation:
        return Situation(
            case=self.case,
            sop=self.sop,
            office=self.world.office,
            calendars=self.world.calendars,
            actor=actor,
            now=now,
        )

    def numbered(self, number: str) -> None:
        """Gives the case the number that is known only now, and seals its facts anew."""
        played, self.entries = self.entries, []
        self.case = replace(played[0].before, number=number)
        for old in played:
            fact = old.fact
            if fact.kind is Happening.OPENED:
                fact = replace(fact, says={**fact.says, "number": number})
            self._append(fact, old.document)

    def _append(self, fact: Fact, document: Document | None = None) -> None:
        new = entry(self.case, fact, self.world.office, document=document)
        self.entries.append(new)
        self.case = new.after
