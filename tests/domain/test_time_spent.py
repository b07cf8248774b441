"""Where the time of a case went: parts that add up, and figures beside the standard."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import clocks, dossier, steps
from engine.domain.case import Status
from engine.domain.limit import parse_limit
from engine.domain.sop import Ending
from engine.domain.time_spent import Share, Slice, split
from engine.domain.time_spent.figures import FEW, Figures, percentile, suggestion
from engine.domain.time_spent.stays import Stay, stays
from tests.domain.judged import ground, sealed
from tests.domain.stage import Stage, office, officer, sop, wita

UNIT = "kec-contoh-utara"
LOKET, KASI = officer(f"{UNIT}:loket"), officer(f"{UNIT}:kasi_kesos")
CAMAT = officer(f"{UNIT}:camat")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage() -> Stage:
    opened = Stage(sop("kecamatan/sktm/1"), UNIT, wita("2026-04-09 10:00"))
    opened.open()
    return opened


def done(outcome: str, *ticks: str, note: str = ""):
    return lambda at: steps.complete(at, outcome, ticked=frozenset(ticks), note=note)


def parts(stage: Stage) -> dict[Slice, timedelta]:
    return split(ground(stage), sealed(stage), stage.now)


def test_a_step_waits_until_it_is_taken_and_is_work_from_then_on(stage):
    stage.wait(minutes=7)
    stage.act(LOKET, steps.claim)
    stage.wait(minutes=4)
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    assert parts(stage) == {
        Slice("2", Share.WAITING): 7 * MINUTE,
        Slice("2", Share.WORK): 4 * MINUTE,
    }


def test_nights_and_the_noon_break_are_nobodys_time(stage):
    stage.until("2026-04-10 08:00")
    hours = office()[1][UNIT].worked(wita("2026-04-09 10:00"), stage.now)
    assert parts(stage) == {Slice("2", Share.WAITING): hours}
    assert hours < timedelta(hours=8)


def test_what_the_applicant_takes_to_come_back_is_his_time_and_the_step_again_is_a_loop(stage):
    stage.wait(minutes=5)
    stage.act(LOKET, done("Tidak terdaftar", note="Belum di DTKS"))
    stage.wait(minutes=30)
    papers = frozenset(stage.text.requirements)
    stage.act(LOKET, lambda at: steps.resubmit(at, papers))
    stage.wait(minutes=3)
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    stage.wait(minutes=2)
    assert parts(stage) == {
        Slice("2", Share.WAITING): 5 * MINUTE,
        Slice("2", Share.APPLICANT): 30 * MINUTE,
        Slice("2", Share.LOOP, "2"): 3 * MINUTE,
        Slice("3", Share.WAITING): 2 * MINUTE,
    }


def test_a_step_sent_back_is_charged_to_the_step_that_sent_it(stage):
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    stage.wait(minutes=5)
    stage.act(KASI, done("Tidak sesuai"))
    stage.wait(minutes=6)
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    stage.wait(minutes=7)
    stage.act(KASI, done("Sesuai", "Berkas tercocokkan"))
    stage.wait(minutes=8)
    assert parts(stage) == {
        Slice("3", Share.WAITING): 5 * MINUTE,
        Slice("2", Share.LOOP, "3"): 6 * MINUTE,
        Slice("3", Share.LOOP, "3"): 7 * MINUTE,
        Slice("4", Share.WAITING): 8 * MINUTE,
    }


def test_a_pause_is_kept_apart_by_its_reason(stage):
    stage.act(LOKET, lambda at: clocks.suspend(at, "sistem"))
    stage.wait(minutes=9)
    stage.act(LOKET, clocks.resume)
    stage.act(LOKET, lambda at: clocks.suspend(at, "pejabat"))
    stage.wait(minutes=4)
    assert parts(stage) == {
        Slice("2", Share.PAUSED, "sistem"): 9 * MINUTE,
        Slice("2", Share.PAUSED, "pejabat"): 4 * MINUTE,
    }


def test_a_step_of_another_unit_is_waiting_for_that_office():
    stage = Stage(sop("dpmptsp/sip-bidan/1"), "dpmptsp", wita("2026-04-09 10:00"))
    stage.open()
    on = ground(stage)
    others = {cause for share, cause in on.others.values() if share is Share.OFFICE}
    assert "dinkes" in others


@given(st.lists(st.integers(0, 8), max_size=25), st.data())
def test_the_parts_of_any_course_add_up_to_its_elapsed_working_time(acts, data):
    stage = Stage(sop("kecamatan/sktm/1"), UNIT, wita("2026-04-09 10:00"))
    stage.open(*data.draw(st.sampled_from([(), ("identitas",)])))
    for act in acts:
        stage.wait(
            minutes=data.draw(st.integers(0, 900)), microseconds=data.draw(st.integers(0, 9))
        )
        stage.sweep()
        before = stage.case
        _somehow(stage, act, data)
        if act == 7 and stage.case.moved == stage.case.version:
            actor = next(a for a in _officers() if a.id == stage.case.moved_by)
            stage.act(actor, lambda at, was=before: steps.take_back(at, was, "Salah"))
    found = parts(stage)
    facts = sealed(stage)
    end = stage.case.closed_at or stage.now
    elapsed = office()[1][UNIT].worked(facts[0].happened_at, end)
    assert sum(found.values(), timedelta()) == elapsed
    assert all(part > timedelta() for part in found.values())


def _officers():
    return [LOKET, KASI, officer(f"{UNIT}:sekcam"), CAMAT]


def _somehow(stage: Stage, act: int, data: st.DataObject) -> None:
    """Does what is possible now: claim, pause, deviate, close, or complete with any outcome."""
    case = stage.case
    if case.status is Status.RETURNED:
        papers = frozenset(stage.text.requirements)
        stage.act(LOKET, lambda at: steps.resubmit(at, papers))
    elif case.status is Status.SUSPENDED:
        stage.act(CAMAT, clocks.resume)
    elif case.status is Status.RUNNING:
        state = stage.text.states[case.step or ""]
        doer = next(a for a in _officers() if f"{UNIT}:{state.roles[0]}" in a.holdings[0].desks)
        doer = next((a for a in _officers() if a.id == case.holder), doer)
        if act == 0 and case.holder is None:
            stage.act(doer, steps.claim)
        elif act == 1:
            stage.act(CAMAT, lambda at: clocks.suspend(at, "sistem"))
        elif act == 2:
            to = data.draw(st.sampled_from([step.number for step in stage.text.steps[1:]]))
            stage.act(CAMAT, lambda at: steps.deviate(at, to, "Keadaan darurat"))
        elif act == 3 and data.draw(st.booleans()):
            stage.act(LOKET, lambda at: dossier.close(at, Ending.WITHDRAWN, "Tidak jadi"))
        else:
            outcome = data.draw(st.sampled_from(state.step.outcomes))
            ticked = frozenset(state.step.needs)
            stage.act(doer, lambda at: steps.complete(
                at, outcome.label, ticked=ticked, note="Alasan", receiver="Siti",
            ))  # fmt: skip


def test_a_stay_is_net_of_pauses_and_compared_with_the_due_moment_of_then(stage):
    stage.wait(minutes=5)
    stage.act(LOKET, lambda at: clocks.suspend(at, "sistem"))
    stage.wait(minutes=50)
    stage.act(LOKET, clocks.resume)
    stage.wait(minutes=6)
    stage.act(LOKET, done("Terdaftar", "Berkas permohonan"))
    (one,) = stays(ground(stage), sealed(stage))
    assert one == Stay("2", stage.now, 11 * 60, None)


def test_a_percentile_is_a_value_that_occurred():
    values = [5, 1, 4, 2, 3]
    assert [percentile(values, part) for part in (0, 20, 50, 85, 100)] == [1, 1, 3, 5, 5]
    assert percentile([], 85) == 0


def figures(used: list[int], limit: int) -> Figures:
    found = Figures()
    for value in used:
        found.add(Stay("3", wita("2026-04-09 10:00"), value, value > limit))
    return found


def test_a_longer_standard_is_suggested_with_its_numbers():
    found = figures([20 * 60] * 79 + [43 * 60] * 61, 30 * 60)
    told = suggestion("3", parse_limit("30 menit"), found)
    assert told is not None
    assert told.sentence == "30 menit → 45 menit: 61 dari 140 terlambat, P85 43 menit."


def test_days_are_suggested_in_days():
    told = suggestion("3", parse_limit("2 hari kerja"), figures([1] * 10 + [4] * 10, 2))
    assert told is not None
    assert told.sentence == "2 hari kerja → 4 hari kerja: 10 dari 20 terlambat, P85 4 hari kerja."


def test_nothing_is_suggested_where_the_standard_is_kept_or_the_stays_are_few():
    assert suggestion("3", parse_limit("30 menit"), figures([20 * 60] * 100, 30 * 60)) is None
    assert suggestion("3", parse_limit("30 menit"), figures([5000] * (FEW - 1), 1800)) is None
    assert suggestion("3", parse_limit("Sesuai kebutuhan"), figures([9] * FEW, 99)) is None
