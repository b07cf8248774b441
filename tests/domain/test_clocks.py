"""When the clocks of a case start, stand still and stop, and what is watched for."""

from dataclasses import replace

import pytest

from engine.domain import clocks, dossier, steps
from engine.domain.case import Clock, Effect, Status
from engine.domain.errors import NotAllowed, ReasonMissing, WrongMoment
from engine.domain.ladder import Ladder
from engine.domain.limit import parse_limit
from engine.domain.sop import ClockRule, Ending, Sop
from tests.domain.stage import Stage, officer, sop, wita

KECAMATAN, CAPIL = "kec-contoh-utara", "disdukcapil"
LOKET = officer(f"{KECAMATAN}:loket")
KASI, CAMAT = officer(f"{KECAMATAN}:kasi_kesos"), officer(f"{KECAMATAN}:camat")


def sktm(moment: str = "2026-04-09 10:00") -> Stage:
    return opened(sop("kecamatan/sktm/1"), moment)


def opened(text: Sop, moment: str = "2026-04-09 10:00") -> Stage:
    """A complete request at a kecamatan under this text."""
    stage = Stage(text, KECAMATAN, wita(moment))
    stage.open()
    return stage


def registered(stage: Stage) -> Stage:
    ticks = frozenset({"Berkas permohonan"})
    stage.act(LOKET, lambda at: steps.complete(at, "Terdaftar", ticked=ticks))
    return stage


def complaint() -> Stage:
    """A complaint of ten working days that may be extended by seven."""
    stage = Stage(
        sop("bagian-organisasi/pengaduan/1"), "bagian-organisasi", wita("2026-04-09 10:00")
    )
    stage.open()
    return stage


def test_the_service_clock_starts_when_an_outcome_declares_the_file_complete():
    stage = sktm()
    assert (stage.case.complete_at, stage.case.promised_at) == (None, None)
    case = registered(stage).case
    assert case.complete_at == stage.now
    assert case.promised_at == wita("2026-04-09 11:00")


def test_sixty_minutes_jump_over_the_rest_hour():
    assert registered(sktm("2026-04-09 11:30")).case.promised_at == wita("2026-04-09 13:30")


def test_a_pause_moves_the_promise_by_exactly_the_working_time_lost():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-09 10:20")
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    assert (stage.case.status, stage.case.promised_at) == (Status.SUSPENDED, None)
    stage.until("2026-04-09 13:30")
    case = stage.act(KASI, clocks.resume)
    assert case.promised_at == wita("2026-04-09 14:10")


def test_a_pause_never_hides_that_it_was_late_already():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-09 11:30")
    case = stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    assert case.promised_at == wita("2026-04-09 11:00") and case.is_late(stage.now)


def test_only_the_sops_own_reasons_pause_a_case():
    with pytest.raises(WrongMoment, match="Gangguan aplikasi DTKS"):
        registered(sktm()).act(KASI, lambda at: clocks.suspend(at, "libur"))


def test_a_return_with_restart_forgets_the_service_clock():
    stage = registered(sktm())
    stage.act(CAMAT, lambda at: steps.deviate(at, "2", "Data keliru"))
    stage.act(LOKET, lambda at: steps.complete(at, "Tidak terdaftar", note="Belum di DTKS"))
    assert (stage.case.complete_at, stage.case.promised_at) == (None, None)


def test_the_service_clock_stops_at_ready_and_is_watched_no_more():
    stage = registered(sktm())
    stage.act(CAMAT, lambda at: steps.deviate(at, "7", "Sudah dicetak"))
    done = frozenset({"Surat ditandatangani"})
    case = stage.act(LOKET, lambda at: steps.complete(at, "Bernomor", ticked=done))
    assert case.ready_at == stage.now
    assert not [watch for watch in case.watch if watch.clock is Clock.SERVICE]


