"""The clocks of a case on its page: how each stands, and how its due moment was found."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain import deadline
from engine.domain.case import Clock, Status
from engine.domain.deadline import Remaining
from engine.domain.limit import Elapsed, WorkingDays, WorkingMinutes, size
from engine.domain.situation import Situation
from web.cases.runs import Run, runs
from web.cases.words import gettext as _
from web.wording import remaining, seconds, short_moment, span


@dataclass(frozen=True, kw_only=True, slots=True)
class Dial:
    """One clock: what it measures, what is left, and its due moment."""

    run: Run
    words: str
    tone: str = ""  # dekat, telat, jeda, or nothing
    share: float | None = None  # how much of the limit is used
    label: str = ""  # stands before the moment
    moment: datetime | None = None
    provisional: bool = False
    explained: bool = False  # whether the moment has an account
    help: str = ""

    @property
    def clock(self) -> Clock:
        """Which clock it is."""
        return self.run.clock

    @property
    def what(self) -> str:
        """What it measures."""
        return self.run.what


def dials(at: Situation) -> list[Dial]:
    """The clocks to show: the step's while there is one, the service's, a law's, a pause's."""
    return [_dial(run, at) for run in runs(at)]


def _dial(run: Run, at: Situation) -> Dial:
    if not size(run.limit):
        return _untimed(run, at)
    if run.started is None:
        return Dial(run=run, words=_("Belum mulai"), help=run.waits)
    if run.stopped:
        return _stopped(run, run.stopped)
    if run.due is None:
        return _paused(run, at)
    if run.clock is Clock.PAUSE:
        return _pausing(run, run.due, at.now)
    return _ticking(run, run.started, run.due, at.now)


def _untimed(run: Run, at: Situation) -> Dial:
    """Without a limit a step still tells how long the case has been there."""
    if run.clock is Clock.SERVICE:
        words = run.limit.text or _("Tanpa janji waktu")
        return Dial(run=run, words=words, help=run.help)
    since = run.started or at.now
    if run.clock is Clock.PAUSE:
        return Dial(run=run, words=_("Dijeda"), tone="jeda", label=_("Sejak"), moment=since,
                    help=run.help)  # fmt: skip
    length = seconds(run.calendar.net(since, at.now))
    return Dial(run=run, words=_("Sudah %(span)s kerja", span=length), label=_("Sejak"),
                moment=since)  # fmt: skip


def _ticking(run: Run, started: datetime, due: datetime, now: datetime) -> Dial:
    left = deadline.remaining(run.limit, due, now, run.calendar)
    near = run.warns is not None and now >= run.warns
    return Dial(
        run=run,
        words=_left(run, left, due),
        tone="telat" if left.late else "dekat" if near else "",
        share=_used(run, left, started, due, now),
        label=run.where.ends,
        moment=due,
        provisional=run.where.provisional(due),
        explained=True,
        help=run.help,
    )


def _left(run: Run, left: Remaining, due: datetime) -> str:
    """What is left in words; where no whole unit is left or gone, the moment itself."""
    if left.days == 0 and not left.late:
        return _("Sampai %(moment)s", moment=short_moment(due))
    if left.late and not left.days and left.seconds < 60:
        return _("Terlambat sejak %(moment)s", moment=short_moment(due))
    return remaining(left, run.limit)


def _used(run: Run, left: Remaining, started: datetime, due: datetime, now: datetime) -> float:
    """The share of the limit that has gone, between 0 and 1."""
    if left.late:
        return 1.0
    match run.limit:
        case WorkingMinutes(minutes=minutes):
            return 1 - left.seconds / (60 * minutes)
        case Elapsed(hours=hours):
            return 1 - left.seconds / (3600 * hours)
        case WorkingDays(days=days):
            return 1 - (left.days or 0) / days
    return (now - started) / (due - started) if due > started else 1.0


def _pausing(run: Run, due: datetime, now: datetime) -> Dial:
    """A pause that ends by itself; past its end it waits for the sweep."""
    left = deadline.remaining(run.limit, due, now, run.calendar)
    over = _("Jeda melewati batasnya, %(moment)s", moment=short_moment(due))
    return Dial(
        run=run,
        words=over if left.late else remaining(left, run.limit),
        tone="telat" if left.late else "jeda",
        label=run.where.ends,
        moment=due,
        provisional=run.where.provisional(due),
        explained=True,
        help=run.help,
    )


def _paused(run: Run, at: Situation) -> Dial:
    """A clock that stands still; why stands beside it, where the pause has no clock of its own."""
    suspended = at.case.status is Status.SUSPENDED
    words = _("Dijeda") if suspended else _("Dijeda: %(reason)s", reason=_("menunggu pemohon"))
    since = at.case.pauses[-1].start
    return Dial(run=run, words=words, tone="jeda", label=_("Sejak"), moment=since,
                explained=True)  # fmt: skip


def _stopped(run: Run, stopped: datetime) -> Dial:
    if run.due is None:
        return Dial(run=run, words=_("Berhenti"), label=_("Sejak"), moment=stopped, explained=True)
    left = deadline.remaining(run.limit, run.due, stopped, run.calendar)
    words = _past(run, left) if left.late else _in_time(run, stopped)
    return Dial(run=run, words=words, tone="telat" if left.late else "", label=run.where.ends,
                moment=run.due, explained=True, help=run.help)  # fmt: skip


def _past(run: Run, left: Remaining) -> str:
    length = span(left, run.limit)
    if run.clock is Clock.LEGAL:
        return _("Melewati batas hukum %(span)s", span=length)
    return _("Melewati janji %(span)s", span=length)


def _in_time(run: Run, stopped: datetime) -> str:
    moment = short_moment(stopped)
    if run.clock is Clock.LEGAL:
        return _("Selesai sebelum batas hukum, %(moment)s", moment=moment)
    return _("Selesai sebelum janji, %(moment)s", moment=moment)
