"""The demand: what is asked for where, how often, and how these cases stand at the end."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import repeat

from engine.domain.people import Office


class Mood(StrEnum):
    """How a case is to stand when the story ends."""

    DONE = "done"
    ENDED = "ended"  # refused, withdrawn, cancelled, not ours
    READY = "ready"
    IN_TIME = "in_time"
    NEAR = "near"
    LATE = "late"
    PAUSED = "paused"
    RETURNED = "returned"


@dataclass(frozen=True, kw_only=True, slots=True)
class Want:
    """One case that the story wants."""

    unit: str
    code: str
    mood: Mood
    twist: str = ""


# By unit or kind of unit, and SOP: done, in time, near, late, paused, returned, ready.
_HOW_MANY: dict[str, dict[str, tuple[int, ...]]] = {
    "disdukcapil": {
        "KK": (25, 13, 3, 3, 1, 2, 3),
        "AKTA": (18, 11, 2, 2, 1, 2, 2),
        "AKD": (8, 5, 0, 0, 0, 1, 0),
        "KTP": (18, 3, 0, 1, 0, 1, 0),
    },
    "dpmptsp": {"SIPB": (20, 22, 4, 4, 2, 3, 2)},
    "kecamatan": {
        "SKTM": (11, 2, 1, 0, 0, 1, 1),
        "SKM": (5, 0, 0, 0, 0, 1, 0),
        "ADUK": (3, 3, 0, 0, 0, 0, 0),
    },
    "disdik": {
        "LEG": (13, 1, 0, 1, 0, 0, 1),
        "MUT": (6, 3, 0, 0, 1, 1, 1),
        "SKPI": (5, 3, 0, 0, 0, 0, 1),
        "SKKP": (6, 1, 0, 1, 0, 0, 0),
        "SUM": (12, 2, 0, 0, 0, 0, 0),
    },
    "setda": {"SPPD": (5, 4, 0, 0, 0, 0, 0)},
    "bagian-umum": {"KGB": (7, 1, 0, 1, 0, 0, 0)},
    "bagian-organisasi": {"FSOP": (4, 2, 0, 0, 0, 0, 1), "ADU": (4, 3, 1, 0, 0, 0, 1)},
    "rsud": {"RMJ": (12, 0, 0, 0, 0, 0, 0)},
    "puskesmas": {"DAF": (8, 0, 0, 0, 0, 0, 0), "RUJ": (4, 1, 0, 0, 0, 0, 0)},
    "sekolah": {"LEGS": (6, 1, 0, 0, 0, 0, 1)},
}
_MOODS = (
    Mood.DONE, Mood.IN_TIME, Mood.NEAR, Mood.LATE, Mood.PAUSED, Mood.RETURNED, Mood.READY,
)  # fmt: skip

# What must happen to some case, whatever else does.
_SPECIAL = (
    ("disdukcapil", "KK", Mood.DONE, "sent_back"),
    ("disdukcapil", "KK", Mood.DONE, "taken_back"),
    ("disdukcapil", "KK", Mood.DONE, "unsure"),
    ("disdukcapil", "KK", Mood.DONE, "corrected"),
    ("disdukcapil", "KK", Mood.DONE, "entered_late"),
    ("disdukcapil", "KK", Mood.DONE, "reassigned"),
    ("disdukcapil", "KK", Mood.DONE, "reopened"),
    ("disdukcapil", "KK", Mood.ENDED, "withdrawn"),
    ("disdukcapil", "KK", Mood.ENDED, "cancelled"),
    ("disdukcapil", "KK", Mood.IN_TIME, "attached"),
    ("disdukcapil", "AKTA", Mood.DONE, "deviated"),
    ("disdukcapil", "AKTA", Mood.DONE, "on_paper"),
    ("disdukcapil", "AKTA", Mood.IN_TIME, "reassigned"),
    ("disdukcapil", "AKTA", Mood.DONE, "paused"),
    ("disdukcapil", "AKTA", Mood.DONE, "returned"),
    ("disdukcapil", "AKTA", Mood.IN_TIME, "noted"),
    ("disdukcapil", "AKTA", Mood.ENDED, "refused"),
    ("disdukcapil", "AKD", Mood.ENDED, "not_ours"),
    ("dpmptsp", "SIPB", Mood.DONE, "attached"),
    ("dpmptsp", "SIPB", Mood.DONE, "paused"),
    ("dpmptsp", "SIPB", Mood.DONE, "reassigned"),
    ("dpmptsp", "SIPB", Mood.DONE, "returned"),
    ("dpmptsp", "SIPB", Mood.DONE, "sent_back"),
    ("dpmptsp", "SIPB", Mood.DONE, "deviated"),
    ("dpmptsp", "SIPB", Mood.LATE, "noted"),
    ("dpmptsp", "SIPB", Mood.IN_TIME, "attached"),
    ("dpmptsp", "SIPB", Mood.IN_TIME, "taken_back"),
    ("dpmptsp", "SIPB", Mood.IN_TIME, "corrected"),
    ("dpmptsp", "SIPB", Mood.ENDED, "refused"),
    ("dpmptsp", "SIPB", Mood.ENDED, "withdrawn"),
    ("kec-contoh-utara", "SKTM", Mood.DONE, "on_paper"),
    ("kec-contoh-utara", "SKTM", Mood.DONE, "taken_back"),
    ("kec-contoh-utara", "SKTM", Mood.DONE, "reopened"),
    ("kec-contoh-utara", "SKTM", Mood.LATE, ""),
    ("kec-contoh-tengah", "SKTM", Mood.DONE, "entered_late"),
    ("kec-contoh-tengah", "SKTM", Mood.LATE, ""),
    ("kec-contoh-selatan", "SKTM", Mood.ENDED, "refused"),
    ("kec-contoh-selatan", "ADUK", Mood.ENDED, "not_ours"),
    ("disdik", "LEG", Mood.ENDED, "refused"),
    ("disdik", "MUT", Mood.ENDED, "refused"),
    ("disdik", "SKPI", Mood.DONE, "deviated"),
    ("bagian-organisasi", "ADU", Mood.DONE, "extended"),
    ("bagian-organisasi", "ADU", Mood.IN_TIME, "extended"),
    ("bagian-organisasi", "ADU", Mood.ENDED, "not_ours"),
)  # fmt: skip


def wants(office: Office) -> Iterator[Want]:
    """Every case of the story, unit by unit."""
    for unit, code, mood, twist in _SPECIAL:
        yield Want(unit=unit, code=code, mood=mood, twist=twist)
    for name, kind in sorted((unit.code, unit.kind) for unit in office.units.values()):
        for code, counts in (_HOW_MANY.get(name) or _HOW_MANY.get(kind, {})).items():
            for mood, count in zip(_MOODS, counts, strict=True):
                yield from repeat(Want(unit=name, code=code, mood=mood), count)
