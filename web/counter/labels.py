"""What the counter's form calls the questions that every applicant is asked."""

from flask_babel import lazy_gettext as _

LABELS = {
    "name": _("Nama lengkap menurut KTP-el"),
    "nik": _("NIK"),
    "birth_date": _("Tanggal lahir"),
    "phone": _("Nomor telepon atau WhatsApp"),
    "email": _("Alamat surel"),
    "proxy": _("Nama kuasa"),
}
HELPS = {
    "nik": _("16 angka"),
    "birth_date": _("Misalnya 31-12-1990; dipakai pemohon saat melacak"),
    "phone": _("Empat angka terakhirnya dipakai pemohon saat melacak"),
    "email": _("Untuk kabar bila hasilnya siap"),
    "proxy": _("Bila diwakilkan; surat kuasa dilampirkan"),
}
