"""The board's questions: counts by unit, SOP and step, who has how much, what falls due."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from engine import clock
from engine.commands import By, claim_step, suspend_case
from engine.domain.case import Status
from engine.queries.board import Board, board, by_step, total
from engine.queries.board_cases import Condition, Open, Wanted, open_cases
from engine.queries.board_load import burdens, capacity, due_by_day
from tests.backdated import late_kk
from tests.builders import advance_to, open_any, open_kk, open_sktm
from tests.cast import Cast

CAPIL = frozenset({"disdukcapil"})
BOTH = frozenset({"disdukcapil", "kec-contoh-utara"})
ZONE = "Asia/Makassar"


def counted(cast: Cast, units: frozenset[str] = CAPIL) -> Board:
    return board(cast.store, units, clock.now())


def listed(cast: Cast, units: frozenset[str] = CAPIL, **wanted: object) -> list[Open]:
    found, _more = open_cases(cast.store, units, clock.now(), Wanted(**wanted))  # type: ignore[arg-type]
    return found


def test_every_open_case_is_counted_once_at_its_unit_sop_and_step(cast: Cast) -> None:
    open_kk(cast)
    advance_to(cast, open_kk(cast).case.number, "3")
    open_sktm(cast)
    found = counted(cast, BOTH)
    assert found.open == 3
    assert [(unit, sums.open) for unit, sums in found.by_unit] == [
        ("disdukcapil", 2), ("kec-contoh-utara", 1),
    ]  # fmt: skip
    steps = {sop.code: by_step(cells) for sop, cells in found.by_sop}
    assert {number: sums.open for number, sums in steps["KK"].items()} == {"2": 1, "3": 1}


def test_units_outside_the_scope_are_not_counted(cast: Cast) -> None:
    open_sktm(cast)
    assert counted(cast).open == 0
    assert listed(cast) == []


def test_a_case_is_late_by_its_promise_although_no_step_has_a_limit(cast: Cast) -> None:
    number = late_kk(cast)
    found = counted(cast)
    assert (found.late, found.near) == (1, 0)
    (case,) = listed(cast, condition=Condition.LATE)
    assert case.number == number
    assert case.since == case.promised_at == found.longest


def test_a_promise_is_near_from_its_warning_moment_until_it_is_missed(cast: Cast) -> None:
    case = advance_to(cast, open_kk(cast).case.number, "3")
    assert case.near_at is not None
    assert case.promised_at is not None
    minute = timedelta(minutes=1)
    assert board(cast.store, CAPIL, case.near_at - minute).near == 0
    found = board(cast.store, CAPIL, case.near_at + minute)
    assert (found.near, found.soonest) == (1, case.promised_at)
    missed = board(cast.store, CAPIL, case.promised_at + minute)
    assert (missed.near, missed.late) == (0, 1)


def test_the_three_conditions_share_out_all_open_cases(cast: Cast) -> None:
    late_kk(cast)
    paused = open_kk(cast).case.number
    advance_to(cast, paused, "3")
    suspend_case(cast.store, paused, "sistem", by=By(person=cast.yusran.id))
    open_any(cast, "disdukcapil", "KK", missing=frozenset({"nikah"}))
    shared = [listed(cast, condition=one) for one in (Condition.LATE, Condition.NEAR,
                                                      Condition.ON_TIME)]  # fmt: skip
    ids = [case.id for cases in shared for case in cases]
    assert sorted(ids) == sorted(case.id for case in listed(cast))
    assert len(set(ids)) == len(ids) == total(counted(cast).cells).open == 3


def test_a_case_with_the_applicant_stands_at_no_step(cast: Cast) -> None:
    open_any(cast, "disdukcapil", "KK", missing=frozenset({"nikah"}))
    (cell,) = counted(cast).cells
    assert (cell.step, cell.status) == (None, Status.RETURNED)
    (case,) = listed(cast, status=Status.RETURNED)
    assert case.status is Status.RETURNED
    assert listed(cast, sop=case.sop.digest, step="2") == []


def test_a_paused_case_tells_why_and_since_when(cast: Cast) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    suspend_case(cast.store, number, "sistem", by=By(person=cast.yusran.id))
    (case,) = listed(cast, status=Status.SUSPENDED)
    assert case.paused is not None
    assert case.paused.reason == "sistem"


def test_the_list_is_narrowed_to_a_step_a_holder_or_a_desk(cast: Cast) -> None:
    taken, free = open_kk(cast).case.number, open_kk(cast).case.number
    third = open_kk(cast).case.number
    advance_to(cast, third, "3")
    claim_step(cast.store, taken, by=By(person=cast.marlina.id))
    digest = listed(cast)[0].sop.digest
    found = {
        "step": listed(cast, sop=digest, step="3"),
        "holder": listed(cast, holder=cast.marlina.id),
        "turn": listed(cast, turn="disdukcapil:loket"),
    }
    assert {name: [case.number for case in cases] for name, cases in found.items()} == {
        "step": [third], "holder": [taken], "turn": [free],
    }  # fmt: skip


def test_a_step_signed_in_order_is_one_step(cast: Cast) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "5#2")
    (case,) = listed(cast, BOTH)
    found = listed(cast, BOTH, sop=case.sop.digest, step="5")
    assert [one.number for one in found] == [number]


def test_pages_of_the_list_follow_each_other(cast: Cast) -> None:
    wanted = {late_kk(cast), *(open_kk(cast).case.number for _ in range(4))}
    seen: list[str] = []
    cursor = None
    while True:
        found, cursor = open_cases(cast.store, CAPIL, clock.now(), Wanted(), after=cursor, limit=2)
        seen += [case.number for case in found]
        if cursor is None:
            break
    assert len(seen) == len(wanted)
    assert set(seen) == wanted


def test_the_load_is_told_by_person_and_for_what_nobody_took_by_desk(cast: Cast) -> None:
    taken = open_kk(cast).case.number
    claim_step(cast.store, taken, by=By(person=cast.marlina.id))
    open_kk(cast)
    open_kk(cast)
    late_kk(cast)
    today = clock.now().date()
    found = burdens(cast.store, CAPIL, clock.now(), today)
    assert [(load.holder, load.open, load.late) for load in found] == [
        (None, 2, 0), (None, 1, 1), (cast.marlina.id, 1, 0),
    ]  # fmt: skip
    assert found[2].desks == ("disdukcapil:loket",)


def test_what_falls_due_is_told_by_date_and_step(cast: Cast) -> None:
    number = open_kk(cast).case.number
    promised = advance_to(cast, number, "3").promised_at
    assert promised is not None
    (due,) = due_by_day(cast.store, CAPIL, clock.now(), clock.now() + timedelta(days=30), ZONE)
    assert (due.step, due.count) == ("3", 1)
    assert due.day == _local(promised)


def test_capacity_is_the_median_of_the_days_asked_for(cast: Cast) -> None:
    today = _local(clock.now())
    days = [today - timedelta(days=back) for back in range(3)]
    since = clock.now() - timedelta(days=3)
    assert capacity(cast.store, CAPIL, days, since, ZONE) is None
    for _ in range(3):
        advance_to(cast, open_kk(cast).case.number, "3")
    assert capacity(cast.store, CAPIL, days, since, ZONE) == 0
    assert capacity(cast.store, CAPIL, days[:1], since, ZONE) == 3


def _local(moment: datetime) -> date:
    return moment.astimezone(ZoneInfo(ZONE)).date()
