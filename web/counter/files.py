"""Scans handed in at the counter: their name, their true type, and whether they may be kept."""

from dataclasses import dataclass
from pathlib import PurePath

import puremagic
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from web.wording import size

# What a scanner or a telephone makes; anything else would have to be trusted unseen.
KINDS = {
    "application/pdf": "PDF",
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/webp": "WebP",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Scan:
    """One uploaded file."""

    question: str
    name: str
    media_type: str
    content: bytes

    def fault(self, cap: int) -> str:
        """Why it cannot be kept, or nothing."""
        if not self.content:
            return _("Berkas %(name)s kosong. Pilih berkas yang lain.", name=self.name)
        if len(self.content) > cap:
            return _(
                "Berkas %(name)s terlalu besar (%(size)s, paling besar %(cap)s). Perkecil "
                "pindaiannya.",
                name=self.name, size=size(len(self.content)), cap=size(cap),
            )  # fmt: skip
        if self.media_type not in KINDS:
            kinds = ", ".join(KINDS.values())
            return _("Berkas %(name)s bukan %(kinds)s. Pindai ulang.", name=self.name, kinds=kinds)
        return ""


def read_scan(question: str, file: FileStorage) -> Scan:
    """Reads an upload; its type is told by its first bytes, never by its name."""
    content = file.read()
    return Scan(
        question=question,
        name=PurePath(file.filename or "").name[:200],
        media_type=_kind(content),
        content=content,
    )


def _kind(content: bytes) -> str:
    try:
        return str(puremagic.from_string(content, mime=True))
    except (puremagic.PureError, ValueError):
        return ""
