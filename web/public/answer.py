"""The answer to an applicant's one question: does the promise hold, and what must I do?"""

from dataclasses import dataclass

from flask_babel import gettext as _

from engine.domain.case import Case, Status
from engine.domain.facts import Happening
from engine.domain.sop import Ending, Sop
from web.account.place import reason_of
from web.counter.promise import Promise
from web.public.stages import Course
from web.wording import day, moment


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """The big answer: a title above it, the answer, and a state below with its tone."""

    title: str
    answer: str
    tone: str
    state: str
    note: str = ""
    tells_account: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """What the applicant must do now, if anything."""

    tone: str
    title: str
    sentence: str
    papers: tuple[str, ...] = ()
    place: bool = False  # whether to say where and when


def answer(case: Case, sop: Sop, way: Course, promise: Promise, late: bool) -> Answer:
    """How it stands with the promise."""
    if way.handed_over or case.status is Status.CLOSED:
        return _ended(case, way)
    if case.ready_at:
        return Answer(title=_("Keadaan permohonan"), answer=_("Siap diambil"), tone="daun",
                      state=_("Siap sejak %(moment)s", moment=moment(case.ready_at)))  # fmt: skip
    if case.status is Status.RETURNED:
        return Answer(title=_("Keadaan permohonan"), answer=_("Menunggu kelengkapan dari Anda"),
                      tone="jeda", state=_pending(case, promise),
                      tells_account=promise.due is not None)  # fmt: skip
    if case.status is Status.SUSPENDED:
        state = _("Sedang dijeda: %(reason)s", reason=reason_of(case.pauses[-1].reason, sop))
        return Answer(title=promise.title, answer=promise.answer, tone="jeda", state=state,
                      note=promise.note, tells_account=bool(promise.lines))  # fmt: skip
    return _running(promise, late)


def _running(promise: Promise, late: bool) -> Answer:
    tone, state = "redam", _("Sedang diproses")
    if late:
        tone, state = "telat", _("Terlambat dari janji kami; mohon maaf")
    elif promise.due:
        tone, state = "daun", _("Masih sesuai janji")
    return Answer(title=promise.title, answer=promise.answer, tone=tone, state=state,
                  note=promise.note, tells_account=bool(promise.lines))  # fmt: skip


def _pending(case: Case, promise: Promise) -> str:
    if promise.due:
        return _("Janji tetap berjalan: %(moment)s", moment=promise.answer)
    if case.complete_at:
        return _("Jangka waktu berhenti selama berkas ada pada Anda")
    return _("Jangka waktu dihitung sesudah berkas lengkap")


def _ended(case: Case, way: Course) -> Answer:
    closed = way.handed_over or case.closed_at
    when = day(closed) if closed else ""
    ending = Ending.DONE if way.handed_over else case.ending or Ending.DONE
    words = {
        Ending.DONE: (_("Selesai"), "daun"),
        Ending.REFUSED: (_("Tidak dapat dikabulkan"), "telat"),
        Ending.CANCELLED: (_("Dibatalkan"), "redam"),
        Ending.WITHDRAWN: (_("Ditarik oleh pemohon"), "redam"),
        Ending.NOT_OURS: (_("Bukan wewenang kantor ini"), "redam"),
    }
    answer, tone = words[ending]
    state = (
        _("Hasil diserahkan %(day)s", day=when)
        if way.handed_over
        else _("Ditutup %(day)s", day=when)
    )
    return Answer(title=_("Keadaan permohonan"), answer=answer, tone=tone, state=state)


def duty(case: Case, sop: Sop, way: Course) -> Duty:
    """What to do now; reasons by their category in the SOP, never in somebody's own words."""
    if way.handed_over:
        return Duty(tone="daun", title=_("Tidak ada yang perlu Anda lakukan"),
                    sentence=_("Permohonan ini sudah selesai. Terima kasih."))  # fmt: skip
    if case.status is Status.CLOSED:
        return _after_closing(case, way)
    if case.status is Status.RETURNED:
        return _complete_it(case, sop, way)
    if case.ready_at:
        sentence = _("Bawa tanda terima dan KTP-el. Bila diwakilkan, sertakan surat kuasa.")
        return Duty(tone="daun", title=_("Ambil hasilnya di loket"), sentence=sentence, place=True)
    if _waits_for_him(case, sop):
        return Duty(tone="kini", title=_("Datanglah untuk langkah ini"),
                    sentence=_("Langkah ini dikerjakan bersama Anda."), place=True)  # fmt: skip
    return Duty(
        tone="daun",
        title=_("Tidak ada yang perlu Anda lakukan"),
        sentence=_(
            "Berkas Anda sedang dikerjakan. Halaman ini selalu menunjukkan keadaan terakhir."
        ),
    )


def _waits_for_him(case: Case, sop: Sop) -> bool:
    at_step = case.status is Status.RUNNING and case.step in sop.states
    present = at_step and sop.states[case.step or ""].step.applicant_present
    return present and case.entered_at is None


def _complete_it(case: Case, sop: Sop, way: Course) -> Duty:
    papers = tuple(sop.requirements[key] for key in case.missing if key in sop.requirements)
    if papers:
        sentence = _("Yang masih kurang:")
    else:
        sentence = _(
            "Alasan pengembalian: %(reason)s. Rinciannya dapat ditanyakan di loket.",
            reason=_category(way),
        )
    return Duty(tone="dekat", title=_("Lengkapi berkas Anda"), sentence=sentence, papers=papers,
                place=True)  # fmt: skip


def _category(way: Course) -> str:
    """The label of the outcome that led here, as the SOP words it."""
    label = way.last.says.get("outcome") if way.last else None
    return str(label) if label else _("berkas belum lengkap")


def _after_closing(case: Case, way: Course) -> Duty:
    if case.ending is Ending.WITHDRAWN:
        sentence = _("Anda dapat mengajukan permohonan baru kapan saja.")
        return Duty(tone="redam", title=_("Permohonan ini sudah ditarik"), sentence=sentence)
    if case.ending is Ending.DONE:
        return Duty(tone="daun", title=_("Tidak ada yang perlu Anda lakukan"),
                    sentence=_("Permohonan ini sudah selesai. Terima kasih."))  # fmt: skip
    by_outcome = way.last is not None and way.last.kind is Happening.COMPLETED
    why = _("Alasannya: %(reason)s.", reason=_category(way)) + " " if by_outcome else ""
    sentence = why + _(
        "Penjelasan lengkap diberikan di loket. Anda berhak mengajukan keberatan atau pengaduan, "
        "dan dapat mengajukan permohonan baru bila syaratnya sudah terpenuhi."
    )
    return Duty(tone="dekat", title=_("Tanyakan penjelasannya di loket"), sentence=sentence,
                place=True)  # fmt: skip