def test_completeness_is_withdrawn_with_a_reason_and_then_the_clock_is_as_never_started():
    stage = registered(sktm())
    with pytest.raises(ReasonMissing):
        stage.act(LOKET, lambda at: clocks.withdraw_completeness(at, ""))
    case = stage.act(LOKET, lambda at: clocks.withdraw_completeness(at, "KK ternyata palsu"))
    assert (case.complete_at, case.promised_at) == (None, None)


def test_declaring_complete_by_hand_is_refused_a_second_time():
    stage = sktm()
    stage.act(LOKET, clocks.declare)
    with pytest.raises(WrongMoment, match="sudah dinyatakan lengkap"):
        stage.act(LOKET, clocks.declare)


def test_opening_starts_the_service_clock_where_no_outcome_declares_the_file_complete():
    case = complaint().case
    assert (case.complete_at, case.promised_at) == (case.opened_at, wita("2026-04-23 16:00"))


def test_a_superior_extends_within_what_the_sop_allows_and_only_once():
    stage, head = complaint(), officer("bagian-organisasi:kabag_organisasi")
    with pytest.raises(NotAllowed):
        stage.act(LOKET, lambda at: clocks.extend(at, "7 hari kerja", "Saksi banyak"))
    with pytest.raises(WrongMoment, match="7 hari kerja"):
        stage.act(head, lambda at: clocks.extend(at, "8 hari kerja", "Saksi banyak"))
    case = stage.act(head, lambda at: clocks.extend(at, "7 hari kerja", "Saksi banyak"))
    assert case.promised_at == wita("2026-05-05 16:00")
    with pytest.raises(WrongMoment):
        stage.act(head, lambda at: clocks.extend(at, "1 hari kerja", "Lagi"))


def test_a_watched_moment_is_flagged_once_at_its_own_time_however_late_it_is_seen():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-09 12:30")
    facts = stage.sweep()
    assert [(f.kind, f.says["clock"]) for f in facts] == [
        ("due_soon", "service"), ("overdue", "service"),
    ]  # fmt: skip
    assert facts[1].happened_at == wita("2026-04-09 11:00") and facts[1].recorded_at == stage.now
    assert stage.sweep() == []


def test_lateness_climbs_the_ladder_rung_by_rung_in_working_time():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-24 09:00")
    rungs = [f for f in stage.sweep() if f.kind == "escalated"]
    assert [(f.says["rung"], f.says["to"], f.happened_at) for f in rungs] == [
        (1, "superior", wita("2026-04-09 14:00")),
        (2, "head", wita("2026-04-13 16:15")),
        (3, "section", wita("2026-04-16 16:15")),
    ]
    assert stage.sweep() == [] and stage.case.next_at is None


def test_a_due_moment_that_moved_is_watched_for_anew_but_a_warning_given_is_not_given_again():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-09 10:55")
    stage.sweep()
    assert [watch.effect for watch in stage.case.watch] == [Effect.OVERDUE]
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    assert [watch.clock for watch in stage.case.watch] == [Clock.PAUSE]
    stage.until("2026-04-09 14:00")
    case = stage.act(KASI, clocks.resume)
    assert [(watch.effect, watch.at) for watch in case.watch] == [
        (Effect.OVERDUE, wita("2026-04-09 14:05"))
    ]


def test_a_pause_ends_by_itself_at_its_maximum_and_the_clocks_go_on_from_there():
    stage = registered(sktm("2026-04-09 10:00"))
    stage.until("2026-04-09 10:30")
    stage.act(KASI, lambda at: clocks.suspend(at, "sistem"))
    most = stage.case.resumes_at
    stage.until("2026-04-30 10:00")
    fact = stage.sweep()[0]
    assert (fact.kind, fact.actor, fact.happened_at) == ("resumed", None, most)
    assert stage.case.status is Status.RUNNING and stage.case.pauses[-1].end == most
    assert stage.case.promised_at == stage.at(KASI).calendar.add(most, 30 * 60)


