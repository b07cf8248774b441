"""The state machine of an SOP version: which outcomes exist where, for buttons and guard alike.

One `transitions` machine a version, shared by all its cases; a case is never attached to it.
"""

from dataclasses import dataclass

from transitions import Machine, MachineError

from engine.domain.errors import NoSuchOutcome
from engine.domain.sop import Leads, Outcome, Sop, State

APPLICANT, READY, CLOSED = "@pemohon", "@siap", "@tutup"
_OUTSIDE = {Leads.APPLICANT: APPLICANT, Leads.READY: READY, Leads.END: CLOSED}


@dataclass(slots=True)
class Position:
    """A throw-away place on the paper; the machine moves it and forgets it."""

    state: str


# One machine a text; ratified text never changes, so nothing here ever grows stale.
_machines: dict[str, Machine] = {}


def machine_of(sop: Sop) -> Machine:
    """The machine of this text, built once a process."""
    machine = _machines.get(sop.digest)
    if machine is None:
        states = [*sop.states, APPLICANT, READY, CLOSED]
        machine = Machine(model=None, initial=None, auto_transitions=False, states=states)
        for state in sop.states.values():
            for outcome in state.step.outcomes:
                machine.add_transition(outcome.label, state.id, _target(sop, state, outcome))
        _machines[sop.digest] = machine
    return machine


def _target(sop: Sop, state: State, outcome: Outcome) -> str:
    if not state.last and outcome is state.step.outcomes[0]:
        number, place = state.id.split("#")
        return f"{number}#{int(place) + 1}"
    if outcome.leads is Leads.STEP:
        assert outcome.to is not None
        return sop.entry(outcome.to).id
    return _OUTSIDE[outcome.leads]


# Where the machine has said an outcome leads, by text, state and outcome: it never changes.
_targets: dict[tuple[str, str, str], str] = {}


def outcomes_at(sop: Sop, state: str) -> tuple[Outcome, ...]:
    """The outcomes a holder may choose at this state, the main one first."""
    known = set(machine_of(sop).get_triggers(state))
    return tuple(o for o in sop.states[state].step.outcomes if o.label in known)


def follow(sop: Sop, state: str, label: str) -> tuple[Outcome, str]:
    """Where an outcome leads from this state.

    Raises NoSuchOutcome when the SOP knows no such outcome there.
    """
    known = sop.states[state].step.outcomes
    target = _targets.get((sop.digest, state, label)) or _target_of(sop, state, label)
    return next(outcome for outcome in known if outcome.label == label), target


def _target_of(sop: Sop, state: str, label: str) -> str:
    event = machine_of(sop).events.get(label)
    position = Position(state)
    try:
        if event is None:
            raise MachineError(label)
        event.trigger(position)
    except MachineError as unknown:
        known = ", ".join(o.label for o in sop.states[state].step.outcomes)
        step = sop.states[state].step.number
        raise NoSuchOutcome(step=step, outcome=label, known=known) from unknown
    _targets[sop.digest, state, label] = position.state
    return position.state
