"""Conformance: what of a case is as its SOP says, and what is not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.domain import clocks, dossier, steps
from engine.domain.conformance import Aspect, judge
from engine.domain.conformance.rates import Rates
from engine.domain.facts import Happening
from engine.domain.limit import parse_limit
from engine.domain.sop import Ending
from tests.domain.judged import found, sealed, times, verdict, yardstick
from tests.domain.stage import Stage, acting, officer, on_paper, sop, wita

UNIT = "kec-contoh-utara"
LOKET, KASI = officer(f"{UNIT}:loket"), officer(f"{UNIT}:kasi_kesos")
SEKCAM, CAMAT = officer(f"{UNIT}:sekcam"), officer(f"{UNIT}:camat")
ALL = (LOKET, KASI, SEKCAM, CAMAT)
WAY = (
    (LOKET, "Terdaftar", "Berkas permohonan"),
    (KASI, "Sesuai", "Berkas tercocokkan"),
    (LOKET, "Tercetak", "Berkas terverifikasi"),
    (KASI, "Benar", "Rancangan surat"),
    (SEKCAM, "Benar", "Rancangan surat"),
    (CAMAT, "Ditandatangani", "Surat berparaf"),
    (LOKET, "Bernomor", "Surat ditandatangani"),
    (LOKET, "Diserahkan", "Tanda terima"),
    (LOKET, "Selesai", ""),
)


@pytest.fixture
def stage() -> Stage:
    """A certificate of need just opened; each of its steps is to take ten minutes."""
    text = sop("kecamatan/sktm/1")
    timed = tuple(replace(step, within=parse_limit("10 menit")) for step in text.steps)
    opened = Stage(replace(text, steps=timed), UNIT, wita("2026-04-09 10:00"))
    opened.open()
    return opened


def walk(stage: Stage, until: int, *, minutes: int = 2) -> Stage:
    """The main way, so many steps of it."""
    for who, outcome, tick in WAY[len(_completed(stage)) : until]:
        stage.wait(minutes=minutes)
        stage.act(who, done(outcome or _main(stage), tick, receiver="Siti"))
    return stage


def _completed(stage: Stage) -> list[object]:
    return [fact for fact in stage.facts if "outcome" in fact.says]


def _main(stage: Stage) -> str:
    return stage.text.states[stage.case.step or ""].step.outcomes[0].label


def done(outcome: str, *ticks: str, **more: str):
    return lambda at: steps.complete(at, outcome, ticked=frozenset(ticks), **more)


def whole(stage: Stage) -> Stage:
    walk(stage, 8)
    return _archived(stage)


def _archived(stage: Stage) -> Stage:
    stage.wait(minutes=2)
    stage.act(LOKET, done(_main(stage)))
    return stage


def test_a_case_that_went_by_the_sop_has_no_deviation_and_every_step_was_judged(stage):
    told = verdict(whole(stage), *ALL)
    assert told.deviations == []
    assert [times(told, number) for number in "23456789"] == [1, 1, 1, 2, 1, 1, 1, 1]
    assert times(told, "5", Aspect.ORDER) == 2
    assert times(told, "5", Aspect.TIME) == 1  # two signatures, one limit
    assert times(told, "", Aspect.TIME) == 1  # the promise


def test_a_step_left_after_its_due_moment_is_late_with_both_moments_told(stage):
    walk(stage, 1, minutes=11)
    (late,) = verdict(stage, *ALL).deviations
    assert (late.aspect, late.step, late.evidence) == (Aspect.TIME, "2", (2,))
    assert "09-04-2026 10.11" in late.sentence and "09-04-2026 10.10" in late.sentence


def test_a_step_late_by_seconds_is_told_to_the_second(stage):
    stage.wait(seconds=20)
    walk(stage, 1, minutes=10)
    (late,) = verdict(stage, *ALL).deviations
    assert "10.10.20" in late.sentence and "10.10.00" in late.sentence


def test_a_step_left_at_its_very_due_moment_is_not_late(stage):
    assert found(walk(stage, 1, minutes=10), *ALL) == []


def test_a_promise_that_was_not_kept_is_a_deviation_of_the_service(stage):
    walk(stage, 2).wait(hours=1)
    whole(stage)
    assert ("time", "", False) in found(stage, *ALL)


def test_who_held_no_such_post_that_day_had_no_authority(stage):
    walk(stage, 2)
    later = acting(KASI, starts=date(2026, 4, 10))
    assert found(stage, LOKET, later) == [("actor", "3", False)]
    assert found(stage, LOKET) == [("actor", "3", False)]


def test_plh_by_letter_and_between_dates_is_authority(stage):
    walk(stage, 2)
    plh = acting(KASI, standing="plh", starts=date(2026, 4, 9), ends=date(2026, 4, 9))
    assert found(stage, LOKET, plh) == []


def test_another_post_may_do_a_reassigned_step_for_that_reason_only(stage):
    walk(stage, 1)
    stage.act(CAMAT, lambda at: steps.reassign(at, SEKCAM, "Kasi sakit"))
    stage.act(SEKCAM, done("Sesuai", "Berkas tercocokkan"))
    assert found(stage, *ALL) == [("actor", "3", True)]
    assert verdict(stage, *ALL).deviations[0].evidence == (3, 4)
    unassigned = [fact for fact in sealed(stage) if fact.kind is not Happening.REASSIGNED]
    (wrong,) = judge(yardstick(stage, *ALL), unassigned).deviations
    assert (wrong.aspect, wrong.reasoned) == (Aspect.ACTOR, False)


def test_a_superiors_deviation_is_one_with_a_reason_and_no_error(stage):
    stage.act(CAMAT, lambda at: steps.deviate(at, "6", "Bencana banjir"))
    told = verdict(stage, *ALL)
    assert found(stage, *ALL) == [("order", "2", True)]
    assert told.errors == []


def test_a_deviation_whose_reason_was_never_recorded_is_an_error(stage):
    stage.act(CAMAT, lambda at: steps.deviate(at, "6", "Bencana banjir"))
    facts = sealed(stage)
    facts[-1] = replace(facts[-1], committed={})
    (one,) = judge(yardstick(stage, *ALL), facts).deviations
    assert not one.reasoned


def test_an_outcome_that_leads_elsewhere_than_the_sop_says_is_found(stage):
    facts = sealed(walk(stage, 1))
    facts[-1] = replace(facts[-1], says={**facts[-1].says, "to": "6"})
    (one,) = judge(yardstick(stage, *ALL), facts).deviations
    assert one.aspect is Aspect.ORDER
    assert "menuju langkah 3" in one.sentence and "dibawa ke langkah 6" in one.sentence


def test_an_outcome_the_sop_does_not_know_is_found(stage):
    facts = sealed(walk(stage, 1))
    facts[-1] = replace(facts[-1], says={**facts[-1].says, "outcome": "Setuju"})
    (one,) = judge(yardstick(stage, *ALL), facts).deviations
    assert "tidak mengenal hasil “Setuju”" in one.sentence


def test_one_person_in_two_roles_kept_apart_is_found_with_both_facts(stage):
    walk(stage, 4)
    both = replace(KASI, holdings=(*KASI.holdings, *SEKCAM.holdings))
    stage.act(SEKCAM, done("Benar", "Rancangan surat"))
    facts = sealed(stage)
    facts[-1] = replace(facts[-1], actor=KASI.id)
    (one,) = judge(yardstick(stage, LOKET, both), facts).deviations
    assert (one.aspect, one.step) == (Aspect.FOUR_EYES, "5")
    assert one.evidence == (3, len(facts))


def test_a_signature_on_paper_and_a_late_entry_are_deviations_with_a_reason(stage):
    walk(stage, 3)
    stage.wait(minutes=5)
    when, stage.now = stage.now, stage.now + timedelta(hours=2)
    stage.act(
        LOKET, done("Benar", "Rancangan surat"), on_paper=on_paper(KASI), happened_at=when,
        why_late="Listrik padam",
    )  # fmt: skip
    told = verdict(stage, *ALL)
    assert found(stage, *ALL) == [("record", "5", True)] * 2
    assert told.errors == []


def test_a_declared_file_that_lacks_a_paper_is_found(stage):
    facts = sealed(walk(stage, 1))
    opened = replace(facts[0], changes={**facts[0].changes, "missing": ["identitas"]})
    (one,) = judge(yardstick(stage, *ALL), [opened, *facts[1:]]).deviations
    assert one.aspect is Aspect.REQUIREMENTS
    assert "KTP" in one.sentence


def test_a_return_without_its_reason_and_a_hand_over_without_a_name_are_found(stage):
    facts = sealed(walk(stage, 8))
    facts[-1] = replace(facts[-1], committed={})
    (one,) = judge(yardstick(stage, *ALL), facts).deviations
    assert "tanpa nama penerima" in one.sentence


def test_a_pause_that_outlasted_its_maximum_is_found_and_one_within_it_is_fine(stage):
    walk(stage, 1)
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    stage.wait(hours=1)
    stage.act(KASI, clocks.resume)
    told = verdict(stage, *ALL)
    assert told.deviations == []
    assert times(told, "3", Aspect.PAUSE) == 1
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    stage.until("2026-04-14 09:00")
    stage.act(KASI, clocks.resume)
    assert found(stage, *ALL) == [("pause", "3", False)]


def test_a_pause_that_the_sweep_ended_at_its_maximum_is_fine(stage):
    walk(stage, 1)
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    stage.until("2026-04-14 09:00")
    stage.sweep()
    assert found(stage, *ALL) == []


def test_a_step_taken_back_does_not_stand_and_is_not_judged(stage):
    stage.wait(minutes=20)
    before = stage.case
    walk(stage, 1)
    stage.act(LOKET, lambda at: steps.take_back(at, before, "Salah pilih"))
    assert verdict(stage, *ALL).judged == {}


def test_an_applicant_may_withdraw_but_a_refusal_outside_the_steps_leaves_the_flow(stage):
    stage.act(LOKET, lambda at: dossier.close(at, Ending.WITHDRAWN, "Tidak jadi"))
    assert found(stage, *ALL) == []
    other = Stage(stage.text, UNIT, wita("2026-04-09 10:00"))
    other.open()
    other.act(CAMAT, lambda at: dossier.close(at, Ending.REFUSED, "Bukan warga"))
    assert found(other, *ALL) == [("order", "2", True)]


def test_a_rate_is_yes_of_yes_and_no_without_what_did_not_apply_or_has_a_reason(stage):
    rates = Rates()
    rates.add(verdict(whole(stage), *ALL))
    late = Stage(stage.text, UNIT, wita("2026-04-09 10:00"))
    late.open()
    walk(late, 1, minutes=11)
    late.act(CAMAT, lambda at: steps.deviate(at, "6", "Bencana banjir"))
    rates.add(verdict(late, *ALL))
    two, three = rates.of_step("2"), rates.of_step("3")
    assert (two.yes, two.no, two.reasoned, two.rate) == (1, 1, 0, 0.5)
    assert (three.yes, three.no, three.reasoned, three.rate) == (1, 0, 1, 1.0)
    assert (rates.by_case.yes, rates.by_case.no) == (1, 1)
    assert rates.of(Aspect.TIME).no == 1
    assert rates.of(Aspect.TIME, "2").rate == 0.5
    assert (rates.whole.yes, rates.whole.no, rates.whole.reasoned) == (9, 1, 1)
