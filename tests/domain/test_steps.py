"""What may happen to a step: claimed, completed, taken back, reassigned, deviated from."""

from datetime import date

import pytest

from engine.domain import clocks, dossier, steps
from engine.domain.case import Status
from engine.domain.errors import (
    AlreadyClaimed,
    CaseIsSuspended,
    ChecklistOpen,
    FourEyes,
    NoSuchOutcome,
    NotAllowed,
    NotYourStep,
    ReasonMissing,
    StepHasMoved,
    TimeOutOfOrder,
    WrongMoment,
)
from engine.domain.people import Standing
from engine.domain.sop import Ending
from tests.domain.stage import Stage, acting, officer, on_paper, sop, wita

UNIT = "kec-contoh-utara"
LOKET, KASI = officer(f"{UNIT}:loket"), officer(f"{UNIT}:kasi_kesos")
SEKCAM, CAMAT = officer(f"{UNIT}:sekcam"), officer(f"{UNIT}:camat")


@pytest.fixture
def stage() -> Stage:
    """A certificate of need just opened on a Thursday morning."""
    opened = Stage(sop("kecamatan/sktm/1"), UNIT, wita("2026-04-09 10:00"))
    opened.open()
    return opened


def done(outcome: str, *ticks: str, **more: str):
    return lambda at: steps.complete(at, outcome, ticked=frozenset(ticks), **more)


def to_step_3(stage: Stage) -> Stage:
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    return stage


def to_step_5(stage: Stage) -> Stage:
    to_step_3(stage).act(KASI, done("Sesuai", "Berkas tercocokkan"))
    stage.act(LOKET, done("Tercetak", "Berkas terverifikasi"))
    return stage


def test_what_the_applicant_does_first_is_the_opening_itself(stage):
    assert (stage.case.step, stage.case.turn) == ("2", f"{UNIT}:loket")


def test_a_step_goes_where_its_outcome_leads(stage):
    case = to_step_3(stage).case
    assert (case.step, case.turn, case.version) == ("3", f"{UNIT}:kasi_kesos", 2)


def test_only_the_holder_of_the_role_may_complete_its_step(stage):
    with pytest.raises(NotYourStep, match="Petugas Loket Kecamatan"):
        stage.act(KASI, done("Terdaftar", "Berkas permohonan"))


def test_an_outcome_the_sop_does_not_know_is_refused_with_those_it_knows(stage):
    with pytest.raises(NoSuchOutcome, match="Terdaftar, Tidak terdaftar"):
        stage.act(LOKET, done("Setuju"))


def test_the_main_outcome_waits_for_the_checklist_but_a_return_does_not(stage):
    with pytest.raises(ChecklistOpen, match="Berkas permohonan"):
        stage.act(LOKET, done("Terdaftar"))
    assert stage.act(LOKET, done("Tidak terdaftar", note="Belum di DTKS")).status is Status.RETURNED


def test_a_return_with_a_reason_required_is_refused_without_one(stage):
    with pytest.raises(ReasonMissing, match="Tidak terdaftar"):
        stage.act(LOKET, done("Tidak terdaftar"))


def test_a_returned_file_comes_back_at_the_counter_to_the_step_the_sop_names(stage):
    stage.act(LOKET, done("Tidak terdaftar", note="Belum di DTKS"))
    stage.wait(days=1)
    papers = frozenset(stage.text.requirements)
    case = stage.act(LOKET, lambda at: steps.resubmit(at, papers))
    assert (case.status, case.step, case.returns) == (Status.RUNNING, "2", 1)


def test_the_first_to_claim_wins_and_the_second_learns_who(stage):
    rival = officer(f"{UNIT}:loket", 1)
    stage.act(LOKET, steps.claim)
    with pytest.raises(AlreadyClaimed) as refused:
        stage.act(rival, steps.claim)
    assert refused.value.details["holder"] == LOKET.id
    with pytest.raises(AlreadyClaimed):
        stage.act(rival, done("Terdaftar", "Berkas permohonan"))


