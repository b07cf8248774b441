"""The status of a case in a word, with the tone that goes with it."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import lazy_gettext as N_

from engine.domain.case import Case, Status
from engine.domain.sop import Ending, Sop
from web.cases.words import gettext as _

ENDINGS = {
    Ending.DONE: N_("Selesai"),
    Ending.REFUSED: N_("Ditolak"),
    Ending.CANCELLED: N_("Dibatalkan"),
    Ending.WITHDRAWN: N_("Ditarik pemohon"),
    Ending.NOT_OURS: N_("Bukan wewenang"),
}


@dataclass(frozen=True, slots=True)
class State:
    """Tone (a class of the sheet) and words; the icon follows the tone."""

    tone: str
    words: str


def state_of(case: Case, sop: Sop, now: datetime) -> State:
    """How a case stands at a moment."""
    match case.status:
        case Status.CLOSED:
            return _ended(case)
        case Status.READY:
            return State("selesai", _("Siap diambil"))
        case Status.RETURNED:
            return State("jeda", _("Menunggu perbaikan dari pemohon"))
        case Status.SUSPENDED:
            return State("jeda", _("Dijeda: %(reason)s", reason=pause_title(case, sop)))
    return _running(case, sop, now)


def pause_title(case: Case, sop: Sop) -> str:
    """Why the case is paused, in the words of its SOP."""
    reason = case.pauses[-1].reason if case.pauses else ""
    known = sop.pauses.get(reason)
    return known.title if known else reason


def step_number(case: Case, sop: Sop) -> str:
    """The printed number of the step at which the case stands."""
    return sop.states[case.step].step.number if case.step else ""


def _ended(case: Case) -> State:
    ending = case.ending or Ending.DONE
    words = str(ENDINGS[ending])
    stopped = case.ready_at or case.closed_at
    if ending is not Ending.DONE:
        return State("polos", words)
    if case.promised_at and stopped and stopped > case.promised_at:
        return State("telat", _("Selesai, melewati janji"))
    return State("selesai", words)


def _running(case: Case, sop: Sop, now: datetime) -> State:
    number = step_number(case, sop)
    if case.due_at and now > case.due_at:
        return State("telat", _("Terlambat di langkah %(number)s", number=number))
    if case.is_late(now):
        return State("telat", _("Melewati janji, di langkah %(number)s", number=number))
    if case.is_near(now):
        words = _("Diproses, langkah %(number)s segera jatuh tempo", number=number)
        return State("dekat", words)
    return State("kini", _("Diproses, langkah %(number)s", number=number))
