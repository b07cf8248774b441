"""Builders: short ways to make a case stand somewhere, over the real commands."""

from collections.abc import Mapping

from engine import clock
from engine.commands import By, claim_step, complete_step, open_case
from engine.commands.open_case import Opened
from engine.domain.case import Case, Status
from engine.domain.sop import Field, FieldType, Sop
from engine.store import cases, sops
from tests.cast import Cast

APPLICANT = {
    "name": "Siti Aminah Daeng Puji",
    "nik": "9900014803900001",
    "birth_date": "08-03-1990",
    "phone": "0812 0000 4471",
}
_ANSWERS = {FieldType.NUMBER: "2", FieldType.DATE: "2026-01-05", FieldType.FILE: "contoh.pdf"}
_FITTING = {"nisn": "0012345678", "nip": "198501012010011001", "tahun": "2019"}


def open_any(
    cast: Cast,
    unit: str,
    code: str,
    *,
    missing: frozenset[str] = frozenset(),
    applicant: Mapping[str, str] = APPLICANT,
    given: Mapping[str, str] | None = None,
) -> Opened:
    """A request at the unit's counter, with every paper but the missing ones."""
    sop = sops.in_force(cast.store, unit, code, clock.now().date())
    return open_case(
        cast.store,
        unit,
        code,
        by=By(person=cast.holder(f"{unit}:@loket").id),
        applicant=applicant,
        given={**answered(sop.intake), **(given or {})},
        ticked=frozenset(sop.requirements) - missing,
    )


def open_sktm(cast: Cast, **how: object) -> Opened:
    """A certificate of need in Contoh Utara: citra, darmawan, citra, darmawan, evi, fadli act."""
    return open_any(cast, "kec-contoh-utara", "SKTM", **how)


def open_kk(cast: Cast, **how: object) -> Opened:
    """A family card at the Disdukcapil: marlina, yusran, hasnah, suryani, yusran, marlina act."""
    return open_any(cast, "disdukcapil", "KK", **how)


def open_sipb(cast: Cast, **how: object) -> Opened:
    """A midwife's licence at the DPMPTSP, with a step at the Dinas Kesehatan (vina)."""
    return open_any(cast, "dpmptsp", "SIPB", **how)


def answered(fields: tuple[Field, ...]) -> dict[str, str]:
    """An answer that fits to each question."""
    return {
        question.name: question.choices[0]
        if question.choices
        else _FITTING.get(question.name) or _ANSWERS.get(question.type, "Contoh")
        for question in fields
    }


def advance(cast: Cast, number: str, outcome: str = "", **how: object) -> Case:
    """Somebody whose turn it is completes the open step; its main outcome unless told.

    A step for which the applicant must be present is claimed first.
    """
    case = cases.load(cast.store, number).case
    state = sop_of(cast, case).states[case.step or ""]
    by = By(person=case.holder or cast.holder(case.turn).id)
    if state.step.applicant_present and case.entered_at is None:
        claim_step(cast.store, number, by=by)
    told = {
        "ticked": frozenset(state.step.needs),
        "given": answered(state.step.fields),
        "receiver": APPLICANT["name"] if state.step.hands_over else "",
        "note": "Lihat catatan pada berkas.",
    }
    label = outcome or state.step.outcomes[0].label
    return complete_step(cast.store, number, label, by=by, **{**told, **how})


def advance_to(cast: Cast, number: str, state: str) -> Case:
    """The main way up to a state such as "5" or "5#2"; or "ready" or "closed"."""
    case = cases.load(cast.store, number).case
    while state not in (case.step, case.status) and case.status is Status.RUNNING:
        case = advance(cast, number)
    assert state in (case.step, case.status), f"{number} stands at {case.step}, {case.status}"
    return case


def sop_of(cast: Cast, case: Case) -> Sop:
    """The procedure a case is bound to."""
    return sops.by_digest(cast.store, case.sop)
