"""The register: the book that each SOP asks for, kept by the cases themselves."""

from collections.abc import Iterator
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _

from engine.queries import catalog, register
from engine.store import disclosures
from web import guards
from web.audit.asked import present, scope, typed
from web.audit.lines import local
from web.reader import actor, store
from web.register.book import (
    Book,
    done_at,
    following,
    may_name,
    month_name,
    open_book,
    preceding,
    remark,
)
from web.spreadsheet import sheet

blueprint = Blueprint("register", __name__, url_prefix="/register")
_SHEET_ROWS = 5000


@blueprint.get("")
@guards.at_work
def index() -> Any:
    """Every book of the units that the reader may read, by unit."""
    who, words, unit = present(), typed("q"), typed("unit")
    units = scope() & {unit} if unit else scope()
    counts = register.still_open(store(), units)
    offered = catalog.matching(catalog.offers(store(), who.today, units), words, who.office)
    shelves: dict[str, list[Any]] = {}
    for offer in offered:
        count = counts.get((offer.unit, offer.sop.code), 0)
        shelves.setdefault(offer.unit, []).append((offer, count))
    named = sorted(shelves.items(), key=lambda shelf: who.office.units[shelf[0]].name)
    return render_template("register/index.html", shelves=named, words=words, unit=unit)


@blueprint.get("/<unit>/<code>")
@guards.at_work
def book(unit: str, code: str) -> Any:
    """One month of a book, names masked."""
    told = request.args
    return _drawn(open_book(unit, code, told.get("bulan", ""), told.get("sesudah", "")))


@blueprint.post("/<unit>/<code>")
@guards.at_work
def named(unit: str, code: str) -> Any:
    """The same page with full names, for the unit's own staff.

    One look is recorded for every case on it, not one for the view: the question that will be
    asked is "who saw the data of this applicant", and it is asked of a case.
    """
    told = request.form
    opened = open_book(unit, code, told.get("bulan", ""), told.get("sesudah", ""), named=True)
    _recorded(opened)
    return _drawn(opened)


@blueprint.get("/<unit>/<code>.csv")
@guards.at_work
def spreadsheet(unit: str, code: str) -> Response:
    """The month for a spreadsheet, names masked."""
    return _sheet(open_book(unit, code, request.args.get("bulan", ""), limit=_SHEET_ROWS))


@blueprint.post("/<unit>/<code>.csv")
@guards.at_work
def named_spreadsheet(unit: str, code: str) -> Response:
    """The month for a spreadsheet with full names; each case's look is recorded."""
    month = request.form.get("bulan", "")
    opened = open_book(unit, code, month, named=True, limit=_SHEET_ROWS)
    _recorded(opened)
    return _sheet(opened)


def _recorded(opened: Book) -> None:
    what = f"register {opened.month:%Y-%m}"
    disclosures.all_disclosed(store(), opened.shown_cases(), actor().id or 0, what)


def _drawn(opened: Book) -> str:
    return render_template(
        "register/book.html", book=opened, remark=remark, done_at=done_at, may_name=may_name,
        previous=preceding(opened.month), next=following(opened.month),
        after=request.values.get("sesudah", ""), month=month_name,
        at=lambda moment: f"{moment.astimezone(opened.zone):%d-%m-%Y %H.%M}" if moment else "",
    )  # fmt: skip


def _sheet(opened: Book) -> Response:
    heads = (
        _("No."), _("Nomor"), _("Tanggal masuk"), _("Pemohon"), _("Lengkap"), _("Dijanjikan"),
        _("Selesai"), _("Diserahkan"), _("Penerima"), _("Keterangan"),
    )  # fmt: skip
    name = f"register-{opened.unit.code}-{opened.code}-{opened.month:%Y-%m}"
    return sheet(name, heads, _rows(opened))


def _rows(opened: Book) -> Iterator[tuple[object, ...]]:
    for number, line in enumerate(opened.lines, opened.first):
        yield (
            number, line.number, local(line.opened_at, opened.zone), opened.shown(line.applicant),
            local(line.complete_at, opened.zone), local(line.promised_at, opened.zone),
            local(done_at(line), opened.zone), local(line.handed_over_at, opened.zone),
            opened.shown(line.receiver), remark(line),
        )  # fmt: skip
