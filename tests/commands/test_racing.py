"""Many at once: one fact, one winner, plain answers for everybody else."""

from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

from engine.commands import By, add_note, claim_step, complete_many, complete_step, open_case
from engine.domain.errors import AlreadyClaimed, Refusal, StepHasMoved
from engine.queries.verify import verify
from engine.store import cases, history
from tests.builders import APPLICANT, advance_to, open_kk, open_sktm

RACERS = 20


def raced(work):
    with ThreadPoolExecutor(RACERS) as pool:
        return list(pool.map(work, range(RACERS)))


def attempt(work):
    try:
        return work()
    except Refusal as refusal:
        return refusal


def test_twenty_racers_on_one_step_make_one_fact(cast):
    number = open_sktm(cast).case.number
    before = cases.load(cast.store, number).case
    ticked = frozenset({"Berkas permohonan"})
    by = [By(person=member.id) for member in (cast.citra, cast.at("kec-contoh-utara:loket", "2"))]

    def race(lane: int):
        return attempt(
            lambda: complete_step(cast.store, number, "Terdaftar", by=by[lane % 2], ticked=ticked)
        )

    answers = raced(race)
    moved = [answer for answer in answers if not isinstance(answer, Refusal)]
    assert len(moved) == 1
    assert len([a for a in answers if isinstance(a, Refusal)]) == RACERS - 1
    assert cases.load(cast.store, number).case.version == before.version + 1
    assert verify(cast.store, number).holds


def test_twenty_claims_have_one_winner_and_nineteen_who_learn_his_name(cast):
    number = open_kk(cast).case.number
    two = (cast.marlina, cast.ferdi)
    advance_to(cast, number, cases.load(cast.store, number).case.step)
    at_counter = cases.load(cast.store, number).case.turn.endswith(("loket", "@loket"))
    assert at_counter
    answers = raced(
        lambda lane: attempt(lambda: claim_step(cast.store, number, by=By(person=two[lane % 2].id)))
    )
    winners = [answer for answer in answers if not isinstance(answer, Refusal)]
    assert len(winners) == 1
    winner = next(m for m in two if m.id == winners[0].holder)
    told = [str(a) for a in answers if isinstance(a, AlreadyClaimed)]
    assert told and all(winner.name in sentence for sentence in told)


def test_a_double_click_is_one_fact_and_one_answer(cast):
    number = open_sktm(cast).case.number
    seen = cases.load(cast.store, number).case.version
    by = By(person=cast.citra.id, seen=seen)
    ticked = frozenset({"Berkas permohonan"})
    first = complete_step(cast.store, number, "Terdaftar", by=by, ticked=ticked)
    second = complete_step(cast.store, number, "Terdaftar", by=by, ticked=ticked)
    assert (first.version, first.step) == (second.version, second.step)
    assert len(history.facts_of(cast.store, first.id)) == first.version


def test_the_same_click_with_another_outcome_is_not_taken_for_a_double(cast):
    number = open_sktm(cast).case.number
    by = By(person=cast.citra.id, seen=cases.load(cast.store, number).case.version)
    complete_step(cast.store, number, "Terdaftar", by=by, ticked=frozenset({"Berkas permohonan"}))
    answer = attempt(
        lambda: complete_step(cast.store, number, "Tidak terdaftar", by=by, note="Keliru")
    )
    assert isinstance(answer, Refusal)


def test_a_one_time_key_opens_one_case_however_often_it_is_sent(cast):
    key = uuid4()

    def send(_lane: int):
        return open_case(
            cast.store, "kec-contoh-utara", "SKTM", by=By(person=cast.citra.id, once=key),
            applicant=APPLICANT, given={"keperluan": "Kesehatan", "desa": "Melati"},
        ).case.number  # fmt: skip

    assert len({send(lane) for lane in range(3)}) == 1
    assert cast.store.row("SELECT count(*) FROM cases") == (1,)


def test_a_one_time_key_writes_one_note(cast):
    number, key = open_sktm(cast).case.number, uuid4()
    for _ in range(3):
        add_note(cast.store, number, "KK palsu", by=By(person=cast.citra.id, once=key))
    assert cases.load(cast.store, number).case.version == 2


def test_numbers_have_no_gaps_even_when_openings_are_refused(cast):
    open_sktm(cast)
    attempt(lambda: open_sktm(cast, applicant={"name": ""}))
    assert open_sktm(cast).case.number.endswith("00002")


def test_of_many_cases_the_refused_stay_and_the_others_move_in_one_commit(cast):
    good = [open_sktm(cast).case.number for _ in range(3)]
    moved = open_sktm(cast).case.number
    advance_to(cast, moved, "3")
    results = complete_many(
        cast.store, [*good, moved, "TIDAK-ADA"], "Terdaftar", by=By(person=cast.citra.id),
        ticked=frozenset({"Berkas permohonan"}),
    )  # fmt: skip
    refused = {r.number for r in results if r.refusal}
    assert refused == {moved, "TIDAK-ADA"}
    assert all(cases.load(cast.store, number).case.step == "3" for number in good)
    assert all(verify(cast.store, number).holds for number in [*good, moved])


def test_the_guards_hold_in_bulk_as_they_do_one_by_one(cast):
    number = open_sktm(cast).case.number
    by = By(person=cast.citra.id)
    (unticked,) = complete_many(cast.store, [number], "Terdaftar", by=by)
    (outsider,) = complete_many(
        cast.store, [number], "Terdaftar", by=By(person=cast.kartika.id),
        ticked=frozenset({"Berkas permohonan"}),
    )  # fmt: skip
    assert unticked.refusal is not None and outsider.refusal is not None
    assert cases.load(cast.store, number).case.version == 1


def test_a_step_gone_meanwhile_is_told_in_words(cast):
    number = open_sktm(cast).case.number
    advance_to(cast, number, "closed")
    answer = attempt(
        lambda: complete_step(cast.store, number, "Terdaftar", by=By(person=cast.citra.id))
    )
    assert isinstance(answer, Refusal) and not isinstance(answer, StepHasMoved)
