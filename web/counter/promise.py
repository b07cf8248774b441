"""The promise: until when a service will be done, and why, told before opening and afterwards."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from engine.domain import deadline
from engine.domain.account import Account
from engine.domain.calendar import Calendar
from engine.domain.case import Case, Status
from engine.domain.limit import Limit, size
from engine.domain.sop import Sop, Step
from web.account import Place, Told
from web.account.brief import brief, on_receipt
from web.cases.runs import promise, service
from web.wording import day, moment


@dataclass(frozen=True, kw_only=True, slots=True)
class Promise:
    """A promise in words; without a due moment `answer` says why there is none."""

    title: str
    answer: str
    due: datetime | None = None
    note: str = ""
    lines: tuple[Told, ...] = ()
    on_receipt: tuple[Told, ...] = ()
    account: Account | None = None


def preview(sop: Sop, calendar: Calendar, now: datetime) -> Promise:
    """What would be promised if the file were declared complete now."""
    limit = sop.service.limit
    if not size(limit):
        return _without_limit(limit)
    title = (
        _("Bila dibuka sekarang, dijanjikan selesai")
        if sop.opening_declares
        else _("Bila dinyatakan lengkap sekarang, dijanjikan selesai")
    )
    account = deadline.account(limit, now, calendar)
    return _promised(title, account.due, account, promise(sop, calendar))


def of_case(case: Case, sop: Sop, calendar: Calendar) -> Promise:
    """What this case's applicant has been promised."""
    run = service(case, sop, calendar)
    if not size(run.limit):
        return _without_limit(run.limit)
    if case.complete_at is None:
        return _not_started(case, sop)
    title = _("Dijanjikan selesai paling lambat")
    return _promised(title, case.promised_at, run.account(), run.where)


def limit_words(limit: Limit) -> str:
    """A limit as the SOP words it; a dash on paper means that none is set."""
    return limit.text.strip(" -–—") or _("tidak ditetapkan")


def _without_limit(limit: Limit) -> Promise:
    return Promise(title=_("Jangka waktu menurut SOP"), answer=limit_words(limit))


def _not_started(case: Case, sop: Sop) -> Promise:
    limit = _("%(limit)s sejak berkas lengkap", limit=sop.service.limit.text)
    step = declaring_step(sop)
    if case.status is Status.RETURNED or step is None:
        note = _("Jangka waktu mulai dihitung bila semua persyaratan sudah diterima di loket.")
    else:
        note = _(
            "Jangka waktu mulai dihitung bila berkas dinyatakan lengkap pada langkah %(number)s.",
            number=step.number,
        )
    return Promise(title=_("Jangka waktu layanan"), answer=limit, note=note)


def declaring_step(sop: Sop) -> Step | None:
    """The step whose outcome declares the file complete; None where opening does."""
    if sop.opening_declares:
        return None
    return next(step for step in sop.steps if any(o.declares == "complete" for o in step.outcomes))


def _promised(title: str, due: datetime | None, account: Account, where: Place) -> Promise:
    lines, short = tuple(brief(account, where)), tuple(on_receipt(account, where))
    if due is None:
        answer = _("Dihitung lagi sesudah dilanjutkan")
        return Promise(title=title, answer=answer, lines=lines, on_receipt=short, account=account)
    return Promise(
        title=title, answer=moment(due), due=due, note=_provisional(due, where.calendar),
        lines=lines, on_receipt=short, account=account,
    )  # fmt: skip


def _provisional(due: datetime, calendar: Calendar) -> str:
    if calendar.confirmed_until is None or not deadline.is_provisional(due, calendar):
        return ""
    until = day(calendar.confirmed_until)
    return _("Sementara: hari libur baru ditetapkan sampai %(day)s.", day=until)
