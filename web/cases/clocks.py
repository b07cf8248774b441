"""The clocks of a case on its page: the step's and the whole service's, each with its account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from engine.domain import deadline
from engine.domain.calendar import Calendar
from engine.domain.case import Case, Clock, Status
from engine.domain.deadline import Remaining
from engine.domain.limit import (
    Elapsed,
    Limit,
    WorkingDays,
    WorkingMinutes,
    lengthened,
    parse_limit,
    size,
)
from engine.domain.situation import Situation
from web.cases import account as case_account
from web.cases.status import pause_title
from web.cases.words import gettext as _
from web.wording import remaining, seconds, short_moment, span

Lines = list[tuple[str, str]]


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """One clock: what it measures, what is left, and how its due moment was found."""

    clock: Clock
    what: str
    words: str
    tone: str = ""  # dekat, telat, jeda, or nothing
    share: float | None = None  # how much of the limit is used
    label: str = ""  # stands before the due moment
    due: datetime | None = None
    provisional: bool = False
    help: str = ""
    account: Callable[[], Lines] | None = None


def dials(at: Situation) -> list[Dial]:
    """The clocks to show: the step's while there is one, and the service's."""
    at_a_step = at.case.status in (Status.RUNNING, Status.SUSPENDED)
    return [*([_step(at)] if at_a_step else []), _service(at)]


def _step(at: Situation) -> Dial:
    case, state = at.case, at.state
    limit, calendar = state.step.within, at.calendars[at.unit_of(state)]
    number = state.step.number
    if case.entered_at is None:
        what = _("Langkah %(number)s, batas %(limit)s", number=number, limit=limit.text)
        help_ = _("Dihitung sejak pemohon hadir dan langkah ini diambil.")
        return Dial(clock=Clock.STEP, what=what, words=_("Belum mulai"), help=help_)
    if not size(limit):
        return _untimed(at, calendar)
    what = _("Langkah %(number)s, batas %(limit)s", number=number, limit=limit.text)
    start = _("Masuk ke langkah %(number)s", number=number)
    account = _account(limit, case.entered_at, calendar, case, start, _("Jatuh tempo"))
    if case.due_at is None:
        return _paused(at, Clock.STEP, what, account)
    return _ticking(at, Clock.STEP, what, limit, case.entered_at, case.due_at, calendar, account,
                    _("Jatuh tempo"), near=case.is_near(at.now))  # fmt: skip


def _untimed(at: Situation, calendar: Calendar) -> Dial:
    """A step without a limit still tells how long the case has been there."""
    entered = at.case.entered_at or at.now
    within = at.state.step.within
    return Dial(
        clock=Clock.STEP,
        what=_("Langkah %(number)s, %(limit)s", number=at.state.step.number,
               limit=within.text or _("tanpa batas waktu")),
        words=_("Sudah %(span)s kerja", span=seconds(calendar.net(entered, at.now))),
        label=_("Sejak"),
        due=entered,
    )  # fmt: skip


def _service(at: Situation) -> Dial:
    case, limit, calendar = at.case, at.sop.service.limit, at.calendar
    what = _service_what(at)
    if not size(limit):
        return Dial(clock=Clock.SERVICE, what=what, words=limit.text or _("Tanpa janji waktu"),
                    help=_("SOP ini tidak menjanjikan jangka waktu."))  # fmt: skip
    if case.complete_at is None:
        help_ = _("Dihitung sejak berkas dinyatakan lengkap.")
        return Dial(clock=Clock.SERVICE, what=what, words=_("Belum mulai"), help=help_)
    if case.extension:
        limit = lengthened(limit, parse_limit(case.extension))
    account = _account(limit, case.complete_at, calendar, case, _("Berkas dinyatakan lengkap"),
                       _("Dijanjikan"))  # fmt: skip
    stopped = case.ready_at or case.closed_at
    if stopped:
        return _stopped(what, limit, case.promised_at, stopped, calendar, account)
    if case.promised_at is None:
        return _paused(at, Clock.SERVICE, what, account)
    warn = deadline.warn_at(limit, case.complete_at, calendar, case.interruptions())
    return _ticking(at, Clock.SERVICE, what, limit, case.complete_at, case.promised_at, calendar,
                    account, _("Dijanjikan"), near=bool(warn and at.now >= warn))  # fmt: skip


def _service_what(at: Situation) -> str:
    limit, extension = at.sop.service.limit, at.case.extension
    if extension:
        return _("Seluruh layanan, batas %(limit)s, diperpanjang %(extra)s", limit=limit.text,
                 extra=extension)  # fmt: skip
    if not size(limit):
        return _("Seluruh layanan")
    return _("Seluruh layanan, batas %(limit)s", limit=limit.text)


def _account(
    limit: Limit, start: datetime, calendar: Calendar, case: Case, first: str, last: str
) -> Callable[[], Lines]:
    def lines() -> Lines:
        return case_account.told(
            deadline.account(limit, start, calendar, case.interruptions()), first, last
        )

    return lines


def _ticking(
    at: Situation, clock: Clock, what: str, limit: Limit, start: datetime, due: datetime,
    calendar: Calendar, account: Callable[[], Lines], label: str, *, near: bool,
) -> Dial:  # fmt: skip
    left = deadline.remaining(limit, due, at.now, calendar)
    return Dial(
        clock=clock,
        what=what,
        words=_left(left, due),
        tone="telat" if left.late else "dekat" if near else "",
        share=_used(limit, left, start, due, at.now),
        label=label,
        due=due,
        provisional=deadline.is_provisional(due, calendar),
        account=account,
    )


def _left(left: Remaining, due: datetime) -> str:
    """What is left in words; where no whole unit is left or gone, the moment itself."""
    if left.days == 0 and not left.late:
        return _("Sampai %(moment)s", moment=short_moment(due))
    if left.late and not left.days and left.seconds < 60:
        return _("Terlambat sejak %(moment)s", moment=short_moment(due))
    return remaining(left)


def _used(limit: Limit, left: Remaining, start: datetime, due: datetime, now: datetime) -> float:
    """The share of the limit that has gone, between 0 and 1."""
    if left.late:
        return 1.0
    match limit:
        case WorkingMinutes(minutes=minutes):
            return 1 - left.seconds / (60 * minutes)
        case Elapsed(hours=hours):
            return 1 - left.seconds / (3600 * hours)
        case WorkingDays(days=days):
            return 1 - (left.days or 0) / days
    return (now - start) / (due - start) if due > start else 1.0


def _paused(at: Situation, clock: Clock, what: str, account: Callable[[], Lines]) -> Dial:
    last = at.case.pauses[-1]
    waits = last.reason == "@pemohon"
    reason = _("menunggu pemohon") if waits else pause_title(at.case, at.sop)
    known = at.sop.pauses.get(last.reason)
    help_ = _("Paling lama %(limit)s.", limit=known.at_most.text) if known else ""
    return Dial(clock=clock, what=what, words=_("Dijeda: %(reason)s", reason=reason), tone="jeda",
                label=_("Sejak"), due=last.start, help=help_, account=account)  # fmt: skip


def _stopped(
    what: str, limit: Limit, promised: datetime | None, stopped: datetime, calendar: Calendar,
    account: Callable[[], Lines],
) -> Dial:  # fmt: skip
    if promised is None:
        return Dial(clock=Clock.SERVICE, what=what, words=_("Berhenti"), label=_("Sejak"),
                    due=stopped, account=account)  # fmt: skip
    left = deadline.remaining(limit, promised, stopped, calendar)
    words = (
        _("Melewati janji %(span)s", span=span(left))
        if left.late
        else _("Selesai sebelum janji, %(moment)s", moment=short_moment(stopped))
    )
    return Dial(clock=Clock.SERVICE, what=what, words=words, tone="telat" if left.late else "",
                label=_("Dijanjikan"), due=promised, account=account)  # fmt: skip
