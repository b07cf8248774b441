"""Letters: what Sopan writes to staff, many notices in one, and to an applicant, one at a time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from babel.dates import format_datetime

from engine.domain.telling import pressure

# So many requests are named in a letter; of more it tells the number.
NAMED = 50
FOOT = "Pesan ini dikirim otomatis oleh Sopan."
# How a kind is called: in the subject, and above the requests it is about.
STAFF = {
    "overdue": ("Melewati batas waktu", "Langkah Anda yang melewati batas waktu"),
    "overdue_below": (
        "Langkah bawahan melewati batas waktu",
        "Langkah bawahan Anda yang melewati batas waktu",
    ),
    "overdue_head": ("Terlambat di unit Anda", "Permohonan yang terlambat di unit Anda"),
    "overdue_section": (
        "Terlambat, diteruskan kepada Bagian Organisasi",
        "Permohonan terlambat yang diteruskan kepada Bagian Organisasi",
    ),
    "due_soon": ("Segera jatuh tempo", "Langkah yang segera jatuh tempo"),
    "pause_ended": (
        "Jeda berakhir, waktu berjalan lagi",
        "Permohonan yang waktunya berjalan lagi setelah jeda",
    ),
    "recalculated": (
        "Jatuh tempo berubah karena kalender",
        "Permohonan yang jatuh temponya berubah karena kalender",
    ),
    "reassigned": ("Langkah dialihkan kepada Anda", "Langkah yang dialihkan kepada Anda"),
}
_OTHER = ("Kabar permohonan", "Kabar lain")
APPLICANT = {
    "opened": "Permohonan Anda telah diterima",
    "returned": "Berkas Anda perlu dilengkapi",
    "suspended": "Permohonan Anda dijeda",
    "pause_ended": "Permohonan Anda diproses kembali",
    "ready": "Hasil permohonan Anda siap diambil",
    "closed": "Permohonan Anda telah ditutup",
}
# Indonesia has three zones, none of which changes its clock during the year.
_ZONES = {7: "WIB", 8: "WITA", 9: "WIT"}


@dataclass(frozen=True, kw_only=True, slots=True)
class Line:
    """One notice in a letter: about which request, where it stands, and until when."""

    kind: str
    number: str
    title: str
    step: str  # "3: Verifikasi berkas", or empty
    due: datetime | None  # in the unit's zone


def digest(name: str, lines: Sequence[Line], public_url: str) -> tuple[str, str]:
    """Subject and body of the letter that gathers these notices, the most pressing first.

    A request is named once, under what presses most.
    """
    told = _most_pressing(lines)
    first = told[0]
    subject = f"{STAFF.get(first.kind, _OTHER)[0]}: {first.number}"
    if len(told) > 1:
        subject += f", dan {len(told) - 1} kabar lain"
    parts = [f"Yth. {name},"]
    for kind, group in groupby(told[:NAMED], key=lambda line: line.kind):
        count = sum(line.kind == kind for line in told)
        entries = "\n\n".join(_entry(line, public_url) for line in group)
        parts.append(f"{STAFF.get(kind, _OTHER)[1]} ({count}):\n\n{entries}")
    if len(told) > NAMED:
        parts.append(f"Dan {len(told) - NAMED} lagi: {public_url}/pemberitahuan")
    return subject, "\n\n".join([*parts, FOOT])


def to_applicant(kind: str, number: str, title: str, public_url: str) -> tuple[str, str]:
    """Subject and body of a letter to an applicant; it holds no name."""
    subject = APPLICANT.get(kind, _OTHER[0])
    body = f"{subject}.\n\nPermohonan {number}, {title}.\n{public_url}/lacak\n\n{FOOT}"
    return f"{subject}: {number}", body


def _most_pressing(lines: Iterable[Line]) -> list[Line]:
    found: dict[str, Line] = {}
    for line in sorted(lines, key=lambda line: (pressure(line.kind), _due(line), line.number)):
        found.setdefault(line.number, line)
    return list(found.values())


def _due(line: Line) -> float:
    return line.due.timestamp() if line.due else float("inf")


def _entry(line: Line, public_url: str) -> str:
    step = f"\n  langkah {line.step}" if line.step else ""
    due = f"\n  jatuh tempo {_moment(line.due)}" if line.due else ""
    return f"- {line.number}, {line.title}{step}{due}\n  {public_url}/cases/{line.number}"


def _moment(at: datetime) -> str:
    offset = at.utcoffset()
    zone = _ZONES.get(int(offset.total_seconds() // 3600) if offset else 0, "")
    day = format_datetime(at, "EEEE, d MMMM y, HH.mm", tzinfo=at.tzinfo, locale="id")
    return f"{day} {zone}".strip()
