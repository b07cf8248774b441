"""Changes of calendars: the states they go through, who may make them, and when not."""

from datetime import date
from enum import StrEnum

from engine.domain.errors import NotAllowed, Refusal
from engine.domain.people import Actor, Duty


class State(StrEnum):
    """Where a change stands; one that undoes another goes on by itself after its preview."""

    PREVIEWING = "previewing"  # open cases are looked at, nothing is written to them
    PREVIEWED = "previewed"  # somebody decides
    APPLYING = "applying"  # its calendars hold; cases are reckoned anew, chunk by chunk
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


UNDER_WAY = frozenset({State.PREVIEWING, State.PREVIEWED, State.APPLYING})


class NoDifference(Refusal):
    """The proposed text says what the calendar says already."""

    says = "Usulan ini sama dengan kalender %(calendar)s yang berlaku. Ubah sesuatu lebih dahulu."


class ChangeUnderWay(Refusal):
    """One change at a time of a calendar, those above it and its heirs."""

    says = (
        "Perubahan nomor %(change)s pada kalender %(calendar)s belum selesai. Terapkan atau "
        "batalkan dahulu, lalu ulangi."
    )


class NotInState(Refusal):
    """The change has gone on since the screen was drawn, or cannot do this yet."""

    says = "Perubahan ini tidak dapat %(act)s: %(why)s. Muat ulang untuk melihat keadaannya."


class NotNewest(Refusal):
    """Only the newest change of a calendar can be undone."""

    says = (
        "Kalender %(calendar)s sudah berubah lagi sesudah itu. Urungkan dahulu perubahan yang "
        "lebih baru, atau usulkan perubahan baru."
    )


class LetterMissing(Refusal):
    """A calendar changes by a letter."""

    says = "Kalender berubah menurut surat: isi nomor keputusannya sebelum menerapkan."


class HeirCannotFollow(Refusal):
    """A change would give an heir rules that contradict each other."""

    says = (
        "Kalender %(heir)s tidak dapat mengikuti perubahan ini: jam kerjanya akan bertumpuk atau "
        "kosong. Ubah kalender itu lebih dahulu."
    )


def must_keep_calendars(actor: Actor, day: date) -> None:
    """Raises NotAllowed unless the actor keeps calendars on that day."""
    if not actor.with_duty(Duty.ADMIN, day) and not actor.with_duty(Duty.SECTION, day):
        raise NotAllowed(why="kalender diatur oleh administrator atau Bagian Organisasi")
