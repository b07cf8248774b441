"""The applicants: invented people, and what they answer to the questions of a service.

NIK begin with 99, a code no province has, and telephone numbers with 0812 0000: no real person can
be meant.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from random import Random

from engine.domain.sop import Field, FieldType

_FIRST = (
    "Abdul Rahim", "Agustina", "Ahmad", "Alfiah", "Amiruddin", "Anastasia", "Andi Sakka",
    "Asmaul", "Bunga", "Damaris", "Elis", "Fatimah", "Firman", "Hadijah", "Hendra", "Herlina",
    "Ibrahim", "Imelda", "Ismawati", "Junaedi", "Kristina", "Lince", "Mansyur", "Maria", "Martha",
    "Muh. Arif", "Naomi", "Nirwana", "Nur Aisyah", "Petrus", "Rahmawati", "Rizal", "Rosmini",
    "Rudi", "Salma", "Sarah", "Simon", "Sitti Hajar", "Sulaiman", "Syamsiah", "Thomas", "Wahyu",
    "Yakobus", "Yuliana", "Zubaedah",
)  # fmt: skip
_LAST = (
    "Abidin", "Allo", "Basri", "Daeng Nai", "Daeng Sila", "Duma", "Gani", "Hasan", "Ibrahim",
    "Jabbar", "Kadir", "Lande", "Lembang", "Mangiri", "Massora", "Nappu", "Pata", "Parinding",
    "Rasyid", "Rombe", "Sanda", "Saripuddin", "Sesa", "Sombo", "Tahir", "Tappi", "Tonapa", "Wahid",
)  # fmt: skip
_VILLAGES = (
    "Desa Sukamaju", "Desa Harapan", "Desa Mekar Sari", "Kelurahan Teladan", "Desa Tunas Baru",
    "Kelurahan Sejahtera", "Desa Bunga Padi",
)  # fmt: skip
_SCHOOLS = (
    "SMP Negeri 1 Contoh", "SMP Negeri 3 Contoh", "SD Negeri 12 Teladan", "SMP Harapan Bangsa",
    "SD Negeri 4 Sukamaju",
)  # fmt: skip
_AGENCIES = (
    "Dinas Sosial", "Dinas Pekerjaan Umum", "Dinas Perhubungan", "Dinas Kesehatan",
    "Badan Keuangan Daerah",
)  # fmt: skip
_COMPLAINTS = (
    "Antrean loket terlalu lama dan nomor tidak dipanggil berurutan",
    "Jam layanan di papan berbeda dengan di lapangan",
    "Diminta fotokopi berulang untuk berkas yang sama",
    "Toilet ruang tunggu rusak dan tidak ada kursi roda",
    "Petugas tidak memberi tanda terima berkas",
    "Jalan menuju kantor berlubang dan tidak ada penerangan",
    "Parkir di depan loket dipungut biaya tanpa karcis",
)  # fmt: skip


def person(chance: Random) -> str:
    """An invented full name."""
    return f"{chance.choice(_FIRST)} {chance.choice(_LAST)}"


def phone(chance: Random) -> str:
    """A telephone number that nobody has."""
    return f"0812 0000 {chance.randint(0, 9999):04d}"


def applicant(chance: Random) -> dict[str, str]:
    """Somebody who asks for a service; few leave an e-mail address or send a proxy."""
    name, born = person(chance), date(1955, 1, 1) + timedelta(days=chance.randint(0, 19_000))
    told = {"name": name, "birth_date": born.isoformat(), "phone": phone(chance)}
    if chance.random() < 0.9:
        told["nik"] = f"9905{chance.randint(0, 10**12 - 1):012d}"
    if chance.random() < 0.08:
        told["email"] = f"{name.lower().replace(' ', '.').replace('..', '.')}@surel.example"
    if chance.random() < 0.05:
        told["proxy"] = person(chance)
    return told


def answers(fields: Iterable[Field], chance: Random, today: date) -> dict[str, str]:
    """What somebody writes into a form; some optional questions stay empty."""
    return {
        question.name: _answer(question, chance, today)
        for question in fields
        if question.required or chance.random() < 0.3
    }


def _answer(question: Field, chance: Random, today: date) -> str:
    if question.choices:
        return chance.choice(question.choices)
    if question.name in _BY_NAME:
        return _BY_NAME[question.name](chance)
    if question.type is FieldType.NUMBER:
        low, high = int(question.minimum or 1), int(question.maximum or 2_500_000)
        return str(chance.randint(low, min(high, low + 9) if high < 1000 else high))
    if question.type is FieldType.DATE:
        return (today - timedelta(days=chance.randint(2, 40))).isoformat()
    if question.type is FieldType.FILE:
        return f"{question.name.replace('_', '-')}.pdf"
    return f"{question.title} {chance.randint(1, 400)}/2026"


def _digits(count: int) -> Callable[[Random], str]:
    return lambda chance: "".join(chance.choice("0123456789") for _ in range(count))


def _one_of(*texts: str) -> Callable[[Random], str]:
    return lambda chance: chance.choice(texts)


def _numbered(shape: str) -> Callable[[Random], str]:
    return lambda chance: shape.format(chance.randint(1, 480))


_BY_NAME: Mapping[str, Callable[[Random], str]] = {
    "agenda": _numbered("{:04d}/2026"),
    "asal": _one_of(*_SCHOOLS),
    "catatan": _one_of("Kartu tertinggal di rumah", "Kartu identitas sedang diurus"),
    "desa": _one_of(*_VILLAGES),
    "isi": _one_of("Untuk ditindaklanjuti", "Koordinasikan dengan sekolah", "Siapkan jawaban"),
    "judul": _one_of("Pelayanan surat keterangan", "Pengelolaan arsip", "Penerimaan tamu"),
    "keluhan": _one_of("Nyeri dada", "Demam lebih dari tujuh hari", "Penglihatan kabur"),
    "kesalahan": _one_of("Nama", "Tempat lahir", "Nama orang tua"),
    "lahir": lambda chance: (date(2026, 1, 5) + timedelta(days=chance.randint(0, 240))).isoformat(),
    "maksud": _one_of("Rapat koordinasi pelayanan publik", "Bimbingan teknis", "Konsultasi SOP"),
    "nama_anak": person,
    "nip": _digits(18),
    "nisn": _digits(10),
    "nomor": _numbered("005/{}/2026"),
    "nomor_daftar": _numbered("LAD-2026-{:05d}"),
    "nomor_izin": _numbered("503/{}/SIPB/PTSP/2026"),
    "nomor_mutasi": _numbered("421.3/{}/2026"),
    "nomor_rekomendasi": _numbered("440/{}/DKES/2026"),
    "nomor_rm": _digits(6),
    "nomor_spd": _numbered("090/{}/SPD/2026"),
    "nomor_str": _numbered("STR 31 05 {:04d}"),
    "nomor_surat": _numbered("421/{}/2026"),
    "nomor_validasi": _numbered("420/{}/VAL/2026"),
    "nik_sementara": lambda chance: f"9900{_digits(12)(chance)}",
    "pegawai": person,
    "pengirim": _one_of(*_AGENCIES, *_SCHOOLS),
    "perihal": _one_of("Undangan rapat", "Permohonan data", "Pemberitahuan kegiatan"),
    "pokok": _one_of(*_COMPLAINTS),
    "seharusnya": person,
    "sekolah": _one_of(*_SCHOOLS),
    "tempat": _one_of("Kota Contoh", "Contoh Utara", "Jalan Melati Nomor 8, Contoh Selatan"),
    "tujuan": _one_of("SMP Negeri 2 Contoh", "RSUD Contoh", "Kota Contoh", "Provinsi"),
    "unit_pengusul": _one_of(*_AGENCIES),
    "unit_terlapor": _one_of(*_AGENCIES),
}
