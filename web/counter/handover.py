"""Handing over at the counter: who receives, what is ticked, and the verb that fits the case."""

from collections.abc import Mapping

from werkzeug.datastructures import MultiDict

from engine.commands import By, complete_step, hand_over
from engine.domain.case import Case, Status
from engine.domain.errors import NotAllowed
from engine.domain.sop import Sop, Step
from engine.store import cases, sops, words
from engine.store.session import Store
from web.counter.desk import officer, own_units


def step_of(case: Case, sop: Sop) -> Step | None:
    """The step whose completion is the hand-over; None where the case is simply ready."""
    return None if case.status is Status.READY else sop.states[case.step or ""].step


def papers(case: Case, sop: Sop) -> Mapping[str, str]:
    """What must be ticked before the product leaves the counter: code and words."""
    step = step_of(case, sop)
    return {need: sop.requirements.get(need, need) for need in step.needs} if step else {}


def give(store: Store, number: str, form: MultiDict[str, str], by: By) -> Case:
    """Hands the product to the applicant himself, or to whoever is named.

    Raises NotAllowed at another unit's counter, whatever the state of the case, and what
    hand_over and complete_step refuse; a case that is at neither place is refused by them too.
    """
    case = cases.load(store, number).case
    if case.unit not in own_units(officer()):
        raise NotAllowed(why="penyerahan dilakukan oleh petugas loket")
    receiver = form.get("receiver", "")
    if form.get("who") == "pemohon":
        receiver = words.current(store, case.id).get("applicant.name", "")
    state = sops.by_digest(store, case.sop).states.get(case.step or "")
    if case.status is Status.RUNNING and state and state.step.hands_over:
        return complete_step(
            store, number, state.step.outcomes[0].label, by=by, receiver=receiver,
            ticked=frozenset(form.getlist("ada")),
        )  # fmt: skip
    return hand_over(store, number, receiver, by=by)