def test_opening_with_a_paper_missing_returns_the_file_and_lists_what_is_missing():
    stage = Stage(sop("kecamatan/sktm/1"), KECAMATAN, wita("2026-04-09 10:00"))
    case = stage.open("identitas")
    assert (case.status, case.missing) == (Status.RETURNED, ("pengantar",))
    assert case.complete_at is None and case.next_at is None


def test_a_withdrawal_is_recorded_at_the_counter_and_a_refusal_by_a_superior():
    stage = sktm()
    with pytest.raises(NotAllowed):
        stage.act(LOKET, lambda at: dossier.close(at, Ending.REFUSED, "Bukan warga"))
    case = stage.act(LOKET, lambda at: dossier.close(at, Ending.WITHDRAWN, "Batal"))
    assert (case.status, case.ending) == (Status.CLOSED, Ending.WITHDRAWN)


def test_late_is_a_matter_of_the_clock_not_of_a_flag():
    case = registered(sktm("2026-04-09 10:00")).case
    assert not case.is_late(wita("2026-04-09 11:00"))
    assert case.is_late(wita("2026-04-09 11:01"))


def test_a_legal_clock_runs_from_completeness_is_watched_and_never_pauses():
    stage = complaint()
    legal = stage.case.legal_at
    assert legal == wita("2026-06-08 16:00")  # 60 dates after 9 April, a Monday
    counter = officer("bagian-organisasi:loket")
    stage.until("2026-04-10 09:00")
    case = stage.act(counter, lambda at: clocks.suspend(at, "opd"))
    assert case.promised_at is None and case.legal_at == legal
    assert [watch.at for watch in case.watch if watch.clock is Clock.LEGAL] == [case.legal_warn_at]


def test_withdrawing_completeness_resets_the_legal_clock_too():
    stage = complaint()
    counter = officer("bagian-organisasi:loket")
    case = stage.act(counter, lambda at: clocks.withdraw_completeness(at, "Pengaduan tidak jelas"))
    assert (case.legal_at, case.legal_warn_at) == (None, None)
    assert not [watch for watch in case.watch if watch.clock is Clock.LEGAL]


def test_a_unit_may_have_a_ladder_of_its_own_with_a_second_warning():
    stage = Stage(sop("rsud/rekam-medis/1"), "rsud", wita("2026-04-09 08:00"))
    assert stage.at(LOKET).ladder.before is not None
    assert [rung.after.text for rung in stage.at(LOKET).ladder.rungs] == [
        "30 menit", "4 jam", "5 hari kerja",
    ]  # fmt: skip


def test_a_step_entered_again_after_a_paused_return_is_timed_from_then():
    text = sop("kecamatan/sktm/1")
    checks = text.step("2")
    paused = tuple(replace(exit_, clock=ClockRule.PAUSE) for exit_ in checks.outcomes)
    timed = replace(checks, within=parse_limit("30 menit"), outcomes=paused)
    steps_ = tuple(timed if step is checks else step for step in text.steps)
    stage = opened(replace(text, steps=steps_))
    stage.act(LOKET, clocks.declare)
    stage.act(LOKET, lambda at: steps.complete(at, "Tidak terdaftar", note="Belum di DTKS"))
    stage.until("2026-04-10 09:00")
    case = stage.act(LOKET, lambda at: steps.resubmit(at, frozenset(text.requirements)))
    assert case.due_at == wita("2026-04-10 09:30")
    assert case.promised_at == wita("2026-04-10 10:00")


def test_a_ladder_says_at_which_part_of_a_limit_people_are_warned():
    text = sop("kecamatan/sktm/1")
    early = replace(text, ladder=Ladder(percent=50, before=parse_limit("10 menit"), rungs=()))
    stage = registered(opened(early))
    stage.until("2026-04-09 11:30")
    found = [(fact.kind, fact.happened_at) for fact in stage.sweep()]
    assert found == [
        ("due_soon", wita("2026-04-09 10:30")),
        ("due_soon", wita("2026-04-09 10:50")),
        ("overdue", wita("2026-04-09 11:00")),
    ]
    assert stage.case.next_at is None
