"""Lines of found cases: how each stands in words, and the same for a spreadsheet."""

from collections.abc import Iterable, Iterator
from datetime import datetime, tzinfo

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from engine.domain.case import Status
from engine.domain.people import Office
from engine.domain.sop import Ending
from engine.queries.search import Found
from web.cases.status import ENDINGS, State
from web.wording import masked

STATUSES = {
    Status.RUNNING: N_("Sedang diproses"),
    Status.SUSPENDED: N_("Dijeda"),
    Status.RETURNED: N_("Menunggu perbaikan dari pemohon"),
    Status.READY: N_("Siap diambil"),
    Status.CLOSED: N_("Ditutup"),
}


def standing(found: Found) -> State:
    """Tone and words for how a found case stands now."""
    if found.ending:
        return _ended(found)
    if found.status == Status.RUNNING:
        if found.late:
            return State("telat", _("Terlambat di langkah %(number)s", number=found.step))
        return State("kini", _("Diproses, langkah %(number)s", number=found.step))
    tone = "selesai" if found.status == Status.READY else "jeda"
    return State(tone, str(STATUSES[Status(found.status)]))


def _ended(found: Found) -> State:
    ending = Ending(found.ending)
    if ending is not Ending.DONE:
        return State("polos", str(ENDINGS[ending]))
    if found.late:
        return State("telat", _("Selesai, melewati janji"))
    return State("selesai", str(ENDINGS[ending]))


def heads() -> tuple[str, ...]:
    """The heads of the spreadsheet."""
    return (
        _("Nomor"), _("SOP"), _("Versi"), _("Unit"), _("Pemohon"), _("Dibuka"), _("Dijanjikan"),
        _("Ditutup"), _("Keadaan"),
    )  # fmt: skip


def sheet_rows(
    found: Iterable[Found], office: Office, zone: tzinfo
) -> Iterator[tuple[object, ...]]:
    """Found cases for a spreadsheet, names masked."""
    for case in found:
        yield (
            case.number, case.sop.title, case.sop.version, office.units[case.unit].name,
            masked(case.applicant), local(case.opened_at, zone), local(case.promised_at, zone),
            local(case.closed_at, zone), standing(case).words,
        )  # fmt: skip


def local(at: datetime | None, zone: tzinfo) -> str:
    """A moment as spreadsheets read it."""
    return f"{at.astimezone(zone):%Y-%m-%d %H:%M}" if at else ""
