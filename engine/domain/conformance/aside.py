"""Deviations beside the completed steps: leaving the flow, pausing, and the service's promise."""

from collections.abc import Iterator

from engine.domain.conformance.act import Yardstick
from engine.domain.conformance.course import Place, moment
from engine.domain.conformance.deviation import Aspect, Deviation
from engine.domain.errors import Sentence
from engine.domain.facts import Fact, Happening
from engine.domain.sop import Ending

# Ends that the applicant may choose at any step (UU 25/2009), so no SOP needs to draw them.
_HIS_RIGHT = frozenset({Ending.WITHDRAWN})

Judged = tuple[Aspect, str, Deviation | None]  # of which step; None: as the SOP says


def beside(by: Yardstick, place: Place, fact: Fact) -> Iterator[Judged]:
    """What a fact that completes no step is judged by."""
    match fact.kind:
        case Happening.DEVIATED:
            yield _left_the_flow(fact)
        case Happening.CLOSED if fact.says["ending"] not in _HIS_RIGHT:
            yield _closed(by, place, fact)
        case Happening.SUSPENDED if fact.says["reason"] not in by.sop.pauses:
            yield _unknown_pause(fact)
        case Happening.RESUMED:
            yield _pause(by, place, fact)
        case Happening.DECLARED_COMPLETE:
            yield _declared(by, place, fact)


def _left_the_flow(fact: Fact) -> Judged:
    step, to = fact.says["from"], fact.says["to"]
    says = Sentence(
        "Permohonan dipindahkan dari langkah %(step)s ke langkah %(to)s di luar alur SOP.",
        step=step,
        to=to,
    )
    return _judged(Aspect.ORDER, step, says, fact, reasoned="reason" in fact.committed)


def _closed(by: Yardstick, place: Place, fact: Fact) -> Judged:
    step = _number(by, place)
    says = (
        Sentence("Permohonan ditutup di langkah %(step)s, bukan di akhir alur SOP.", step=step)
        if step
        else Sentence("Permohonan ditutup di luar langkah, bukan di akhir alur SOP.")
    )
    return _judged(Aspect.ORDER, step, says, fact, reasoned="reason" in fact.committed)


def _unknown_pause(fact: Fact) -> Judged:
    step, reason = fact.says["step"], fact.says["reason"]
    says = Sentence(
        "Permohonan dijeda di langkah %(step)s karena “%(reason)s”, yang tidak dikenal SOP.",
        step=step,
        reason=reason,
    )
    return _judged(Aspect.PAUSE, step, says, fact)


def _pause(by: Yardstick, place: Place, fact: Fact) -> Judged:
    step, most = _number(by, place), moment(place["resumes_at"])
    if most is None or fact.happened_at <= most:
        return Aspect.PAUSE, step, None
    ended, told = by.apart(fact.happened_at, most)
    says = Sentence(
        "Jeda di langkah %(step)s berlangsung sampai %(end)s, melewati batasnya %(most)s.",
        step=step,
        end=ended,
        most=told,
    )
    return _judged(Aspect.PAUSE, step, says, fact)


def _declared(by: Yardstick, place: Place, fact: Fact) -> Judged:
    owed = [by.sop.requirements.get(code, code) for code in place["missing"] or ()]
    if not owed:
        return Aspect.REQUIREMENTS, "", None
    says = Sentence(
        "Berkas dinyatakan lengkap padahal persyaratan ini belum ada: %(missing)s.",
        missing=", ".join(owed),
    )
    return _judged(Aspect.REQUIREMENTS, "", says, fact)


def promise(by: Yardstick, place: Place, done_by: int) -> Judged | None:
    """Whether the promise to the applicant was kept; None where it is open, or none was made.

    `done_by` is the fact that made the product ready or closed the case.
    """
    due = moment(place["promised_at"])
    done = moment(place["ready_at"]) or moment(place["closed_at"])
    if due is None or done is None:
        return None
    if done <= due:
        return Aspect.TIME, "", None
    ended, told = by.apart(done, due)
    says = Sentence(
        "Layanan selesai %(done)s, sesudah waktu yang dijanjikan %(due)s (%(limit)s).",
        done=ended,
        due=told,
        limit=by.sop.service.limit.text,
    )
    late = Deviation(aspect=Aspect.TIME, step="", sentence=says, evidence=(done_by,))
    return Aspect.TIME, "", late


def _number(by: Yardstick, place: Place) -> str:
    state = by.sop.states.get(place["step"] or "")
    return state.step.number if state else ""


def _judged(
    aspect: Aspect, step: str, says: Sentence, fact: Fact, *, reasoned: bool = False
) -> Judged:
    found = Deviation(
        aspect=aspect, step=step, sentence=says, evidence=(fact.version,), reasoned=reasoned
    )
    return aspect, step, found
