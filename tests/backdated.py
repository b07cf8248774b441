"""Cases that began some days ago, entered late as an office does after an outage."""

from datetime import timedelta

from engine import clock
from engine.commands import By, complete_step, open_case
from tests.builders import APPLICANT
from tests.cast import Cast

_WHY = "Server padam, dicatat dari buku."


def late_kk(cast: Cast, days: int = 30) -> str:
    """A family card at the operator's step, promised within three working days, long ago."""
    began = clock.now() - timedelta(days=days)
    marlina = cast.marlina.id
    papers = frozenset({"formulir", "nikah", "kk_lama"})
    opened = open_case(
        cast.store, "disdukcapil", "KK", applicant=APPLICANT, ticked=papers,
        given={"alasan": "Pindah datang", "jumlah_anggota": "3"},
        by=By(person=marlina, happened_at=began, why_late=_WHY),
    )  # fmt: skip
    then = By(person=marlina, happened_at=began + timedelta(minutes=5), why_late=_WHY)
    number = opened.case.number
    complete_step(cast.store, number, "Lengkap", by=then, ticked=frozenset({"Berkas permohonan"}))
    return number
