"""What a completed step is held against: the SOP's ways, compiled once, and the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cached_property

from engine.domain.calendar import Calendar
from engine.domain.conformance.course import Place
from engine.domain.conformance.deviation import Aspect
from engine.domain.facts import Fact
from engine.domain.machine import follow
from engine.domain.people import Actor, Holding, Office
from engine.domain.situation import desk_of
from engine.domain.sop import Declares, Outcome, Sop, State

_DAY = timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Way:
    """An outcome of a state: where it leads, and all that the SOP asks for when it is taken."""

    step: str  # printed number
    state: State
    outcome: Outcome
    target: str
    leaves: bool  # the step is left, and not only signed by one of several in order
    papers: tuple[str, ...]  # requirement codes that must be there
    answers: tuple[tuple[str, str], ...]  # the word and the title of each question to be answered
    reason: bool
    receiver: bool
    apart: bool  # four-eyes keeps one of its roles apart from another
    judged: tuple[Aspect, ...]  # the aspects that apply whoever acts and whenever
    timed: tuple[Aspect, ...]  # the same where a limit was running


@dataclass(frozen=True, kw_only=True)
class Yardstick:
    """What the cases of one SOP version in one unit are judged by.

    `people` have every post they ever held: dates decide which counted on the day.
    """

    sop: Sop
    unit: str
    office: Office
    people: Mapping[int, Actor]
    calendar: Calendar  # of the unit; it also tells the local date of an act
    _known: dict[tuple[int | None, str, date], Holding | None] = field(
        default_factory=dict, repr=False
    )

    @cached_property
    def ways(self) -> dict[tuple[str | None, str], Way]:
        """The way of each outcome from each state, as the machine says."""
        return {
            (state.id, outcome.label): _way(self.sop, state, outcome)
            for state in self.sop.states.values()
            for outcome in state.step.outcomes
        }

    @cached_property
    def desks(self) -> dict[str, frozenset[str]]:
        """The desks at which the work of each state may be done."""
        return {
            state.id: frozenset(desk_of(self.sop.roles[role], self.unit) for role in state.roles)
            for state in self.sop.states.values()
        }

    @cached_property
    def kept_apart(self) -> frozenset[str]:
        """The roles that four-eyes keeps apart from others."""
        return _kept_apart(self.sop)

    def held(self, person: int | None, desk: str, moment: datetime) -> Holding | None:
        """The posting by which a person held a desk's post at a moment; None without one."""
        key = person, desk, moment.date()
        if key not in self._known:
            self._known[key] = self._throughout(*key)
        return self._known[key] or self._posting(person, desk, self.calendar.day_of(moment))

    def _throughout(self, person: int | None, desk: str, day: date) -> Holding | None:
        """The posting on a date and those beside it: on whichever a moment falls in the zone."""
        before, after = (self._posting(person, desk, day + n * _DAY) for n in (-1, 1))
        return before if before is after else None

    def _posting(self, person: int | None, desk: str, day: date) -> Holding | None:
        known = self.people.get(person or 0)
        for held in known.holdings if known else ():
            if held.position.desk == desk and held.covers(day):
                return held
        return None

    def shown(self, moment: datetime) -> str:
        """A moment as the unit's wall clock shows it."""
        return f"{self.calendar.local(moment):%d-%m-%Y %H.%M}"

    def apart(self, *moments: datetime) -> list[str]:
        """Moments that are compared: to the second where the minute would hide the difference."""
        told = [self.shown(moment) for moment in moments]
        if len(set(told)) == len(told):
            return told
        return [f"{self.calendar.local(moment):%d-%m-%Y %H.%M.%S}" for moment in moments]


def _way(sop: Sop, state: State, outcome: Outcome) -> Way:
    step, main = state.step, outcome is state.step.outcomes[0]
    declares = outcome.declares is Declares.COMPLETE and state.last
    papers = tuple(code for code in step.needs if code in sop.requirements and main and state.last)
    answers = tuple(
        (f"step.{step.number}.{question.name}", question.title)
        for question in step.fields
        if question.required and main
    )
    papers = tuple(sop.requirements) if declares else papers
    receiver = step.hands_over and main
    judged = [Aspect.ORDER, Aspect.ACTOR, Aspect.RECORD]
    if papers or answers or receiver or outcome.needs_reason:
        judged.append(Aspect.REQUIREMENTS)
    apart = not _kept_apart(sop).isdisjoint(state.roles)
    if apart:
        judged.append(Aspect.FOUR_EYES)
    return Way(
        step=step.number,
        state=state,
        outcome=outcome,
        target=follow(sop, state.id, outcome.label)[1],
        leaves=state.last or not main,
        papers=papers,
        answers=answers,
        reason=outcome.needs_reason,
        receiver=receiver,
        apart=apart,
        judged=tuple(judged),
        timed=(Aspect.TIME, *judged),
    )


def _kept_apart(sop: Sop) -> frozenset[str]:
    return frozenset(role for group in sop.four_eyes for role in group)


@dataclass(kw_only=True, slots=True)
class Act:
    """A completion, the place at which it found the case, and the way it took."""

    fact: Fact
    place: Place
    way: Way
    doer: int | None  # the signer where it was signed on paper

    @property
    def role(self) -> str:
        """The role in which it was done."""
        post, roles = self.fact.position.partition(":")[2], self.way.state.roles
        return post if post in roles else roles[0]
