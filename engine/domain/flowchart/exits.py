"""The arrows an SOP needs: one for every place to which the outcomes of a step lead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.domain.flowchart.drawing import Finish, Row, Shape
from engine.domain.machine import APPLICANT, CLOSED, READY
from engine.domain.sop import Ending, Kind, Leads, Outcome, Sop

_OUTSIDE = {
    Leads.APPLICANT: (APPLICANT, Finish.APPLICANT),
    Leads.READY: (READY, Finish.READY),
    Leads.END: (CLOSED, Finish.CLOSED),
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Exit:
    """The outcomes of a step that lead to one place; `target` is the row of an arrow's end."""

    origin: int
    to: str
    target: int | None
    labels: tuple[str, ...]
    finish: Finish
    ending: Ending | None
    back: bool
    main: bool


def exits_of(sop: Sop, rows: Sequence[Row], place: int) -> Iterator[Exit]:
    """The arrows that leave a row; none from a capsule that closes the SOP."""
    step = sop.steps[place]
    if rows[place].shape is not Shape.DIAMOND and not any(
        outcome.leads in (Leads.STEP, Leads.APPLICANT) for outcome in step.outcomes
    ):
        return
    alike: dict[tuple[str, Ending | None], list[Outcome]] = {}
    for outcome in step.outcomes:
        alike.setdefault((leads_to(outcome), outcome.ending), []).append(outcome)
    for (to, ending), outcomes in alike.items():
        target = target_of(sop, outcomes[0])
        finish = _OUTSIDE.get(outcomes[0].leads, ("", Finish.STEP))[1]
        yield Exit(
            origin=place,
            to=to,
            target=target,
            labels=tuple(outcome.label for outcome in outcomes) if len(step.outcomes) > 1 else (),
            finish=finish if target is None else Finish.STEP,
            ending=ending,
            back=target is not None and target <= place,
            main=outcomes[0] is step.outcomes[0],
        )


def leads_to(outcome: Outcome) -> str:
    """Where an outcome leads, as facts name it: a step's number or a place outside."""
    return _OUTSIDE[outcome.leads][0] if outcome.leads in _OUTSIDE else outcome.to or ""


def target_of(sop: Sop, outcome: Outcome) -> int | None:
    """The row at which the outcome's arrow ends; None where it leaves the sheet.

    A return to the applicant ends at his own step, where the file comes back to that step or to
    the one after it; on paper, too, the arrow goes to his column.
    """
    if outcome.leads is Leads.STEP and outcome.to is not None:
        return sop.position_of(outcome.to)
    if outcome.leads is not Leads.APPLICANT or outcome.to is None:
        return None
    for place, step in enumerate(sop.steps):
        his = any(sop.roles[code].kind is Kind.APPLICANT for code in step.by)
        if his and outcome.to in (step.number, step.outcomes[0].to):
            return place
    return None


def rank(rows: Sequence[Row], exit_: Exit) -> tuple[int, int, int]:
    """The main flow first, marks next, then the other arrows, loops last; short before long."""
    if exit_.target is None:
        return 1, exit_.origin, 0
    kind = 3 if exit_.back else 0 if exit_.main else 2
    return kind, abs(exit_.target - exit_.origin), exit_.origin
