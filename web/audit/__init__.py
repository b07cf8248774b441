"""The audit: cases found by anything, their histories read and verified; it changes nothing."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from engine.domain.errors import NotAllowed
from engine.domain.people import Duty
from engine.queries import catalog
from engine.queries.applicant import tidy
from engine.queries.looks import last_check, looks
from engine.queries.search import Found, search
from web import guards
from web.audit import case as audit_case
from web.audit.asked import Asked, asked, present, scope, typed, wanted
from web.audit.lines import STATUSES, heads, local, sheet_rows, standing
from web.cases.status import ENDINGS
from web.reader import store
from web.spreadsheet import sheet

blueprint = Blueprint("audit", __name__, url_prefix="/audit")
PAGE, _SHEET, _MOST = 50, 1000, 10_000


@blueprint.get("")
@guards.reads_audit
def index() -> Any:
    """Cases that fit the filters of the address, newest first."""
    wants = asked()
    found = search(store(), scope(), wanted(wants), present().now, before=wants.before, limit=PAGE)
    return render_template(
        "audit/index.html", asked=wants, found=found[:PAGE], more=len(found) > PAGE,
        standing=standing, statuses=STATUSES, endings=ENDINGS, services=_services(),
        units=_units(), checked=last_check(store()), sees_looks=_sees_looks(),
    )  # fmt: skip


@blueprint.get("/permohonan.csv")
@guards.reads_audit
def spreadsheet() -> Response:
    """The same cases for a spreadsheet, names masked."""
    who = present()
    return sheet("audit", heads(), sheet_rows(_all(asked()), who.office, who.zone))


def _all(wants: Asked) -> Iterator[Found]:
    """Everything found, page by page, up to what a spreadsheet is good for."""
    before, units, now = None, scope(), present().now
    for _page in range(_MOST // _SHEET):
        found = search(store(), units, wanted(wants), now, before=before, limit=_SHEET)
        yield from found[:_SHEET]
        if len(found) <= _SHEET:
            return
        before = found[_SHEET - 1].id


@blueprint.get("/pembukaan")
@guards.reads_audit
def disclosed() -> Any:
    """Who looked at unmasked data; for auditors."""
    if not _sees_looks():
        raise NotAllowed(why=_("daftar pembukaan data untuk auditor dan administrator"))
    return looks_page()


@blueprint.get("/pembukaan.csv")
@guards.reads_audit
def disclosed_sheet() -> Response:
    """The same as a spreadsheet."""
    if not _sees_looks():
        raise NotAllowed(why=_("daftar pembukaan data untuk auditor dan administrator"))
    zone, person = present().zone, typed("pegawai")
    found = looks(store(), scope(), number=tidy(typed("nomor")), person=person, limit=_MOST)
    head = (_("Waktu"), _("Pegawai"), _("Nomor"), _("Yang dibuka"))
    return sheet(
        "pembukaan-data", head, ((local(x.at, zone), x.name, x.number, x.what) for x in found)
    )


def looks_page() -> str:
    """The list of looks at unmasked data; the administrator reads it among the office's pages."""
    before = request.args.get("sebelum", type=int)
    number, person = tidy(typed("nomor")), typed("pegawai")
    found = looks(store(), scope(), number=number, person=person, before=before, limit=PAGE)
    return render_template(
        "audit/looks.html", found=found[:PAGE], more=len(found) > PAGE, number=number,
        person=person, before=before, place=request.endpoint,
    )  # fmt: skip


def _sees_looks() -> bool:
    who = present()
    return bool(who.actor.with_duty(Duty.AUDITOR, who.today))


def _units() -> list[tuple[str, str]]:
    known = present().office.units
    return sorted(((code, known[code].name) for code in scope()), key=lambda pair: pair[1])


def _services() -> list[tuple[str, str]]:
    """Every SOP adopted in the reader's units, by title; versions of one count once."""
    units = scope()
    found = {v.sop.code: v.sop.title for v in catalog.library(store()) if v.units & units}
    return sorted(found.items(), key=lambda pair: pair[1])


blueprint.get("/<number>")(audit_case.page)
blueprint.get("/<number>/periksa")(audit_case.verified)
blueprint.get("/<number>/riwayat.jsonl")(audit_case.lines)