def test_signatures_in_order_share_one_step_and_one_clock(stage):
    to_step_5(stage)
    entered = stage.case.entered_at
    assert stage.case.step == "5#1"
    stage.wait(minutes=5)
    officer_elsewhere = officer(f"{UNIT}:sekcam")
    case = stage.act(KASI, done("Benar", "Rancangan surat"))
    assert (case.step, case.turn) == ("5#2", officer_elsewhere.holdings[0].position.desk)
    assert case.entered_at == entered
    assert stage.act(SEKCAM, done("Benar", "Rancangan surat")).step == "6"


def test_the_second_signature_may_send_it_back(stage):
    to_step_5(stage)
    stage.act(KASI, done("Benar", "Rancangan surat"))
    assert stage.act(SEKCAM, done("Perlu koreksi")).step == "4"


def test_four_eyes_refuses_the_same_person_in_both_roles(stage):
    to_step_5(stage)
    both = KASI.__class__(id=KASI.id, name=KASI.name, holdings=(*KASI.holdings, *SEKCAM.holdings))
    stage.act(both, done("Benar", "Rancangan surat"))
    with pytest.raises(FourEyes, match="Kasi"):
        stage.act(both, done("Benar", "Rancangan surat"))
    with pytest.raises(FourEyes):
        stage.act(both, steps.claim)


def test_four_eyes_counts_the_signer_of_a_step_recorded_for_another(stage):
    to_step_5(stage)
    both = KASI.__class__(id=KASI.id, name=KASI.name, holdings=(*KASI.holdings, *SEKCAM.holdings))
    stage.act(KASI, done("Benar", "Rancangan surat"))
    with pytest.raises(FourEyes):
        stage.act(LOKET, done("Benar", "Rancangan surat"), on_paper=on_paper(both))


def test_a_step_signed_on_paper_is_recorded_with_signer_and_recorder(stage):
    to_step_5(stage)
    stage.act(LOKET, done("Benar", "Rancangan surat"), on_paper=on_paper(KASI))
    fact = stage.facts[-1]
    assert (fact.actor, fact.says["signer"]) == (LOKET.id, KASI.id)
    assert any(word.field == "letter" for word in fact.words)


def test_who_signed_on_paper_must_himself_have_been_allowed(stage):
    with pytest.raises(NotYourStep):
        stage.act(LOKET, done("Terdaftar", "Berkas permohonan"), on_paper=on_paper(CAMAT))


def test_an_acting_official_may_sign_on_his_days_only(stage):
    to_step_3(stage)
    stand_in = acting(KASI, standing=Standing.PLH, letter="1/2026", starts=date(2026, 4, 9),
                      ends=date(2026, 4, 9))  # fmt: skip
    assert stage.act(stand_in, done("Sesuai", "Berkas tercocokkan")).step == "4"
    assert stage.facts[-1].says["standing"] == "plh"
    with pytest.raises(NotYourStep):
        late = Stage(stage.text, UNIT, wita("2026-04-10 10:00"))
        late.open()
        to_step_3(late).act(stand_in, done("Sesuai", "Berkas tercocokkan"))


def test_an_entry_made_later_is_dated_when_it_happened_and_says_so(stage):
    happened = stage.now
    stage.wait(hours=3)
    how = {"happened_at": happened, "why_late": "Jaringan terputus"}
    case = stage.act(LOKET, done("Terdaftar", "Berkas permohonan"), **how)
    fact = stage.facts[-1]
    assert (fact.happened_at, fact.recorded_at) == (happened, stage.now)
    assert fact.says["late_entry"] and case.entered_at == happened


@pytest.mark.parametrize("hours", [-1, 5])
def test_an_entry_cannot_lie_before_the_fact_before_it_nor_in_the_future(stage, hours):
    stage.wait(hours=1)
    moment = wita("2026-04-09 10:00").replace(hour=2 + hours)
    with pytest.raises(TimeOutOfOrder):
        stage.act(LOKET, done("Terdaftar", "Berkas permohonan"), happened_at=moment, why_late="x")


def test_an_entry_made_later_needs_a_reason(stage):
    with pytest.raises(ReasonMissing):
        stage.act(LOKET, done("Terdaftar", "Berkas permohonan"), happened_at=stage.now)


