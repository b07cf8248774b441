"""The dossier (berkas) of a case: opening, correcting, noting, attaching, handing over, closing."""

from collections.abc import Mapping
from typing import Any

from engine.domain import clocks, steps
from engine.domain.case import Status
from engine.domain.errors import NotAllowed, ReasonMissing, WrongMoment
from engine.domain.facts import Fact, Happening, Word, words
from engine.domain.people import Duty, Holding, acting_at, reading_scope
from engine.domain.questions import answers, applicant_answers
from engine.domain.situation import Situation
from engine.domain.sop import ClockRule, Ending


def open_case(
    at: Situation, applicant: Mapping[str, str], given: Mapping[str, str], ticked: frozenset[str]
) -> Fact:
    """Opens a request at the counter.

    With a paper missing the file goes back to the applicant at once, with the list of what is
    missing; otherwise the case enters its first step. Raises NotAllowed, FieldsWrong.
    """
    held = at.counter()
    if held is None:
        raise NotAllowed(why="permohonan dibuka oleh petugas loket unit ini")
    personal = applicant_answers(applicant) + answers(at.sop.intake, given, "intake")
    missing = tuple(code for code in at.sop.requirements if code not in ticked)
    changes: dict[str, Any] = {"opened_at": at.when, "missing": missing}
    first = at.sop.first
    if missing:
        changes |= steps.to_applicant(at, first.step.number, ClockRule.CONTINUE)
    else:
        changes |= clocks.enter(at, first)
        if at.sop.opening_declares:
            changes |= clocks.declare_complete(at)
    if at.case.parent:
        changes["parent"] = at.case.parent
    says = {
        "number": at.case.number,
        "unit": at.case.unit,
        "sop": at.sop.digest,
        "missing": missing,
        "step": first.step.number,
    }
    return at.fact(Happening.OPENED, held, says, changes, personal)


def correct(at: Situation, field: str, old: str, new: Word, reason: str) -> Fact:
    """Sets intake data right: the old words stay, beside the new ones and the reason.

    By the counter or the holder of the open step.
    """
    at.must_be_open()
    held = at.counter() or acting_at(at.actor, at.case.turn, at.day) or at.superior()
    if held is None:
        raise NotAllowed(why="data permohonan dibetulkan oleh loket atau pemegang langkah")
    if not reason.strip():
        raise ReasonMissing(act="pembetulan data")
    if old.strip() == new.text:
        raise WrongMoment(why="isi yang baru sama dengan yang lama")
    return at.fact(Happening.CORRECTED, held, {"field": field}, {}, (new, *words(reason=reason)))


def note(at: Situation, text: str) -> Fact:
    """Adds a note for colleagues; a closed case takes notes too."""
    if not text.strip():
        raise ReasonMissing(act="catatan")
    return at.fact(Happening.NOTED, _reader(at), {}, {}, words(note=text))


def attach(at: Situation, name: Word, commits: str, size: int) -> Fact:
    """Attaches a document; the chain commits to its bytes."""
    says = {"size": size, "content": commits}
    return at.fact(Happening.ATTACHED, _reader(at), says, {}, (name,))


def _reader(at: Situation) -> Holding:
    """The holding by which the actor belongs to this case; auditors read and change nothing."""
    for held in at.actor.on(at.day):
        only_reads = held.position.duties & {Duty.AUDITOR, Duty.SECTION}
        units = {at.case.unit, *at.sop.of_others()}
        if held.desks & set(at.case.turn.split("|")) or (
            held.position.unit in units and not only_reads
        ):
            return held
    raise NotAllowed(why="permohonan ini bukan urusan unit Anda")


def hand_over(at: Situation, receiver: str, note: str = "") -> Fact:
    """Hands the product over to a named receiver, at the counter; that closes the case."""
    held = at.counter()
    if held is None:
        raise NotAllowed(why="penyerahan dilakukan oleh petugas loket")
    at.must_be_open()
    if at.case.status is not Status.READY:
        raise WrongMoment(why="hasil permohonan ini belum siap diambil")
    if not receiver.strip():
        raise ReasonMissing(act="penyerahan (nama penerima)")
    changes = steps.close_changes(at, Ending.DONE)
    return at.fact(Happening.HANDED_OVER, held, {}, changes, words(receiver=receiver, note=note))


def close(at: Situation, ending: Ending, reason: str) -> Fact:
    """Ends a case outside its SOP's own ends: withdrawn, refused, cancelled, not ours."""
    at.must_be_open()
    held = at.counter() if ending is Ending.WITHDRAWN else at.superior()
    held = held or at.superior()
    if held is None:
        raise NotAllowed(why="penutupan hanya oleh atasan; penarikan oleh pemohon dicatat di loket")
    if ending is Ending.DONE:
        raise WrongMoment(why="selesai hanya dicapai melalui langkah SOP")
    if not reason.strip():
        raise ReasonMissing(act="penutupan")
    changes = steps.close_changes(at, ending)
    return at.fact(Happening.CLOSED, held, {"ending": ending}, changes, words(reason=reason))


def reopen(at: Situation, linked: str, reason: str) -> Fact:
    """Marks a closed case as continued by a linked new one; its own clock stays frozen."""
    held = at.counter()
    if held is None:
        raise NotAllowed(why="permohonan lanjutan dibuka oleh petugas loket unit ini")
    if at.case.is_open:
        raise WrongMoment(why="permohonan ini masih terbuka")
    if not reason.strip():
        raise ReasonMissing(act="pembukaan kembali")
    return at.fact(Happening.REOPENED, held, {"by": linked}, {}, words(reason=reason))


def erase(at: Situation, reason: str) -> Fact:
    """Records that the personal words of a closed case were erased (UU 27/2022)."""
    held = at.actor.with_duty(Duty.ADMIN, at.day)
    if not held:
        raise NotAllowed(why="penghapusan data pribadi dilakukan oleh administrator")
    if at.case.is_open:
        raise WrongMoment(
            why="data pribadi permohonan yang masih terbuka diperlukan untuk melayani"
        )
    if not reason.strip():
        raise ReasonMissing(act="penghapusan data pribadi")
    return at.fact(Happening.ERASED, held[0], {"basis": "UU 27/2022"}, {}, ())


def may_read(at: Situation) -> bool:
    """Whether the actor may read this case: his units open it, do a step of it, or he holds it."""
    scope = reading_scope(at.actor, at.office, at.day)
    theirs = at.actor.desks(at.day) & set(at.case.turn.split("|"))
    involved = {at.case.unit, *at.sop.of_others()}
    return bool(involved & scope) or bool(theirs) or at.case.holder == at.actor.id
