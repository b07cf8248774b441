"""The panel of a case: what its reader may do now at the open step, or whose turn it is."""

from dataclasses import dataclass
from typing import Any

from engine.domain import dossier, steps
from engine.domain.case import Status
from engine.domain.errors import AlreadyClaimed, FieldsWrong, FourEyes, NotYourStep, Refusal
from engine.domain.machine import APPLICANT, READY, follow, outcomes_at
from engine.domain.people import Holding
from engine.domain.situation import Situation
from engine.domain.sop import ClockRule, Declares, Leads, Outcome, Step
from web.cases.acts import belongs, refusal
from web.cases.file import CaseFile
from web.cases.status import ENDINGS
from web.cases.words import gettext as _
from web.errors import sentence_of

_WORDS = "-"


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """An outcome as a button: its label and what it leads to."""

    label: str
    consequence: str
    main: bool
    apart: bool  # leads back, out, or asks a reason: chosen deliberately
    asks_reason: bool
    at: int  # its place among the step's outcomes


@dataclass(frozen=True, kw_only=True, slots=True)
class Panel:
    """What stands in the panel.

    `kind` is "do" (the reader's turn), "resubmit" or "hand_over" (the counter's), or "wait".
    """

    kind: str
    step: Step | None = None
    held: Holding | None = None
    choices: tuple[Choice, ...] = ()
    may_claim: bool = False
    claimed: bool = False
    may_record: bool = False  # for another, who signed on paper
    kept_apart: str = ""  # why four-eyes keeps this reader out

    @property
    def task(self) -> str:
        """What the step asks, as it goes on in a sentence; a name in capitals keeps them."""
        text = self.step.do if self.step else ""
        return text[:1].lower() + text[1:] if text[1:2].islower() else text


def panel(file: CaseFile) -> Panel:
    """The panel for this reader."""
    at, case = file.at, file.case
    if case.status is Status.RETURNED:
        wait = refusal(lambda at: steps.resubmit(at, frozenset()), at)
        return Panel(kind="wait" if wait else "resubmit", step=at.state.step)
    if case.status is Status.READY:
        wait = refusal(lambda at: dossier.hand_over(at, _WORDS), at)
        return Panel(kind="wait" if wait else "hand_over")
    if not case.is_open:
        return Panel(kind="wait")
    return _at_step(at)


def _at_step(at: Situation) -> Panel:
    step, wait = at.state.step, completing(at)
    if wait is not None:
        mine = at.case.status is Status.RUNNING and belongs(at)
        record = mine and isinstance(wait, NotYourStep | FourEyes | AlreadyClaimed)
        apart = sentence_of(wait) if isinstance(wait, FourEyes) else ""
        return Panel(kind="wait", step=step, kept_apart=apart, may_record=record,
                     choices=choices(at) if record else ())  # fmt: skip
    held, _role = at.authority()
    return Panel(
        kind="do",
        step=step,
        held=held,
        choices=choices(at),
        may_claim=refusal(steps.claim, at) is None,
        claimed=at.case.holder == at.actor.id,
        may_record=True,
    )


def completing(at: Situation) -> Refusal | None:
    """Why the reader could not complete the step with its main outcome, or None."""
    main = at.state.step.outcomes[0].label

    def trial(at: Situation) -> Any:
        ticked = frozenset(at.state.step.needs)
        try:
            return steps.complete(at, main, note=_WORDS, ticked=ticked, receiver=_WORDS)
        except FieldsWrong:
            return None

    return refusal(trial, at)


def choices(at: Situation) -> tuple[Choice, ...]:
    """The outcomes that the machine knows at this state, the main one first."""
    step, known = at.state.step, outcomes_at(at.sop, at.state.id)
    return tuple(
        Choice(
            label=outcome.label,
            consequence=consequence(at, outcome),
            main=outcome is step.outcomes[0],
            apart=_apart(at, outcome),
            asks_reason=outcome.needs_reason,
            at=step.outcomes.index(outcome),
        )
        for outcome in known
    )


def _apart(at: Situation, outcome: Outcome) -> bool:
    step = at.state.step
    leaves = outcome.leads is Leads.END or at.sop.is_back(step.number, outcome)
    return outcome.needs_reason or (leaves and outcome is not step.outcomes[0])


def consequence(at: Situation, outcome: Outcome) -> str:
    """What choosing an outcome leads to, in words for its button."""
    parts = [_where(at, outcome)]
    if outcome.declares is Declares.COMPLETE and at.state.last and at.case.complete_at is None:
        limit = at.sop.service.limit.text
        parts.append(
            _("jangka waktu %(limit)s mulai dihitung", limit=limit) if limit
            else _("berkas dinyatakan lengkap")
        )  # fmt: skip
    if outcome.declares is Declares.READY and at.state.last:
        parts.append(_("hasil dinyatakan siap diambil"))
    return "; ".join(parts)


def _where(at: Situation, outcome: Outcome) -> str:
    target = follow(at.sop, at.state.id, outcome.label)[1]
    if target == APPLICANT:
        return _("Kembali kepada pemohon; %(clock)s", clock=_clock(outcome.clock))
    if target == READY:
        return _("Hasil siap diambil; jangka waktu berhenti")
    state = at.sop.states.get(target)
    if state is None:
        ending = ENDINGS[outcome.ending] if outcome.ending else _("Selesai")
        return _("Permohonan ditutup: %(ending)s", ending=str(ending))
    role = _(" atau ").join(at.sop.roles[code].title for code in state.roles)
    if state.step.number == at.state.step.number:
        return _("Diteruskan untuk paraf %(role)s", role=role)
    if at.sop.is_back(at.state.step.number, outcome):
        return _("Kembali ke langkah %(number)s, %(role)s", number=state.step.number, role=role)
    return _("Diteruskan ke langkah %(number)s, %(role)s", number=state.step.number, role=role)


def _clock(rule: ClockRule) -> str:
    return {
        ClockRule.PAUSE: _("jangka waktu berhenti sementara"),
        ClockRule.RESTART: _("jangka waktu dihitung ulang"),
        ClockRule.CONTINUE: _("jangka waktu tetap berjalan"),
    }[rule]