def test_one_may_take_back_ones_own_last_step_until_somebody_acts(stage):
    before = stage.case
    to_step_3(stage)
    case = stage.act(LOKET, lambda at: steps.take_back(at, before, "Salah tekan"))
    assert (case.step, case.complete_at, case.promised_at) == ("2", None, None)
    to_step_3(stage)
    stage.act(KASI, steps.claim)
    with pytest.raises(WrongMoment):
        stage.act(LOKET, lambda at: steps.take_back(at, before, "Salah tekan"))


def test_nobody_takes_back_anothers_step(stage):
    before = stage.case
    to_step_3(stage)
    with pytest.raises(WrongMoment):
        stage.act(KASI, lambda at: steps.take_back(at, before, "Iseng"))


def test_a_superior_reassigns_and_the_new_holder_may_act(stage):
    to_step_3(stage)
    stage.act(CAMAT, lambda at: steps.reassign(at, SEKCAM, "Kasi cuti"))
    assert stage.case.holder == SEKCAM.id
    assert stage.act(SEKCAM, done("Sesuai", "Berkas tercocokkan")).step == "4"


def test_a_colleague_cannot_reassign_what_is_not_his(stage):
    to_step_3(stage)
    with pytest.raises(NotAllowed):
        stage.act(LOKET, lambda at: steps.reassign(at, LOKET, "Mau saya kerjakan"))


def test_a_deviation_is_a_superiors_act_with_a_reason_and_stays_visible(stage):
    with pytest.raises(NotAllowed):
        stage.act(LOKET, lambda at: steps.deviate(at, "6", "Cepat"))
    with pytest.raises(ReasonMissing):
        stage.act(CAMAT, lambda at: steps.deviate(at, "6", " "))
    assert stage.act(CAMAT, lambda at: steps.deviate(at, "6", "Bencana banjir")).step == "6"
    assert stage.facts[-1].says == {"from": "2", "to": "6"}


def test_a_paused_case_takes_no_step(stage):
    to_step_3(stage).act(KASI, lambda at: clocks.suspend(at, "sistem"))
    with pytest.raises(CaseIsSuspended):
        stage.act(KASI, done("Sesuai", "Berkas tercocokkan"))


def test_an_end_closes_the_case_and_takes_no_more_steps(stage):
    to_step_5(stage)
    stage.act(KASI, done("Benar", "Rancangan surat"))
    stage.act(SEKCAM, done("Benar", "Rancangan surat"))
    case = stage.act(CAMAT, done("Ditolak", note="Data tidak benar"))
    assert (case.status, case.ending, case.turn, case.watch) == (
        Status.CLOSED, Ending.REFUSED, "", (),
    )  # fmt: skip
    with pytest.raises(Exception, match="ditutup"):
        stage.act(CAMAT, done("Ditandatangani", "Surat berparaf"))


def test_a_step_that_is_with_the_applicant_is_not_open(stage):
    stage.act(LOKET, done("Tidak terdaftar", note="Belum di DTKS"))
    with pytest.raises(StepHasMoved, match="pemohon"):
        stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))


def test_handing_over_names_the_receiver(stage):
    to_step_5(stage)
    stage.act(KASI, done("Benar", "Rancangan surat"))
    stage.act(SEKCAM, done("Benar", "Rancangan surat"))
    stage.act(CAMAT, done("Ditandatangani", "Surat berparaf"))
    assert stage.act(LOKET, done("Bernomor", "Surat ditandatangani")).ready_at == stage.now
    with pytest.raises(ReasonMissing, match="penerima"):
        stage.act(LOKET, done("Diserahkan", "Tanda terima"))
    stage.act(LOKET, done("Diserahkan", "Tanda terima", receiver="Siti"))
    assert stage.facts[-1].kind == "handed_over"


def test_the_buttons_and_the_guard_ask_the_same_machine(stage):
    from engine.domain.machine import follow, outcomes_at

    for state in stage.text.states:
        labels = [outcome.label for outcome in outcomes_at(stage.text, state)]
        assert labels == [o.label for o in stage.text.states[state].step.outcomes]
        for label in labels:
            assert follow(stage.text, state, label)[0].label == label


def test_a_note_of_somebody_outside_is_refused(stage):
    outsider = officer("rsud:perawat")
    with pytest.raises(NotAllowed):
        stage.act(outsider, lambda at: dossier.note(at, "halo"))
