"""The counter's form: what an officer filled in, and every fault in it at once."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import Any
from uuid import UUID, uuid4

from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage, MultiDict

from engine.domain.errors import FieldsWrong
from engine.domain.questions import APPLICANT, answers, applicant_answers
from engine.domain.sop import Field, FieldType, Sop
from web.counter.files import Scan, read_scan
from web.counter.labels import HELPS, LABELS
from web.errors import told

# Names of inputs: a group and a question of it; they are also the ids that faults point to.
PERSON, INTAKE, TICK = "pemohon", "isian", "ada"


@dataclass(frozen=True, kw_only=True, slots=True)
class Filled:
    """A form as filled in, good or not."""

    person: Mapping[str, str]
    intake: Mapping[str, str]
    ticked: frozenset[str]
    scans: tuple[Scan, ...]
    says_complete: bool
    late: bool
    happened: str
    why_late: str
    once: UUID

    def value(self, name: str) -> str:
        """What stands in an input, by the input's name."""
        group, _dash, question = name.partition("-")
        return {PERSON: self.person, INTAKE: self.intake}.get(group, {}).get(question, "")


def blank() -> Filled:
    """A new form, with its one-time key."""
    return read(MultiDict({}), {})


def read(form: MultiDict[str, str], files: Mapping[str, FileStorage]) -> Filled:
    """What was sent; an uploaded file's answer is its name."""
    scans = tuple(
        read_scan(name.partition("-")[2], file)
        for name, file in files.items()
        if name.startswith(f"{INTAKE}-") and file.filename
    )
    return Filled(
        person=_under(form, PERSON),
        intake={**_under(form, INTAKE), **{scan.question: scan.name for scan in scans}},
        ticked=frozenset(form.getlist(TICK)),
        scans=scans,
        says_complete=form.get("buka", "lengkap") == "lengkap",
        late=bool(form.get("happened") or form.get("why_late")),
        happened=form.get("happened", ""),
        why_late=form.get("why_late", ""),
        once=_key(form.get("once", "")),
    )


def _under(form: MultiDict[str, str], group: str) -> dict[str, str]:
    start = f"{group}-"
    return {name.removeprefix(start): text for name, text in form.items() if name.startswith(start)}


def _key(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def faults(sop: Sop, filled: Filled, zone: tzinfo, cap: int) -> dict[str, str]:
    """Every fault by the id of its input, in the order of the page."""
    found = dict(_ticks(sop, filled))
    found |= _asked(PERSON, lambda: applicant_answers(filled.person))
    found |= _asked(INTAKE, lambda: answers(sop.intake, filled.intake, "intake"))
    found |= {
        f"{INTAKE}-{scan.question}": fault for scan in filled.scans if (fault := scan.fault(cap))
    }
    return found | dict(_late(filled, zone))


def _ticks(sop: Sop, filled: Filled) -> Iterator[tuple[str, str]]:
    """The button says what the officer means; ticks that say something else are asked about."""
    missing = [code for code in sop.requirements if code not in filled.ticked]
    if filled.says_complete and missing:
        yield (
            f"{TICK}-{missing[0]}",
            _(
                "Belum dicentang: %(missing)s. Centang bila sudah ada, atau pilih “Belum lengkap”.",
                missing="; ".join(sop.requirements[code] for code in missing),
            ),
        )
    if not filled.says_complete and not missing:
        first = next(iter(sop.requirements), "")
        yield (
            f"{TICK}-{first}",
            _(
                "Semua persyaratan sudah dicentang. Hapus centang yang belum ada, atau pilih "
                "“Nyatakan lengkap dan buka”."
            ),
        )


def _asked(group: str, check: Any) -> dict[str, str]:
    try:
        check()
    except FieldsWrong as wrong:
        return {f"{group}-{name}": told(fault) for name, fault in wrong.faults.items()}
    return {}


def _late(filled: Filled, zone: tzinfo) -> Iterator[tuple[str, str]]:
    if not filled.late:
        return
    if moment(filled, zone) is None:
        yield "happened", _("Isi tanggal dan jam kejadian, misalnya 26-03-2026 10.05.")
    if not filled.why_late.strip():
        yield "why_late", _("Tuliskan alasan entri susulan: ia selalu dicatat bersama alasannya.")


def moment(filled: Filled, zone: tzinfo) -> datetime | None:
    """When it happened, for a late entry; the text is the wall clock of the unit."""
    text = filled.happened.strip().replace("T", " ")
    for form in ("%Y-%m-%d %H:%M", "%d-%m-%Y %H.%M", "%d-%m-%Y %H:%M"):
        try:
            return datetime.strptime(text, form).replace(tzinfo=zone)
        except ValueError:
            continue
    return None


def questions(sop: Sop) -> Iterator[tuple[str, Field, str, str]]:
    """(input name, question, label, help) of everything asked: the applicant, then the service."""
    for field in APPLICANT:
        yield f"{PERSON}-{field.name}", field, str(LABELS[field.name]), _help(field)
    for field in sop.intake:
        yield f"{INTAKE}-{field.name}", field, field.title, _hint(field)


def _help(field: Field) -> str:
    return str(HELPS[field.name]) if field.name in HELPS else ""


def _hint(field: Field) -> str:
    if field.hint or field.type is not FieldType.DATE:
        return field.hint
    return _("Misalnya 31-12-2026")
