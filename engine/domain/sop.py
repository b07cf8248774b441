"""An SOP version: the ratified text of one procedure, as values that never change.

The blocks follow PermenPAN-RB 35/2012: the identity block (bagian identitas), the flowchart block
(steps, executors, quality standard) and, above both, the service standard of UU 25/2009.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

from engine.domain.ladder import Ladder
from engine.domain.limit import Limit


class Kind(StrEnum):
    """Where the executor of a role is found."""

    OFFICE = "office"  # a position in the case's unit, or in the unit the role names
    APPLICANT = "applicant"  # the applicant; a counter officer records what he did
    OUTSIDE = "outside"  # a body without an account here; a counter officer records


@dataclass(frozen=True, kw_only=True, slots=True)
class Role:
    """An executor (pelaksana): the code is the position's code in its unit."""

    code: str
    title: str
    kind: Kind = Kind.OFFICE
    unit: str | None = None  # another unit than the case's; its calendar then runs the step


class FieldType(StrEnum):
    """The types a form field may have (JSON Schema: string, number, date, enum, file)."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    CHOICE = "choice"
    FILE = "file"


@dataclass(frozen=True, kw_only=True, slots=True)
class Field:
    """One question of the intake form or of a step."""

    name: str
    title: str
    type: FieldType = FieldType.TEXT
    required: bool = True
    choices: tuple[str, ...] = ()
    hint: str = ""
    pattern: str = ""
    minimum: str = ""
    maximum: str = ""


class Leads(StrEnum):
    """Where an outcome leads."""

    STEP = "step"  # another step, forward or back
    APPLICANT = "applicant"  # outside, until the applicant comes back
    READY = "ready"  # siap diambil: the product waits for hand-over
    END = "end"  # the case is closed


class Ending(StrEnum):
    """How a case can end (UU 25/2009: a refusal names its reason)."""

    DONE = "done"  # selesai
    REFUSED = "refused"  # ditolak
    CANCELLED = "cancelled"  # dibatalkan
    WITHDRAWN = "withdrawn"  # ditarik pemohon
    NOT_OURS = "not_ours"  # bukan wewenang


class ClockRule(StrEnum):
    """What the service clock does while the file is with the applicant."""

    PAUSE = "pause"
    RESTART = "restart"
    CONTINUE = "continue"


class Declares(StrEnum):
    """What an outcome declares beside moving the case."""

    COMPLETE = "complete"  # berkas dinyatakan lengkap: the service clock starts
    READY = "ready"  # siap diambil: the service clock stops


@dataclass(frozen=True, kw_only=True, slots=True)
class Outcome:
    """One labelled exit of a step; `to` is a step, or where a returned file comes back to."""

    label: str
    leads: Leads
    to: str | None = None
    ending: Ending | None = None
    declares: Declares | None = None
    clock: ClockRule = ClockRule.PAUSE
    needs_reason: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """A step (langkah): what is done, by whom, and its quality standard (mutu baku)."""

    number: str
    do: str
    by: tuple[str, ...]
    in_order: bool = (
        False  # all roles, one after the other (paraf berjenjang), instead of any of them
    )
    needs: tuple[str, ...] = ()  # requirement codes, or plain words
    within: Limit
    yields: str = ""
    remarks: str = ""
    public: str = ""  # the step in the applicant's words
    outcomes: tuple[Outcome, ...]
    fields: tuple[Field, ...] = ()
    applicant_present: bool = False  # the clock starts when the step is claimed with him there
    hands_over: bool = False  # completing it is the hand-over, with the receiver's name

    @property
    def is_decision(self) -> bool:
        """Drawn as a diamond: more than one exit."""
        return len(self.outcomes) > 1


@dataclass(frozen=True, kw_only=True, slots=True)
class PauseReason:
    """A reason for which this SOP lets a case pause, and how long at most."""

    code: str
    title: str
    at_most: Limit


@dataclass(frozen=True, kw_only=True, slots=True)
class Legal:
    """A limit that a law sets beside the promise; it runs from completeness and never pauses."""

    limit: Limit
    basis: str  # UU 30/2014 Pasal 53


@dataclass(frozen=True, kw_only=True, slots=True)
class Service:
    """The published promise (Standar Pelayanan): total limit, fee, product."""

    limit: Limit
    fee: str = ""
    product: str = ""
    condition: str = ""  # words the promise depends on, such as "bila pejabat di tempat"
    extension: Limit | None = None  # how far a superior may extend it
    legal: Legal | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Ratified:
    """The signature on paper: position, letter and date; never a person's name."""

    by: str
    letter: str
    date: date | None


