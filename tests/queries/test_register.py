"""The register book: every case once, in the month it was opened, with what became of it."""

from datetime import UTC, datetime, timedelta

from engine import clock
from engine.commands import By, close_case, take_back_step
from engine.domain.sop import Ending
from engine.queries import register
from engine.queries.register import Line
from engine.store import cases
from tests.builders import advance, advance_to, open_any, open_sktm
from tests.cast import Cast

UNIT, CODE = "kec-contoh-utara", "SKTM"
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def lines(cast: Cast, code: str = CODE, unit: str = UNIT, **how: object) -> list[Line]:
    until = clock.now() + timedelta(days=1)
    return register.register(cast.store, unit, code, LONG_AGO, until, **how)


def test_a_line_tells_what_became_of_a_case(cast: Cast) -> None:
    number = open_sktm(cast).case.number
    (line,) = lines(cast)
    assert (line.number, line.applicant) == (number, "Siti Aminah Daeng Puji")
    assert (line.ready_at, line.handed_over_at, line.receiver) == (None, None, "")
    advance_to(cast, number, "closed")
    (line,) = lines(cast)
    assert line.complete_at is not None
    assert line.handed_over_at is not None
    assert line.receiver == "Siti Aminah Daeng Puji"
    assert line.ending == "done"


def test_a_hand_over_that_was_taken_back_is_not_in_the_book(cast: Cast) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "8")
    advance(cast, number)
    assert lines(cast)[0].handed_over_at is not None
    take_back_step(cast.store, number, "Salah orang", by=By(person=cast.citra.id))
    (line,) = lines(cast)
    assert (line.handed_over_at, line.receiver) == (None, "")
    until = clock.now() + timedelta(days=1)
    assert register.tally(cast.store, UNIT, CODE, LONG_AGO, until).handed_over == 0


def test_the_book_of_one_unit_holds_no_other_units_cases(cast: Cast) -> None:
    open_any(cast, "kec-contoh-selatan", CODE)
    assert lines(cast) == []
    assert len(lines(cast, unit="kec-contoh-selatan")) == 1


def test_unfinished_at_a_moment_is_what_was_open_then(cast: Cast) -> None:
    closed, still = (open_sktm(cast).case.number for _ in range(2))
    before = clock.now()
    close_case(cast.store, closed, Ending.WITHDRAWN, "Ditarik", by=By(person=cast.citra.id))

    def numbers(at: datetime) -> list[str]:
        return [line.number for line in register.unfinished(cast.store, UNIT, CODE, at)]

    assert numbers(before) == [closed, still]
    assert numbers(clock.now()) == [still]
    assert numbers(LONG_AGO) == []


def test_the_tally_adds_up_the_lines(cast: Cast) -> None:
    done, withdrawn, _open = (open_sktm(cast).case.number for _ in range(3))
    advance_to(cast, done, "closed")
    close_case(cast.store, withdrawn, Ending.WITHDRAWN, "Ditarik", by=By(person=cast.citra.id))
    until = clock.now() + timedelta(days=1)
    tally = register.tally(cast.store, UNIT, CODE, LONG_AGO, until)
    assert (tally.opened, tally.done, tally.ended_otherwise) == (3, 1, 1)
    assert (tally.handed_over, tally.unfinished) == (1, 1)
    assert register.still_open(cast.store, frozenset({UNIT})) == {(UNIT, CODE): 1}


def test_pages_of_a_long_book_are_numbered_through(cast: Cast) -> None:
    for _ in range(5):
        open_sktm(cast)
    whole = lines(cast)
    first = lines(cast, limit=2)
    cursor = (first[1].opened_at, first[1].id)
    assert lines(cast, limit=10, after=cursor) == whole[2:]
    assert register.before(cast.store, UNIT, CODE, LONG_AGO, cursor) == 2
    assert cases.load(cast.store, whole[0].number).case.id == whole[0].id
