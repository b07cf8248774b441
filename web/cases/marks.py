"""The marks of a case on its matrix: how each step stands, and which ways were taken."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime

from markupsafe import Markup, escape

from engine.domain import deadline
from engine.domain.case import Case, Status
from engine.domain.facts import Happening
from engine.domain.limit import size
from engine.domain.sop import Kind, Leads, Sop
from web.cases.course import Turn, course
from web.cases.file import CaseFile
from web.cases.status import pause_title, step_number
from web.cases.words import gettext as _
from web.cases.words import html, say, stamp
from web.matrix import Mark, Standing
from web.wording import remaining, seconds

Ways = Counter[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Done:
    """One completion of a step."""

    number: str
    at: datetime
    overrun: int  # seconds past the due moment; 0: in time
    to: str  # the number of the step entered, or the machine's word for a place outside


@dataclass(slots=True)
class Past:
    """What was done so far; a step taken back counts no more."""

    done: dict[int, Done] = field(default_factory=dict)  # by the version of the fact

    def of(self, number: str) -> list[Done]:
        """The completions of a step, in order."""
        return [one for one in self.done.values() if one.number == number]

    @property
    def ways(self) -> Ways:
        """How often each way was taken."""
        return Counter((one.number, one.to) for one in self.done.values())


def laid_over(file: CaseFile) -> tuple[dict[str, Mark], Ways]:
    """The marks by step number, and the ways taken."""
    past = past_of(file)
    marks = {}
    current = step_number(file.case, file.sop)
    here = file.sop.position_of(current) if current else len(file.sop.steps)
    for place, step in enumerate(file.sop.steps):
        if step.number == current:
            marks[step.number] = _current(file, past)
        elif done := past.of(step.number):
            marks[step.number] = _done(file, done, again=place > here)
        else:
            marks[step.number] = Mark(state=Standing.NOT_BEGUN, words=escape(_not_done(file.case)))
    return marks, past.ways


def past_of(file: CaseFile) -> Past:
    """The completions told by the facts."""
    past, sop = Past(), file.sop
    brought = _brought(sop)
    for turn in course(file.dossier.facts):
        fact = turn.fact
        if turn.completes and (done := _completion(sop, turn)):
            past.done[fact.version] = done
        elif fact.kind is Happening.TAKEN_BACK:
            past.done.pop(fact.says["of"], None)
        elif brought and fact.kind in (Happening.OPENED, Happening.RESUBMITTED):
            past.done[fact.version] = Done(
                number=brought[0], at=fact.happened_at, overrun=0, to=brought[1]
            )
    return past


def _brought(sop: Sop) -> tuple[str, str] | None:
    """The applicant's own first step and where it leads: opening and coming back are that step."""
    first = sop.steps[0]
    to = first.outcomes[0].to
    his = sop.roles[first.by[0]].kind is Kind.APPLICANT
    return (first.number, to) if his and first.outcomes[0].leads is Leads.STEP and to else None


def _completion(sop: Sop, turn: Turn) -> Done | None:
    """The step that a fact completed; None for a signature after which others must still sign."""
    fact, to = turn.fact, turn.fact.says["to"]
    number = fact.says["step"]
    target = sop.states.get(to)
    if target and target.step.number == number and "#" in to and not to.endswith("#1"):
        return None
    over = int((fact.happened_at - turn.due_at).total_seconds()) if turn.late and turn.due_at else 0
    where = target.step.number if target else to
    return Done(number=number, at=fact.happened_at, overrun=over, to=where)


def _done(file: CaseFile, done: list[Done], *, again: bool) -> Mark:
    last, local = done[-1], file.at.calendar.local
    if again:
        said = _("Dikerjakan %(moment)s, akan diulang", moment=stamp(local(last.at), file.day))
        return Mark(state=Standing.NOT_BEGUN, words=escape(said), times=len(done))
    if last.overrun:
        said = _("Selesai terlambat %(span)s, %(moment)s", span=seconds(last.overrun),
                 moment=stamp(local(last.at), file.day))  # fmt: skip
        return Mark(state=Standing.DONE_LATE, words=escape(said), times=len(done))
    said = _("Selesai %(moment)s", moment=stamp(local(last.at), file.day))
    return Mark(state=Standing.DONE, words=escape(said), times=len(done))


def _not_done(case: Case) -> str:
    return _("Belum dimulai") if case.is_open else _("Tidak dijalani")


def _current(file: CaseFile, past: Past) -> Mark:
    case = file.case
    signed = int(case.step.partition("#")[2] or 1) - 1 if case.step else 0
    times = len(past.of(step_number(case, file.sop))) + 1
    if case.status is Status.RETURNED:
        words = escape(_("Menunggu perbaikan dari pemohon"))
        return Mark(state=Standing.PAUSED, words=words, times=times)
    if case.status is Status.SUSPENDED:
        words = escape(_("Dijeda: %(reason)s", reason=pause_title(case, file.sop)))
        return Mark(state=Standing.PAUSED, words=words, times=times, signed=signed)
    whose = file.name(case.holder) if case.holder else file.office.titles(case.turn)
    words = say(_("Giliran sekarang: %(who)s"), who=html("<b>{}</b>", whose))
    return Mark(state=_urgency(file), words=words + _left(file), times=times, signed=signed)


def _urgency(file: CaseFile) -> Standing:
    case = file.case
    if case.due_at and file.now > case.due_at:
        return Standing.LATE
    return Standing.NEAR if case.is_near(file.now) else Standing.CURRENT


def _left(file: CaseFile) -> Markup:
    case, state = file.case, file.at.state
    if case.due_at is None or not size(state.step.within):
        return Markup("")
    calendar = file.at.calendars[file.at.unit_of(state)]
    left = deadline.remaining(state.step.within, case.due_at, file.now, calendar)
    return html("<br>{}", remaining(left))
