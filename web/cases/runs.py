"""The runs of a case's clocks: of the open step, the service, a law's limit and a pause."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from engine.domain import deadline
from engine.domain.account import Account
from engine.domain.calendar import Calendar
from engine.domain.case import Case, Clock, Interruption, Status
from engine.domain.deadline import Pause
from engine.domain.limit import Limit, NoLimit, lengthened, parse_limit, size
from engine.domain.situation import Situation
from engine.domain.sop import Sop
from web.account import Place, Told
from web.account.place import halts
from web.cases.status import pause_title
from web.cases.words import gettext as _


@dataclass(frozen=True, kw_only=True, slots=True)
class Run:
    """One clock of a case: what it measures, from when to when, and in which words."""

    clock: Clock
    what: str
    where: Place
    waits: str = ""  # said while it has not started
    help: str = ""
    started: datetime | None
    warns: datetime | None = None
    due: datetime | None
    stopped: datetime | None = None
    pauses: tuple[Pause, ...] = ()

    def account(self) -> Account:
        """How its due moment is found. It must have started."""
        assert self.started is not None
        return deadline.account(self.limit, self.started, self.calendar, self.pauses)

    @property
    def limit(self) -> Limit:
        """What must be kept, with what was added to it."""
        return self.where.limit

    @property
    def calendar(self) -> Calendar:
        """The calendar by which it runs."""
        return self.where.calendar


def runs(at: Situation) -> Iterator[Run]:
    """The clocks of a case in the order in which they are shown."""
    if at.case.status in (Status.RUNNING, Status.SUSPENDED):
        yield _step(at)
    yield service(at.case, at.sop, at.calendar)
    if at.sop.service.legal:
        yield _legal(at)
    if at.case.status is Status.SUSPENDED:
        yield _pause(at)


def _step(at: Situation) -> Run:
    case, number, limit = at.case, at.state.step.number, at.state.step.within
    where = Place(
        limit=limit,
        calendar=at.calendars[at.unit_of(at.state)],
        halts=halts(case.pauses, at.sop),
        began=_("Masuk ke langkah %(number)s", number=number),
        ends=_("Jatuh tempo"),
        rules=(by_sop(at.sop, limit),),
    )
    return Run(
        clock=Clock.STEP,
        what=_("Langkah %(number)s, batas %(limit)s", number=number, limit=limit.text)
        if size(limit)
        else _("Langkah %(number)s, %(limit)s", number=number,
               limit=limit.text or _("tanpa batas waktu")),
        where=where,
        waits=_("Dihitung sejak pemohon hadir dan langkah ini diambil."),
        started=case.entered_at,
        warns=case.warn_at,
        due=case.due_at,
        pauses=case.interruptions(),
    )  # fmt: skip


def service(case: Case, sop: Sop, calendar: Calendar) -> Run:
    """The run of the whole service: what the applicant was promised."""
    stated = sop.service.limit
    return Run(
        clock=Clock.SERVICE,
        what=_of_service(case, stated),
        where=promise(sop, calendar, case.pauses, case.extension),
        waits=_("Dihitung sejak berkas dinyatakan lengkap."),
        help="" if size(stated) else _("SOP ini tidak menjanjikan jangka waktu."),
        started=case.complete_at,
        warns=case.promise_warn_at,
        due=case.promised_at,
        stopped=_stopped(case),
        pauses=case.interruptions(),
    )


def promise(
    sop: Sop, calendar: Calendar, pauses: tuple[Interruption, ...] = (), extra: str | None = None
) -> Place:
    """Where the promise of a service is explained, with its pauses and what extends it."""
    stated = sop.service.limit
    added = [Told(what=_("Diperpanjang oleh atasan"), how=extra)] if extra else []
    return Place(
        limit=lengthened(stated, parse_limit(extra)) if extra else stated,
        calendar=calendar,
        halts=halts(pauses, sop),
        began=_("Berkas dinyatakan lengkap"),
        ends=_("Dijanjikan"),
        rules=(by_sop(sop, stated), *added),
    )


def _of_service(case: Case, stated: Limit) -> str:
    if not size(stated):
        return _("Seluruh layanan")
    if not case.extension:
        return _("Seluruh layanan, batas %(limit)s", limit=stated.text)
    said = _("Seluruh layanan, batas %(limit)s, diperpanjang %(extra)s")
    return said % {"limit": stated.text, "extra": case.extension}


def _legal(at: Situation) -> Run:
    legal, case = at.sop.service.legal, at.case
    assert legal is not None
    where = Place(
        limit=legal.limit,
        calendar=at.calendar,
        began=_("Berkas dinyatakan lengkap"),
        ends=_("Batas hukum"),
        rules=(Told(what=legal.basis, how=legal.limit.text),),
    )
    return Run(
        clock=Clock.LEGAL,
        what=_("Batas hukum %(limit)s", limit=legal.limit.text),
        where=where,
        waits=_("Dihitung sejak berkas dinyatakan lengkap."),
        help=_("%(basis)s. Tidak berhenti selama jeda, tidak mengabulkan otomatis.",
               basis=legal.basis),
        started=case.complete_at,
        warns=case.legal_warn_at,
        due=case.legal_at,
        stopped=_stopped(case),
    )  # fmt: skip


def _pause(at: Situation) -> Run:
    """The present pause, which ends by itself when it has lasted as long as the SOP allows."""
    case, last = at.case, at.case.pauses[-1]
    known = at.sop.pauses.get(last.reason)
    limit = known.at_most if known else NoLimit(text="")
    where = Place(
        limit=limit,
        calendar=at.calendar,
        began=_("Dijeda"),
        ends=_("Berjalan lagi paling lambat"),
        rules=(by_sop(at.sop, limit),),
    )
    return Run(
        clock=Clock.PAUSE,
        what=_("Jeda, paling lama %(limit)s", limit=limit.text)
        if size(limit)
        else _("Jeda, tanpa batas lama"),
        where=where,
        help=_("%(reason)s. Yang menunggu: %(who)s.", reason=pause_title(case, at.sop),
               who=at.office.titles(case.turn)),
        started=last.start,
        due=case.resumes_at,
    )  # fmt: skip


def _stopped(case: Case) -> datetime | None:
    return case.ready_at or case.closed_at


def by_sop(sop: Sop, limit: Limit) -> Told:
    """Who set a limit."""
    said = _("Batas menurut SOP %(number)s, versi %(version)s")
    return Told(what=said % {"number": sop.number, "version": sop.version}, how=limit.text)
