"""The outbox: a promise reaches each person once a channel, however many there are at once."""

from contextlib import contextmanager
from dataclasses import dataclass

from engine.commands.work_off_notices import work_off_notices
from engine.queries.inbox import earlier, news, unread
from engine.store import cases
from engine.store.session import Store
from tests.builders import APPLICANT, advance, open_sktm
from tests.workers.post import promise, worked_off


def test_a_turn_is_told_to_everybody_at_its_desk_and_to_nobody_else(cast):
    open_sktm(cast)
    worked_off(cast)
    second = cast.at("kec-contoh-utara:loket", "2")
    assert [unread(cast.store, m.id) for m in (cast.citra, second, cast.kartika)] == [1, 1, 0]
    assert [notice.kind for notice in news(cast.store, cast.citra.id)] == ["turn"]


def test_working_off_twice_delivers_once(cast):
    open_sktm(cast)
    assert worked_off(cast) > 0
    cast.store.run("UPDATE notices SET worked_off_at = NULL")
    before = cast.store.row("SELECT count(*) FROM deliveries")
    worked_off(cast)
    assert cast.store.row("SELECT count(*) FROM deliveries") == before


def test_a_closed_case_presses_on_nobody_any_more_and_says_so(cast):
    number = open_sktm(cast).case.number
    worked_off(cast)
    while cases.load(cast.store, number).case.is_open:
        advance(cast, number)
    assert unread(cast.store, cast.citra.id) == 0
    worked_off(cast)
    found, _ = earlier(cast.store, cast.citra.id)
    assert {one.settled for one in found} == {"closed"}


def test_a_notice_worked_off_after_its_step_was_left_is_settled_at_once(cast):
    number = open_sktm(cast).case.number
    advance(cast, number)
    worked_off(cast)
    assert cast.store.rows(
        "SELECT DISTINCT d.settled FROM deliveries d JOIN notices n ON n.id = d.notice_id "
        "WHERE n.version = 1 AND d.channel = 'screen'"
    ) == [("moved",)]
    assert unread(cast.store, cast.darmawan.id) == 1


def test_an_applicant_without_an_address_is_not_written_to(cast):
    open_sktm(cast)
    open_sktm(cast, applicant={**APPLICANT, "email": "siti@contoh.example"})
    worked_off(cast)
    assert cast.store.row("SELECT count(*) FROM deliveries WHERE person_id IS NULL") == (1,)


@dataclass(kw_only=True)
class Counting(Store):
    """A store that counts the statements of its transactions."""

    statements: int = 0

    @contextmanager
    def transaction(self):
        with super().transaction() as connection:
            yield _Counted(connection, self)


@dataclass
class _Counted:
    connection: object
    store: Counting

    def execute(self, *statement):
        self.store.statements += 1
        return self.connection.execute(*statement)


def test_a_large_batch_takes_as_many_statements_as_a_small_one(cast):
    taken = []
    for count in (1, 12):
        for _ in range(count):
            number = open_sktm(
                cast, applicant={**APPLICANT, "email": "s@contoh.example"}
            ).case.number
            promise(cast, number, "reassigned", f"person:{cast.citra.id}")
        counting = Counting(engine=cast.store.engine)
        assert work_off_notices(counting) == 3 * count
        taken.append(counting.statements)
    assert taken[0] == taken[1] <= 6
