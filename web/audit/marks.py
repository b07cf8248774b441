"""Marks of a history: the facts an auditor looks at first, each kind counted and linked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as N_

from engine.domain.facts import Happening
from web.cases.course import Turn, course
from web.cases.file import CaseFile


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """A kind of fact that stands out, and the versions of the facts of that kind."""

    tone: str
    words: Any
    versions: tuple[int, ...]


def _kind(kind: Happening) -> Callable[[Turn], bool]:
    return lambda turn: turn.fact.kind is kind


def _ended_by_itself(turn: Turn) -> bool:
    return turn.fact.kind is Happening.RESUMED and turn.fact.actor is None


_KINDS: tuple[tuple[str, Any, Callable[[Turn], bool]], ...] = (
    ("telat", N_("Penyimpangan dari SOP"), _kind(Happening.DEVIATED)),
    ("telat", N_("Langkah selesai terlambat"), lambda turn: turn.late),
    ("telat", N_("Batas waktu terlewati"), _kind(Happening.OVERDUE)),
    ("telat", N_("Keterlambatan dilaporkan ke atas"), _kind(Happening.ESCALATED)),
    ("dekat", N_("Entri susulan"), lambda turn: bool(turn.fact.says.get("late_entry"))),
    ("dekat", N_("Dicatat untuk orang lain"), lambda turn: "signer" in turn.fact.says),
    ("dekat", N_("Data dibetulkan"), _kind(Happening.CORRECTED)),
    ("dekat", N_("Langkah ditarik kembali"), _kind(Happening.TAKEN_BACK)),
    ("kini", N_("Langkah dialihkan"), _kind(Happening.REASSIGNED)),
    ("kini", N_("Jangka waktu diperpanjang"), _kind(Happening.EXTENDED)),
    ("jeda", N_("Dijeda"), _kind(Happening.SUSPENDED)),
    ("jeda", N_("Jeda berakhir dengan sendirinya"), _ended_by_itself),
    ("kini", N_("Jatuh tempo dihitung ulang"), _kind(Happening.RECALCULATED)),
    ("kini", N_("Data pribadi dihapus"), _kind(Happening.ERASED)),
)


def marks(file: CaseFile) -> list[Mark]:
    """What stands out in the history of a case, the gravest first."""
    turns = list(course(file.dossier.facts))
    found = [
        Mark(tone=tone, words=words, versions=tuple(t.fact.version for t in turns if fits(t)))
        for tone, words, fits in _KINDS
    ]
    return [mark for mark in found if mark.versions]
