"""Conformance: a case judged by the SOP version that binds it and by the office of that time.

Nothing the product decided is taken on trust: the facts are held against the SOP's own text, the
posts people held on the day, and the due moments as they stood.
"""

from collections.abc import Sequence

from engine.domain.conformance import aside
from engine.domain.conformance.act import Act
from engine.domain.conformance.act import Yardstick as Yardstick
from engine.domain.conformance.checks import OF_A_STEP
from engine.domain.conformance.course import Place, completes, course, taken_back
from engine.domain.conformance.deviation import Aspect as Aspect
from engine.domain.conformance.deviation import Deviation as Deviation
from engine.domain.conformance.eyes import Hands, four_eyes
from engine.domain.conformance.verdict import Verdict as Verdict
from engine.domain.errors import Sentence
from engine.domain.facts import Fact, Happening


def judge(by: Yardstick, facts: Sequence[Fact]) -> Verdict:
    """The verdict over a case from its facts, as read back from their bytes.

    Only facts of the SILENT kinds may be left out. A completion that was taken back does not
    stand, and is not judged.
    """
    verdict, hands, gone = Verdict(), Hands(), taken_back(facts)
    place: Place = {}
    done = 0
    for place, fact in course(facts):
        changes = fact.changes
        if "ready_at" in changes or ("closed_at" in changes and not place["ready_at"]):
            done = fact.version
        if not completes(fact):
            if fact.kind is Happening.REASSIGNED:
                place["given"] = fact.says["to"], fact.version
            for judged in aside.beside(by, place, fact):
                _judge_beside(verdict, *judged)
        elif fact.version not in gone:
            _judge_step(by, place, fact, hands, verdict)
    kept = aside.promise(by, place, done)
    if kept:
        _judge_beside(verdict, *kept)
    return verdict


def _judge_step(by: Yardstick, place: Place, fact: Fact, hands: Hands, verdict: Verdict) -> None:
    says = fact.says
    way = by.ways.get((place["step"], says["outcome"]))
    if way is None or way.step != says["step"]:
        _judge_beside(verdict, Aspect.ORDER, says["step"], _not_in_the_sop(fact))
        return
    verdict.count(way.step, way.timed if way.leaves and place["due_at"] else way.judged)
    act = Act(fact=fact, place=place, way=way, doer=says.get("signer", fact.actor))
    for check in OF_A_STEP:
        if found := check(by, act):
            verdict.deviations += found
    if way.apart:
        verdict.deviations += four_eyes(by, act, hands)


def _judge_beside(verdict: Verdict, aspect: Aspect, step: str, found: Deviation | None) -> None:
    verdict.count(step, (aspect,))
    if found:
        verdict.deviations.append(found)


def _not_in_the_sop(fact: Fact) -> Deviation:
    says = Sentence(
        "SOP tidak mengenal hasil “%(outcome)s” di langkah %(step)s pada saat itu.",
        outcome=fact.says["outcome"],
        step=fact.says["step"],
    )
    return Deviation(
        aspect=Aspect.ORDER, step=fact.says["step"], sentence=says, evidence=(fact.version,)
    )
