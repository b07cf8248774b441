"""The checks of a completed step: each answers with the deviations it finds."""

from collections.abc import Callable, Iterator

from engine.domain.conformance.act import Act, Yardstick
from engine.domain.conformance.course import moment
from engine.domain.conformance.deviation import Aspect, Deviation
from engine.domain.errors import Sentence
from engine.domain.machine import APPLICANT, READY

Found = tuple[Deviation, ...]
Check = Callable[[Yardstick, Act], Found]
FINE: Found = ()


def order(by: Yardstick, act: Act) -> Found:
    """The case went where the outcome leads."""
    to, way = act.fact.says.get("to"), act.way
    if to == way.target:
        return FINE
    says = Sentence(
        "Langkah %(step)s dengan hasil “%(outcome)s” menurut SOP menuju %(expected)s, tetapi "
        "permohonan dibawa ke %(to)s.",
        step=way.step,
        outcome=way.outcome.label,
        expected=_where(by, way.target),
        to=_where(by, to),
    )
    return _one(act, Aspect.ORDER, says)


def _where(by: Yardstick, target: str | None) -> Sentence:
    """A place on the paper in words."""
    state = by.sop.states.get(target or "")
    if state is not None:
        return Sentence("langkah %(step)s", step=state.step.number)
    if target == APPLICANT:
        return Sentence("pemohon")
    return Sentence("siap diambil") if target == READY else Sentence("akhir alur")


def actor(by: Yardstick, act: Act) -> Found:
    """Whoever did it held, that day, the post in which he acted, and that post does this step."""
    post, way = act.fact.position, act.way
    held = by.held(act.doer, post, act.fact.happened_at)
    turn = by.desks[way.state.id]
    if held is not None and (post in turn or held.desks & turn):
        return FINE
    title = by.office.title(post)
    if held is None:
        says = Sentence(
            "Langkah %(step)s diselesaikan sebagai %(post)s oleh orang yang hari itu tidak "
            "memegang jabatan tersebut.",
            step=way.step,
            post=title,
        )
        return _one(act, Aspect.ACTOR, says)
    says = Sentence(
        "Langkah %(step)s diselesaikan oleh %(post)s, padahal pelaksananya %(turn)s.",
        step=way.step,
        post=title,
        turn=by.office.titles("|".join(sorted(turn))),
    )
    to, version = act.place.get("given", (None, 0))
    handed = to is not None and to == act.doer == act.place["holder"]
    return _one(act, Aspect.ACTOR, says, (version,) if handed else (), reasoned=handed)


def time(by: Yardstick, act: Act) -> Found:
    """The step was left by its due moment, as that stood then."""
    due = moment(act.place["due_at"])
    if due is None or not act.way.leaves or act.fact.happened_at <= due:
        return FINE
    done, told = by.apart(act.fact.happened_at, due)
    says = Sentence(
        "Langkah %(step)s selesai %(done)s, sesudah jatuh temponya %(due)s (%(limit)s).",
        step=act.way.step,
        done=done,
        due=told,
        limit=act.way.state.step.within.text,
    )
    return _one(act, Aspect.TIME, says)


def requirements(by: Yardstick, act: Act) -> Found:
    """Papers are there, questions answered, reasons given, the receiver named."""
    if Aspect.REQUIREMENTS not in act.way.judged:
        return FINE
    return tuple(_deviation(act, Aspect.REQUIREMENTS, says) for says in _lacking(by, act))


def _lacking(by: Yardstick, act: Act) -> Iterator[Sentence]:
    way, told = act.way, act.fact.committed
    owed = [code for code in act.place["missing"] or () if code in way.papers]
    if owed:
        yield Sentence(
            "Langkah %(step)s selesai padahal persyaratan ini belum ada: %(missing)s.",
            step=way.step,
            missing=", ".join(by.sop.requirements[code] for code in owed),
        )
    for word, title in way.answers:
        if word not in told:
            yield Sentence(
                "Langkah %(step)s selesai tanpa isian wajib “%(field)s”.",
                step=way.step,
                field=title,
            )
    if way.reason and "note" not in told:
        yield Sentence(
            "Hasil “%(outcome)s” di langkah %(step)s mengharuskan alasan, tetapi tidak ada.",
            outcome=way.outcome.label,
            step=way.step,
        )
    if way.receiver and "receiver" not in told:
        yield Sentence("Hasil diserahkan di langkah %(step)s tanpa nama penerima.", step=way.step)


def record(by: Yardstick, act: Act) -> Found:
    """The step was entered by whoever did it, when it was done."""
    fact, found = act.fact, FINE
    if "signer" in fact.says:
        says = Sentence(
            "Langkah %(step)s ditandatangani di atas kertas dan dicatat oleh orang lain.",
            step=act.way.step,
        )
        found += _one(act, Aspect.RECORD, says, reasoned="letter" in fact.committed)
    if "late_entry" in fact.says:
        says = Sentence(
            "Langkah %(step)s dicatat susulan: terjadi %(happened)s, dicatat %(recorded)s.",
            step=act.way.step,
            happened=by.shown(fact.happened_at),
            recorded=by.shown(fact.recorded_at),
        )
        found += _one(act, Aspect.RECORD, says, reasoned="why_late" in fact.committed)
    return found


def _one(
    act: Act,
    aspect: Aspect,
    says: Sentence,
    before: tuple[int, ...] = (),
    *,
    reasoned: bool = False,
) -> Found:
    return (_deviation(act, aspect, says, before, reasoned=reasoned),)


def _deviation(
    act: Act,
    aspect: Aspect,
    says: Sentence,
    before: tuple[int, ...] = (),
    *,
    reasoned: bool = False,
) -> Deviation:
    """A deviation shown by the act itself and by the facts before it that belong to it."""
    return Deviation(
        aspect=aspect,
        step=act.way.step,
        sentence=says,
        evidence=(*before, act.fact.version),
        reasoned=reasoned,
    )


OF_A_STEP: tuple[Check, ...] = (order, actor, time, requirements, record)
