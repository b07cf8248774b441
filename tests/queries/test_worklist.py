"""The worklist's questions: whose step, in which order, how many, and where a page begins."""

from datetime import date, timedelta

from engine.commands import By, claim_step, complete_step, reassign_step, suspend_case
from engine.domain.people import Actor
from engine.queries.worklist import Day, Group, Page, Show, named, tallies, worklist
from engine.store import drafts, office, people
from tests.backdated import late_kk
from tests.builders import advance, advance_to, open_kk, open_sktm
from tests.cast import Cast, Member


def actor(cast: Cast, who: Member) -> Actor:
    return office.actor(cast.store, who.id)


def day(cast: Cast) -> Day:
    account = people.by_id(cast.store, cast.marlina.id)
    assert account is not None
    return Day(now=account["now"], ends=account["now"] + timedelta(hours=6))


def ask(cast: Cast, who: Member, **how: object) -> Page:
    person, asked = actor(cast, who), day(cast)
    return worklist(cast.store, person, person.desks(_today(asked)), asked, **how)  # type: ignore[arg-type]


def _today(asked: Day) -> date:
    return asked.now.date()


def numbers(page: Page) -> list[str]:
    return [task.number for task in page.tasks]


def at_the_operator(cast: Cast, count: int) -> list[str]:
    found = [open_kk(cast).case.number for _ in range(count)]
    for number in found:
        advance_to(cast, number, "3")
    return found


def test_a_step_stands_in_the_list_of_whoever_holds_its_post_and_of_nobody_else(cast: Cast) -> None:
    number = open_kk(cast).case.number
    assert numbers(ask(cast, cast.marlina)) == numbers(ask(cast, cast.ferdi)) == [number]
    assert numbers(ask(cast, cast.yusran)) == numbers(ask(cast, cast.citra)) == []


def test_what_is_missed_first_comes_first_also_where_only_the_service_has_a_limit(
    cast: Cast,
) -> None:
    fresh = at_the_operator(cast, 1)
    late = [late_kk(cast, days=30), late_kk(cast, days=40)]
    found = ask(cast, cast.yusran).tasks
    assert [task.number for task in found] == [late[1], late[0], *fresh]
    assert [task.group for task in found] == [Group.LATE, Group.LATE, Group.LATER]


def test_a_taken_step_leaves_the_lists_of_colleagues(cast: Cast) -> None:
    number = open_kk(cast).case.number
    claim_step(cast.store, number, by=By(person=cast.marlina.id))
    assert numbers(ask(cast, cast.ferdi)) == []
    (task,) = ask(cast, cast.marlina, show=Show.MINE).tasks
    assert task.holder == cast.marlina.id
    assert task.taken_at is not None
    assert numbers(ask(cast, cast.marlina, show=Show.FREE)) == []


def test_a_step_reassigned_from_another_desk_is_in_the_list_until_one_post_is_asked_for(
    cast: Cast,
) -> None:
    number = open_kk(cast).case.number
    reassign_step(cast.store, number, cast.yusran.id, "Loket penuh", by=By(person=cast.suryani.id))
    assert numbers(ask(cast, cast.yusran)) == [number]
    assert numbers(ask(cast, cast.yusran, elsewhere=False)) == []


def test_a_paused_step_waits_at_the_end_and_is_counted_apart(cast: Cast) -> None:
    paused, running = at_the_operator(cast, 2)
    suspend_case(cast.store, paused, "sistem", by=By(person=cast.yusran.id))
    assert numbers(ask(cast, cast.yusran)) == [running, paused]
    counted = tallies(
        cast.store, actor(cast, cast.yusran), actor(cast, cast.yusran).desks(_today(day(cast))),
        day(cast),
    )  # fmt: skip
    assert {tally.group: tally.count for tally in counted} == {Group.LATER: 1, Group.PAUSED: 1}


def test_pages_follow_each_other_without_gap_or_repetition(cast: Cast) -> None:
    found = {*at_the_operator(cast, 5), late_kk(cast)}
    seen: list[str] = []
    page = ask(cast, cast.yusran, limit=2)
    seen += numbers(page)
    while page.following:
        page = ask(cast, cast.yusran, limit=2, after=page.following)
        seen += numbers(page)
    assert len(seen) == len(found)
    assert set(seen) == found


def test_equal_rows_have_equal_digests_and_a_moved_row_another(cast: Cast) -> None:
    number = open_kk(cast).case.number
    before = ask(cast, cast.marlina).digest
    assert ask(cast, cast.marlina).digest == before
    claim_step(cast.store, number, by=By(person=cast.marlina.id))
    assert ask(cast, cast.marlina).digest != before


def test_a_step_that_was_sent_back_tells_how_often_the_case_has_come(cast: Cast) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    advance(cast, number, "Tidak sesuai")
    advance_to(cast, number, "3")
    (task,) = ask(cast, cast.darmawan).tasks
    assert task.comings == 2


def test_my_own_draft_is_told_to_me_alone(cast: Cast) -> None:
    number = open_kk(cast).case.number
    drafts.save(cast.store, cast.marlina.id, f"case:{number}:2", "note=belum selesai")
    assert ask(cast, cast.marlina).tasks[0].draft_at is not None
    assert ask(cast, cast.ferdi).tasks[0].draft_at is None


def test_only_what_is_mine_to_do_is_found_by_number(cast: Cast) -> None:
    mine, moved = open_kk(cast).case.number, open_kk(cast).case.number
    complete_step(
        cast.store, moved, "Lengkap", by=By(person=cast.marlina.id),
        ticked=frozenset({"Berkas permohonan"}),
    )  # fmt: skip
    person, asked = actor(cast, cast.ferdi), day(cast)
    found = named(cast.store, person, person.desks(_today(asked)), asked, [mine, moved, "KK-0"])
    assert [task.number for task in found] == [mine]


def test_a_list_is_one_question_whatever_its_length(cast: Cast) -> None:
    asked = _questions(cast)
    at_the_operator(cast, 6)
    assert _questions(cast) == asked == 1


def _questions(cast: Cast) -> int:
    class Counting(type(cast.store)):  # type: ignore[misc]
        asked = 0

        def rows(self, *question: object) -> object:
            Counting.asked += 1
            return super().rows(*question)

    person, asked = actor(cast, cast.yusran), day(cast)
    store = Counting(engine=cast.store.engine, texts=cast.store.texts, offices=cast.store.offices)
    ask(cast, cast.yusran)
    _ = worklist(store, person, person.desks(_today(asked)), asked).tasks
    return int(Counting.asked)
