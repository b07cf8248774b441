"""What a receipt says, for screen, printer and PDF alike."""

import io
from collections.abc import Iterator
from urllib.parse import urlsplit

import segno
from flask_babel import gettext as _

from engine.domain.calendar import Calendar
from engine.domain.case import Case, Status
from engine.domain.people import Unit
from engine.domain.sop import Sop
from engine.formats.receipt import Receipt
from engine.queries.dossier import Dossier
from web.counter.promise import declaring_step, of_case
from web.languages import language
from web.public.hours import opening_hours
from web.wording import masked, moment


def sheet_of(
    found: Dossier, unit: Unit, calendar: Calendar, *, code: str, officer: str, regency: str,
    public_url: str,
) -> Receipt:  # fmt: skip
    """The receipt of a case; without a code it is a preview with a masked name and no picture."""
    case, sop = found.case, found.sop
    promise = of_case(case, sop, calendar)
    return Receipt(
        language=language(),
        authority=_("Pemerintah %(regency)s", regency=regency),
        unit=unit.name,
        address=unit.address,
        title=_("Tanda terima berkas permohonan"),
        number=case.number,
        rows=tuple(_rows(found, named=bool(code))),
        promise_title=promise.title,
        promise=promise.answer,
        promise_note=promise.note,
        account=tuple((line.what, line.because, line.how) for line in promise.on_receipt),
        missing_title=_("Yang masih kurang"),
        missing=tuple(sop.requirements[key] for key in case.missing if key in sop.requirements),
        advice=_advice(case, unit, calendar, found),
        code=picture(f"{public_url}/lacak/k/{code}") if code else "",
        code_name=_("Kode QR untuk melacak permohonan ini"),
        track_title=_("Lacak permohonan"),
        track=_track(public_url, printed=bool(code)),
        officer_title=_("Petugas loket"),
        officer=officer,
        foot=_foot(sop, found),
    )


def picture(address: str) -> str:
    """The address as a QR code: an SVG without a declaration, for inline use."""
    out = io.BytesIO()
    segno.make(address, error="m", micro=False).save(
        out, kind="svg", border=2, xmldecl=False, omitsize=True, svgclass=None, lineclass=None
    )
    return out.getvalue().decode()


def _rows(found: Dossier, *, named: bool) -> Iterator[tuple[str, str]]:
    case, sop, person = found.case, found.sop, found.answered("applicant")
    yield _("Layanan"), sop.service.product or sop.title
    name = person.get("name", "")
    yield _("Pemohon"), name if named else masked(name)
    if proxy := person.get("proxy"):
        yield _("Kuasa"), proxy if named else masked(proxy)
    if case.opened_at:
        yield _("Diterima"), moment(case.opened_at)
    yield _("Berkas"), _papers(case, sop)
    if sop.service.fee:
        yield _("Biaya"), sop.service.fee


def _papers(case: Case, sop: Sop) -> str:
    total = len(sop.requirements)
    count = _("%(have)s dari %(all)s persyaratan", have=total - len(case.missing), all=total)
    if case.missing:
        return _("Belum lengkap, %(count)s", count=count)
    if case.status is Status.RETURNED:
        return _("Dikembalikan untuk dilengkapi")
    step = declaring_step(sop) if case.complete_at is None else None
    if step:
        return _("Diterima, %(count)s; diteliti pada langkah %(step)s", count=count,
                 step=step.number)  # fmt: skip
    return _("Lengkap, %(count)s", count=count) if total else _("Lengkap")


def _advice(case: Case, unit: Unit, calendar: Calendar, found: Dossier) -> str:
    if case.status is Status.RETURNED:
        hours = opening_hours(calendar, calendar.local(found.now).date())
        return _("Bawa kekurangannya dan tanda terima ini ke loket %(unit)s. Loket buka %(hours)s.",
                 unit=unit.name, hours=hours)  # fmt: skip
    return _(
        "Bawa tanda terima ini dan KTP-el saat mengambil hasilnya. Bila diwakilkan, sertakan "
        "surat kuasa."
    )


def _track(public_url: str, *, printed: bool) -> str:
    if not printed:
        return _("Kode QR hanya ada pada tanda terima yang baru diterbitkan.")
    place = urlsplit(public_url).netloc
    return _(
        "Pindai kode ini, atau buka %(place)s/lacak dan masukkan nomor di atas serta tanggal "
        "lahir atau empat angka terakhir nomor telepon Anda.",
        place=place,
    )


def _foot(sop: Sop, found: Dossier) -> str:
    printed = _("Dicetak %(moment)s.", moment=moment(found.now))
    if sop.service.fee.casefold().startswith(("gratis", "tidak dipungut")):
        return _("Layanan ini gratis; laporkan bila ada yang meminta biaya.") + " " + printed
    return printed
