"""Sound promises: limits fit into the total, completeness and readiness are declared."""

from collections.abc import Iterator
from itertools import pairwise

from engine.domain.limit import Limit, NoLimit, WordsOnly, WorkingDays, WorkingMinutes, size
from engine.domain.sop import Sop, Step
from engine.domain.soundness.flaw import Flaw, Level, listed
from engine.domain.soundness.way import declares_ready, is_ready, main_way


def completeness_is_declared(sop: Sop) -> Iterator[Flaw]:
    """Somebody declares the file complete (UU 30/2014 Pasal 53), else only the opening does."""
    if sop.requirements and sop.opening_declares:
        yield Flaw(
            message="Tidak ada hasil langkah yang menyatakan berkas lengkap; jangka waktu hanya "
            "mulai bila semua persyaratan dicentang di loket.",
            remedy="Tambahkan declares: complete pada hasil langkah yang memeriksa berkas.",
            where=("steps",),
            level=Level.WARNING,
        )


def handing_over_follows_ready(sop: Sop) -> Iterator[Flaw]:
    """A hand-over after which the clock still runs would count the applicant's delay as ours."""
    if any(declares_ready(step) for step in sop.steps):
        return
    for step in sop.steps:
        if step.hands_over:
            yield Flaw(
                message=f"Langkah {step.number} adalah penyerahan, tetapi siap diambil tidak "
                "pernah dinyatakan.",
                remedy="Tambahkan declares: ready pada hasil langkah sebelumnya.",
                where=("steps", step.number),
                level=Level.WARNING,
            )


def limits_fit(sop: Sop) -> Iterator[Flaw]:
    """The steps of the main flow, up to siap diambil, fit into the published total."""
    for kind, unit in ((WorkingMinutes, "menit"), (WorkingDays, "hari kerja")):
        total = _amount(sop.service.limit, kind)
        spent = sum(_amount(step.within, kind) or 0 for step in _until_ready(sop))
        if total is not None and spent > total:
            yield Flaw(
                message=f"Jumlah waktu langkah pada alur utama {spent} {unit}, melebihi jangka "
                f"waktu layanan {sop.service.limit.text}.",
                remedy="Periksa waktu langkah atau jangka waktu layanan pada naskahnya.",
                where=("service", "limit"),
                level=Level.WARNING,
            )


def _until_ready(sop: Sop) -> Iterator[Step]:
    for step in main_way(sop)[0]:
        yield step
        if step.outcomes and is_ready(step.outcomes[0]):
            return


def _amount(limit: Limit, kind: type[WorkingMinutes] | type[WorkingDays]) -> int | None:
    return size(limit) if isinstance(limit, kind) else None


def extension_fits(sop: Sop) -> Iterator[Flaw]:
    """An extension is counted in the unit of the limit it extends."""
    extension, limit = sop.service.extension, sop.service.limit
    if extension is None or isinstance(extension, NoLimit) or type(extension) is type(limit):
        return
    yield Flaw(
        message=f"Perpanjangan {extension.text} tidak sejenis dengan jangka waktu “{limit.text}”.",
        remedy="Tulis keduanya dengan satuan yang sama, misalnya hari kerja.",
        where=("service", "extension"),
    )


def ladder_climbs(sop: Sop) -> Iterator[Flaw]:
    """Who stands higher hears later."""
    rungs = sop.ladder.rungs if sop.ladder else ()
    for lower, upper in pairwise(rungs):
        if type(lower.after) is type(upper.after) and size(upper.after) < size(lower.after):
            yield Flaw(
                message=f"Jenjang {upper.to} diberi tahu sebelum jenjang {lower.to}.",
                remedy="Urutkan rungs dari yang paling dahulu diberi tahu.",
                where=("ladder", "rungs"),
            )


def legal_limit_counts(sop: Sop) -> Iterator[Flaw]:
    """A limit set by a law is one that can be reckoned with."""
    legal = sop.service.legal
    if legal and isinstance(legal.limit, NoLimit | WordsOnly):
        yield Flaw(
            message=f"Batas waktu menurut {legal.basis} tidak dapat dihitung.",
            remedy="Tulis misalnya 5 hari kerja.",
            where=("service", "legal"),
        )


def ratified_before_effect(sop: Sop) -> Iterator[Flaw]:
    """An SOP takes effect on or after the day it was ratified."""
    if sop.ratified.date is not None and sop.ratified.date > sop.effective:
        yield Flaw(
            message=f"SOP berlaku {sop.effective} tetapi baru disahkan {sop.ratified.date}.",
            remedy="Periksa kedua tanggal pada naskahnya.",
            where=("sop", "effective"),
            level=Level.WARNING,
        )


def standard_is_filled(sop: Sop) -> Iterator[Flaw]:
    """Steps state their time and output; the puskesmas layout lawfully states neither."""
    timeless = [s.number for s in sop.steps if isinstance(s.within, NoLimit)]
    fruitless = [s.number for s in sop.steps if not s.yields]
    for what, key, numbers in (("waktu", "within", timeless), ("output", "yields", fruitless)):
        if numbers:
            every = len(numbers) == len(sop.steps)
            which = "semua langkah" if every else f"langkah {listed(numbers)}"
            yield Flaw(
                message=f"Tanpa {what}: {which}.",
                remedy=f"Isi {key} bila naskahnya menyebut {what}; bila tidak, biarkan.",
                where=("steps", numbers[0]),
                level=Level.WARNING,
            )
