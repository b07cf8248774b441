"""Refusals: what Sopan may answer instead of doing what was asked, a sentence with its remedy.

`says` is the Indonesian sentence and at the same time the key of its translation; `details` fill
its places. A refusal changes nothing: it is raised before anything is written.
"""

from typing import Any, ClassVar, Self


class Sentence(str):
    """An Indonesian sentence with places filled in, which still knows its parts for translation."""

    says: str
    details: dict[str, Any]

    def __new__(cls, says: str, **details: Any) -> Self:
        made = super().__new__(cls, says % details)
        made.says, made.details = says, details
        return made


class Refusal(Exception):
    """The request cannot be carried out; the sentence says why and what to do."""

    says: ClassVar[str] = "Permintaan ini tidak dapat dijalankan."

    def __init__(self, **details: Any) -> None:
        self.details = details
        super().__init__(self.says % details)


class NotFound(Refusal):
    """There is no such case, SOP, person or unit within the reader's scope."""

    says = "%(what)s tidak ditemukan. Periksa nomornya, atau cari dengan kata lain."


class NotAllowed(Refusal):
    """The person holds no position that may do this on the date concerned."""

    says = "Anda tidak berwenang: %(why)s. Mintalah pemegang jabatan itu atau atasannya."


class NotYourStep(NotAllowed):
    """The step belongs to another position."""

    says = "Langkah ini giliran %(turn)s. Hanya pemegang jabatan itu yang dapat menyelesaikannya."


class FourEyes(NotAllowed):
    """The SOP asks for two different persons, and this person already acted in the other role."""

    says = (
        "SOP ini mengharuskan dua orang yang berbeda: Anda sudah bertindak sebagai %(role)s "
        "dalam permohonan ini. Mintalah atasan mengalihkan langkah kepada orang lain."
    )


class StepHasMoved(Refusal):
    """Somebody was faster: the case is no longer at the step on the screen."""

    says = "Langkah ini sudah tidak terbuka: %(now)s. Muat ulang untuk melihat keadaan terakhir."


class AlreadyClaimed(Refusal):
    """Another person has taken the step."""

    says = (
        "Langkah ini sudah diambil oleh %(holder)s. Mintalah ia menyerahkannya, atau atasan "
        "mengalihkannya."
    )


class SomethingNew(Refusal):
    """A person has recorded something since the reader's screen was drawn."""

    says = "Ada catatan baru sejak halaman ini dibuka: %(news)s. Bacalah dahulu, lalu ulangi."


class NoSuchOutcome(Refusal):
    """The SOP knows no such outcome at this step."""

    says = "Langkah %(step)s tidak mengenal hasil “%(outcome)s”. Pilih salah satu: %(known)s."


class CaseIsSuspended(Refusal):
    """A paused case must be resumed before its steps go on."""

    says = "Permohonan sedang dijeda. Lanjutkan permohonan lebih dahulu."


class CaseIsClosed(Refusal):
    """A closed case only takes notes; real rework is a linked new case."""

    says = (
        "Permohonan sudah ditutup. Buka kembali sebagai permohonan lanjutan bila masih ada "
        "pekerjaan."
    )


class WrongMoment(Refusal):
    """The case is not in a state in which this verb means anything."""

    says = "Tindakan ini belum atau tidak lagi berlaku: %(why)s."


class ChecklistOpen(Refusal):
    """Required papers or checks of the step are not ticked."""

    says = (
        "Kelengkapan langkah ini belum terpenuhi: %(missing)s. Centang setelah diperiksa, atau "
        "kembalikan."
    )


class ReasonMissing(Refusal):
    """This act needs a reason in words."""

    says = "Tuliskan alasannya: %(act)s selalu dicatat bersama alasan."


class FieldsWrong(Refusal):
    """Form fields do not satisfy the SOP; `faults` maps each field's name to its sentence."""

    says = "Ada isian yang perlu diperbaiki: %(summary)s"

    def __init__(self, faults: dict[str, Sentence]) -> None:
        self.faults = faults
        super().__init__(summary=" ".join(faults.values()))


class TimeOutOfOrder(Refusal):
    """A moment entered late may not lie before the fact before it, nor in the future."""

    says = (
        "Waktu kejadian %(moment)s tidak mungkin: harus sesudah %(earliest)s dan tidak melewati "
        "saat ini."
    )


class NotInForce(Refusal):
    """Only a version in force on the day opens cases."""

    says = (
        "SOP %(sop)s tidak berlaku di unit ini pada %(day)s, sehingga tidak dapat membuka "
        "permohonan."
    )


class DefinitionChanged(Refusal):
    """An adopted file was altered; ratified text is immutable."""

    says = (
        "Berkas %(file)s berbeda dari naskah yang sudah diadopsi (%(letter)s). Naskah yang "
        "disahkan tidak boleh berubah: kembalikan isinya, atau buat versi baru."
    )


class DefinitionFaulty(Refusal):
    """A definition has faults; each is listed with its line and remedy."""

    says = "Definisi %(file)s belum dapat dipakai:\n%(faults)s"


class TwoInForce(Refusal):
    """A unit can have one version of an SOP in force at a time."""

    says = (
        "Sudah ada versi SOP %(sop)s yang berlaku di %(unit)s dalam masa itu. Akhiri versi lama "
        "lebih dahulu."
    )


class TooLarge(Refusal):
    """An attachment exceeds the cap."""

    says = (
        "Berkas %(name)s terlalu besar: %(size)s, paling besar %(cap)s. Perkecil pindaiannya lalu "
        "unggah lagi."
    )


class Overloaded(Refusal):
    """No connection to the database became free in time; nothing was written."""

    says = "Server sedang sangat sibuk dan belum mencatat apa pun. Coba lagi sebentar lagi."


class Busy(Refusal):
    """Three attempts lost the race; nothing was written."""

    says = "Permohonan ini sedang dikerjakan banyak orang. Belum ada yang tercatat; silakan ulangi."