@dataclass(frozen=True, kw_only=True, slots=True)
class State:
    """Where a case can stand: a step, or one signature of a step signed in order."""

    id: str
    step: Step
    roles: tuple[str, ...]
    last: bool  # the last signature of its step; only it follows the step's first outcome

    @property
    def first(self) -> bool:
        """Entering this state starts the step's clock."""
        return "#" not in self.id or self.id.endswith("#1")


@dataclass(frozen=True, kw_only=True)
class Sop:
    """One SOP version with its identity block, service standard, roles and steps."""

    code: str  # short and upper-case, the prefix of case numbers
    version: int
    digest: str  # SHA-256 of the file's bytes, hexadecimal
    number: str
    title: str
    unit: str | None = None
    unit_kind: str | None = None
    made: str = ""  # offices write months or spans here, so it stays text
    revised: str = ""
    effective: date
    ratified: Ratified
    legal_basis: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    warning: str = ""
    qualifications: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    records: tuple[str, ...] = ()
    source: str = ""
    service: Service
    roles: dict[str, Role]
    four_eyes: tuple[tuple[str, ...], ...] = ()
    intake: tuple[Field, ...] = ()
    requirements: dict[str, str] = field(default_factory=dict)
    pauses: dict[str, PauseReason] = field(default_factory=dict)
    ladder: Ladder | None = None  # its own warnings and rungs, where it has them
    steps: tuple[Step, ...]

    @cached_property
    def states(self) -> dict[str, State]:
        """Every state by id, in the order of the paper; one a signature where signed in order."""
        return {state.id: state for step in self.steps for state in _states_of(step)}

    @cached_property
    def _steps(self) -> dict[str, Step]:
        return {step.number: step for step in self.steps}

    def step(self, number: str) -> Step:
        """The step with this printed number."""
        return self._steps[number]

    def entry(self, number: str) -> State:
        """The state in which a case enters the step with this number."""
        return self.states.get(number) or self.states[f"{number}#1"]

    @cached_property
    def _places(self) -> dict[str, int]:
        return {step.number: place for place, step in enumerate(self.steps)}

    def position_of(self, number: str) -> int:
        """Place of a step on the paper, counted from zero; numbers may have gaps."""
        return self._places[number]

    def is_back(self, origin: str, outcome: Outcome) -> bool:
        """Whether the outcome leads to an earlier step or to the applicant."""
        if outcome.leads is Leads.APPLICANT:
            return True
        return (
            outcome.leads is Leads.STEP
            and outcome.to is not None
            and (self.position_of(outcome.to) <= self.position_of(origin))
        )

    @cached_property
    def opening_declares(self) -> bool:
        """Whether opening with every paper declares the file complete; else an outcome does."""
        return not any(
            outcome.declares is Declares.COMPLETE
            for step in self.steps
            for outcome in step.outcomes
        )

    @property
    def first(self) -> State:
        """The state in which a case opens; what the applicant does first is the opening itself."""
        state = next(iter(self.states.values()))
        role = self.roles[state.roles[0]]
        main = state.step.outcomes[0]
        if role.kind is Kind.APPLICANT and main.leads is Leads.STEP and main.to:
            return self.entry(main.to)
        return state

    def of_others(self) -> frozenset[str]:
        """Units beside the case's own in which a step of this SOP is done."""
        return frozenset(role.unit for role in self.roles.values() if role.unit)


def _states_of(step: Step) -> list[State]:
    if not step.in_order:
        return [State(id=step.number, step=step, roles=step.by, last=True)]
    count = len(step.by)
    return [
        State(id=f"{step.number}#{place}", step=step, roles=(role,), last=place == count)
        for place, role in enumerate(step.by, 1)
    ]
