"""A situation: everything a decision looks at, taken together once, with one `now`."""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from engine.domain.calendar import Calendar
from engine.domain.case import Case, Status, changed
from engine.domain.errors import (
    CaseIsClosed,
    CaseIsSuspended,
    FourEyes,
    NotAllowed,
    NotYourStep,
    ReasonMissing,
    Sentence,
    StepHasMoved,
    TimeOutOfOrder,
    WrongMoment,
)
from engine.domain.facts import Fact, Happening, Word
from engine.domain.facts import words as texts
from engine.domain.ladder import ORDINARY, Ladder
from engine.domain.people import (
    COUNTER_DESK,
    SYSTEM,
    Actor,
    Holding,
    Office,
    Standing,
    acting_at,
    opening_for,
    shares_eyes,
    superior_of,
    turn_of,
)
from engine.domain.sop import Kind, Role, Sop, State
from engine.domain.watch import armed

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, slots=True)
class OnPaper:
    """A step recorded for another: who signed, on which letter or scan."""

    signer: Actor
    letter: str


@dataclass(frozen=True, kw_only=True)
class Situation:
    """A case with its SOP, office, calendars, the person acting and the moment."""

    case: Case
    sop: Sop
    office: Office
    calendars: Mapping[str, Calendar]  # by unit
    actor: Actor
    now: datetime
    happened_at: datetime | None = None  # earlier than now: entered late (entri susulan)
    why_late: str = ""
    on_paper: OnPaper | None = None
    # What has been found out about this person, office and moment; it holds for every case.
    _found: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)

    def before(self, case: Case, sop: Sop) -> "Situation":
        """The same person, office and moment before another case: many cases, one act."""
        other = object.__new__(Situation)
        other.__dict__.update(self.__dict__, case=case, sop=sop)
        return other

    def once(self, question: Hashable, find: Callable[[], T]) -> T:
        """The answer to a question that does not depend on the case, asked once an act."""
        if question not in self._found:
            self._found[question] = find()
        answer: T = self._found[question]
        return answer

    @property
    def when(self) -> datetime:
        """The moment that counts for clocks and authority."""
        return self.happened_at or self.now

    @property
    def calendar(self) -> Calendar:
        """The calendar of the case's unit."""
        return self.calendars[self.case.unit]

    @property
    def ladder(self) -> Ladder:
        """The warnings and rungs of the case's clocks."""
        unit = self.office.units.get(self.case.unit)
        return self.sop.ladder or (unit and unit.ladder) or ORDINARY

    @property
    def day(self) -> date:
        """The local date of the moment that counts."""
        return self.once(("day", self.case.unit), lambda: self.calendar.local(self.when).date())

    @property
    def doer(self) -> Actor:
        """Who did the thing: the signer on paper, or the person at the keyboard."""
        return self.on_paper.signer if self.on_paper else self.actor

    @property
    def state(self) -> State:
        """Where the case stands on the paper. Raises WrongMoment when at no step."""
        if self.case.step is None:
            raise WrongMoment(why="permohonan ini tidak sedang berada di suatu langkah")
        return self.sop.states[self.case.step]

    def unit_of(self, state: State) -> str:
        """The unit that does a step; its calendar runs the step's clock."""
        return next((u for role in state.roles if (u := self.sop.roles[role].unit)), self.case.unit)

    def turn_at(self, state: State) -> str:
        """The desks at any of which this state's work may be done.

        What applicants and outside bodies do is recorded at the counter.
        """
        unit, roles = self.case.unit, self.sop.roles
        return self.once(
            ("turn", unit, self.sop.digest, state.id),
            lambda: turn_of(desk_of(roles[role], unit) for role in state.roles),
        )

    @property
    def counter_turn(self) -> str:
        """The counter of the case's unit."""
        return f"{self.case.unit}:{COUNTER_DESK}"

    def counter(self) -> Holding | None:
        """The counter post by which the actor may open and hand over, or None."""
        return opening_for(self.actor, self.case.unit, self.day)

    def must_be_open(self) -> None:
        """Raises CaseIsClosed."""
        if not self.case.is_open:
            raise CaseIsClosed

    def must_run(self) -> None:
        """Raises CaseIsClosed, CaseIsSuspended or StepHasMoved unless a step is open."""
        self.must_be_open()
        if self.case.status is Status.SUSPENDED:
            raise CaseIsSuspended
        if self.case.status is not Status.RUNNING:
            raise StepHasMoved(now=where(self.case.status))

    def must_be_in_time(self) -> None:
        """Raises TimeOutOfOrder or ReasonMissing when a late entry cannot have happened then."""
        if self.happened_at is None:
            return
        earliest = self.case.latest or self.case.opened_at
        if self.happened_at > self.now or (earliest and self.happened_at < earliest):
            local = self.calendar.local
            raise TimeOutOfOrder(
                moment=f"{local(self.happened_at):%d-%m-%Y %H.%M}",
                earliest=f"{local(earliest):%d-%m-%Y %H.%M}" if earliest else "-",
            )
        if not self.why_late.strip():
            raise ReasonMissing(act="entri susulan")

    def authority(self) -> tuple[Holding, str]:
        """The holding and role by which the doer acts at this step.

        Raises NotYourStep, FourEyes where the SOP keeps two roles apart, or NotAllowed when
        somebody records for another who has no business with this case.
        """
        if self.on_paper and not self._is_concerned():
            raise NotAllowed(why="pencatat harus petugas unit yang menangani permohonan ini")
        held = self.once(
            ("held", self.case.turn, self.case.unit),
            lambda: acting_at(self.doer, self.case.turn, self.day),
        )
        if held is None and self.case.holder is not None and self.case.holder == self.doer.id:
            held = next(iter(self.doer.on(self.day)), None)
        if held is None:
            raise NotYourStep(turn=self.office.titles(self.case.turn))
        return held, self.must_be_another_pair_of_eyes(self.doer, held)

    def _is_concerned(self) -> bool:
        """Whether the actor holds a post in the case's unit or in the unit of its step."""
        units = {self.case.unit, self.unit_of(self.state)}
        return any(held.position.unit in units for held in self.actor.on(self.day))

    def must_be_another_pair_of_eyes(self, person: Actor, held: Holding) -> str:
        """The role of the open step in which this person's holding acts.

        Raises FourEyes when the SOP keeps him out of it.
        """
        roles = self.state.roles
        role = held.position.code if held.position.code in roles else roles[0]
        if self.sop.four_eyes and person.id is not None:
            other = shares_eyes(self.sop.four_eyes, self.case.hands, role, person.id)
            if other:
                raise FourEyes(role=self.sop.roles[other].title)
        return role

    def superior(self) -> Holding | None:
        """The holding by which the actor stands above this step, or None."""
        return superior_of(self.actor, self.case.turn, self.case.unit, self.office, self.day)

    def fact(
        self,
        kind: Happening,
        by: Holding | None,
        says: Mapping[str, Any],
        changes: Mapping[str, Any],
        words: tuple[Word, ...] = (),
    ) -> Fact:
        """The next fact of the case, dated and signed, with what is to be watched for after it."""
        self.must_be_in_time()
        version = self.case.version + 1
        said, sets = dict(says), dict(changes)
        if by and by.standing is not Standing.DEFINITIVE:
            said["standing"] = by.standing
        if self.on_paper:
            said["signer"] = self.on_paper.signer.id
        if self.happened_at:
            said["late_entry"] = True
        if self.actor is not SYSTEM:
            sets |= {"spoken": version, "latest": self.when}
        if "watch" not in sets:
            watch = armed(self.case, changed(self.case, sets), self.when)
            if watch != self.case.watch:
                sets["watch"] = watch
        return Fact(
            version=version,
            kind=kind,
            happened_at=self.when,
            recorded_at=self.now,
            actor=self.actor.id,
            position=by.position.desk if by else "sopan",
            says=said,
            changes=sets,
            words=words + self._beside(),
        )

    def _beside(self) -> tuple[Word, ...]:
        if not self.on_paper and not self.happened_at:
            return ()
        letter = self.on_paper.letter if self.on_paper else ""
        return texts(why_late=self.why_late if self.happened_at else "", letter=letter)


def desk_of(role: Role, unit: str) -> str:
    """The desk of a role for a case of this unit."""
    if role.kind is not Kind.OFFICE:
        return f"{unit}:{COUNTER_DESK}"
    return f"{role.unit or unit}:{role.code}"


def where(status: Status) -> Sentence:
    """In words, where a case is that is at no open step."""
    return {
        Status.RUNNING: Sentence("permohonan sudah berada di langkah lain"),
        Status.SUSPENDED: Sentence("permohonan sedang dijeda"),
        Status.RETURNED: Sentence("berkas sedang ada pada pemohon"),
        Status.READY: Sentence("hasilnya sudah siap diambil"),
        Status.CLOSED: Sentence("permohonan sudah ditutup"),
    }[status]
