"""Notice words: how each kind of notice is told, one or many, and why one is settled."""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _


@dataclass(frozen=True, slots=True)
class Wording:
    """How a kind of notice is told: with which tone and icon, in which words, and of several."""

    tone: str
    icon: str
    words: Any
    many: Any = ""  # with the place "num"; from two on

    def of(self, count: int) -> str:
        """The sentence that sums up several of this kind."""
        return str(self.many or _OTHER.many) % {"num": count}


_OTHER = Wording("redam", "info", _("Ada kabar"), _("%(num)s kabar lain"))
_STAFF = {
    "overdue": Wording(
        "telat", "seru", _("Terlambat, giliran Anda"),
        _("%(num)s langkah Anda melewati batas waktu"),
    ),
    "overdue_below": Wording(
        "telat", "seru", _("Terlambat pada bawahan Anda"),
        _("%(num)s langkah bawahan Anda melewati batas waktu"),
    ),
    "overdue_head": Wording(
        "telat", "seru", _("Terlambat di unit Anda"),
        _("%(num)s permohonan terlambat di unit Anda"),
    ),
    "overdue_section": Wording(
        "telat", "seru", _("Terlambat, diteruskan kepada Bagian Organisasi"),
        _("%(num)s permohonan terlambat diteruskan kepada Bagian Organisasi"),
    ),
    "due_soon": Wording(
        "dekat", "jam", _("Segera jatuh tempo"), _("%(num)s langkah segera jatuh tempo")
    ),
    "pause_ended": Wording(
        "dekat", "jam", _("Jeda berakhir, waktu berjalan lagi"),
        _("%(num)s permohonan berjalan lagi setelah jeda"),
    ),
    "recalculated": Wording(
        "dekat", "kalender", _("Jatuh tempo berubah karena kalender"),
        _("%(num)s jatuh tempo berubah karena kalender"),
    ),
    "reassigned": Wording(
        "kini", "panah", _("Dialihkan kepada Anda"),
        _("%(num)s langkah dialihkan kepada Anda"),
    ),
    "turn": Wording(
        "kini", "kini", _("Giliran Anda"), _("%(num)s langkah baru menunggu di meja Anda")
    ),
}  # fmt: skip
# The same kinds as a third person reads them.
_ABOUT_STAFF = {
    **_STAFF,
    "overdue": Wording("telat", "seru", _("Terlambat")),
    "overdue_below": Wording("telat", "seru", _("Terlambat, kepada atasan langsung")),
    "overdue_head": Wording("telat", "seru", _("Terlambat, kepada kepala unit")),
    "overdue_section": Wording("telat", "seru", _("Terlambat, kepada Bagian Organisasi")),
    "reassigned": Wording("kini", "panah", _("Langkah dialihkan")),
    "turn": Wording("kini", "kini", _("Giliran baru")),
}
_ABOUT_APPLICANT = {
    "opened": Wording("kini", "berkas", _("Permohonan diterima")),
    "returned": Wording("dekat", "balik", _("Berkas perlu dilengkapi")),
    "suspended": Wording("jeda", "jeda", _("Permohonan dijeda")),
    "pause_ended": Wording("kini", "kini", _("Permohonan diproses kembali")),
    "ready": Wording("daun", "cek", _("Hasil siap diambil")),
    "closed": Wording("redam", "cek", _("Permohonan ditutup")),
}
_SETTLED = {
    "closed": _("permohonan sudah ditutup"),
    "moved": _("permohonan sudah berpindah"),
    "taken": _("langkah sudah dipegang orang lain"),
    "eased": _("jatuh tempo sudah berubah"),
    "gone": _("akun penerima sudah ditutup"),
}


def to_reader(kind: str) -> Wording:
    """How a kind is told to the one it is for."""
    return _STAFF.get(kind, _OTHER)


def about(kind: str, *, applicant: bool) -> Wording:
    """How a kind is named for whoever looks at what others were told."""
    return (_ABOUT_APPLICANT if applicant else _ABOUT_STAFF).get(kind, _OTHER)


def settled_because(why: str | None) -> Any:
    """Why nothing is left to tell, in words; empty while something is."""
    return _SETTLED.get(why or "", "")
