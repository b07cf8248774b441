"""Changes between two versions of an SOP, in words: what was added, dropped, or said otherwise."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as N_

from engine.domain.sop import Sop, Step
from web.matrix.words import exits_of, limit_of, needs_of, roles_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """One place that differs; an empty `before` was added, an empty `after` dropped."""

    where: Any
    before: str
    after: str


def _lines(found: Any) -> str:
    return "; ".join(found)


_IDENTITY: tuple[tuple[Any, Callable[[Sop], str]], ...] = (
    (N_("Nomor SOP"), lambda sop: sop.number),
    (N_("Nama SOP"), lambda sop: sop.title),
    (N_("Disahkan oleh"), lambda sop: sop.ratified.by),
    (N_("Dasar hukum"), lambda sop: _lines(sop.legal_basis)),
    (N_("Keterkaitan"), lambda sop: _lines(sop.related)),
    (N_("Peringatan"), lambda sop: sop.warning),
    (N_("Kualifikasi pelaksana"), lambda sop: _lines(sop.qualifications)),
    (N_("Peralatan dan perlengkapan"), lambda sop: _lines(sop.equipment)),
    (N_("Pencatatan dan pendataan"), lambda sop: _lines(sop.records)),
    (N_("Jangka waktu layanan"), lambda sop: sop.service.limit.text),
    (N_("Biaya"), lambda sop: sop.service.fee),
    (N_("Hasil"), lambda sop: sop.service.product),
    (N_("Syarat janji"), lambda sop: sop.service.condition),
    (N_("Persyaratan"), lambda sop: _lines(sop.requirements.values())),
    (N_("Isian permohonan"), lambda sop: _lines(field.title for field in sop.intake)),
    (N_("Alasan jeda"), lambda sop: _lines(pause.title for pause in sop.pauses.values())),
)
_STEP: tuple[tuple[Any, Callable[[Sop, Step], str]], ...] = (
    (N_("uraian kegiatan"), lambda sop, step: step.do),
    (N_("pelaksana"), lambda sop, step: roles_of(sop, step, _)),
    (N_("kelengkapan"), lambda sop, step: needs_of(sop, step)),
    (N_("waktu"), lambda sop, step: limit_of(step)),
    (N_("output"), lambda sop, step: step.yields),
    (N_("keterangan"), lambda sop, step: step.remarks),
    (N_("arah berikutnya"), lambda sop, step: _exits(sop, step)),
    (N_("isian"), lambda sop, step: _lines(field.title for field in step.fields)),
)


def changes(old: Sop, new: Sop) -> list[Change]:
    """Every difference that a reader of the paper would see, in the order of the paper."""
    found = [
        Change(where=where, before=read(old), after=read(new))
        for where, read in _IDENTITY
        if read(old) != read(new)
    ]
    return found + list(_of_steps(old, new))


def _of_steps(old: Sop, new: Sop) -> Iterator[Change]:
    before, after = ({step.number: step for step in sop.steps} for sop in (old, new))
    for number in [*before, *(number for number in after if number not in before)]:
        step = _("Langkah %(number)s", number=number)
        if number not in after:
            yield Change(where=step, before=before[number].do, after="")
        elif number not in before:
            yield Change(where=step, before="", after=after[number].do)
        else:
            yield from _of_step(old, before[number], new, after[number])


def _of_step(old: Sop, before: Step, new: Sop, after: Step) -> Iterator[Change]:
    for what, read in _STEP:
        was, becomes = read(old, before), read(new, after)
        if was != becomes:
            where = _("Langkah %(number)s, %(what)s", number=after.number, what=what)
            yield Change(where=where, before=was, after=becomes)


def _exits(sop: Sop, step: Step) -> str:
    return _lines(": ".join(filter(None, (e.label, e.where))) for e in exits_of(sop, step, _))
