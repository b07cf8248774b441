"""Evaluation over the demonstration: every closed case judged, sums that agree with each other."""

from datetime import UTC, datetime, timedelta

from engine.domain.conformance import Aspect
from engine.domain.time_spent import Ground, split
from engine.queries.evaluation import Wanted, closed_counts, evaluate, everybody, versions
from engine.store import history, office, sops
from tests.builders import advance, open_sktm
from tests.cast import Cast

SINCE, UNTIL = datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)


def wanted(cast: Cast, code: str, unit: str) -> Wanted:
    units = frozenset({unit})
    sop_id = versions(cast.store, units, code, SINCE, UNTIL)[0][0]
    return Wanted(units=units, sop_id=sop_id, since=SINCE, until=UNTIL)


def closed_sktm(cast: Cast) -> str:
    number = open_sktm(cast).case.number
    while advance(cast, number).is_open:
        pass
    return number


def test_a_case_that_went_by_the_sop_is_judged_step_by_step_without_a_deviation(cast: Cast) -> None:
    closed_sktm(cast)
    found = evaluate(cast.store, wanted(cast, "SKTM", "kec-contoh-utara"))
    assert (found.cases, found.found) == (1, [])
    assert found.rates.whole.rate == 1.0
    assert found.rates.by_case.yes == 1
    assert found.rates.of(Aspect.FOUR_EYES).yes > 0


def test_only_cases_closed_in_the_period_and_units_are_judged(cast: Cast) -> None:
    closed_sktm(cast)
    open_sktm(cast)
    asked = wanted(cast, "SKTM", "kec-contoh-utara")
    later = Wanted(units=asked.units, sop_id=asked.sop_id, since=UNTIL, until=UNTIL)
    elsewhere = Wanted(
        units=frozenset({"kec-contoh-selatan"}), sop_id=asked.sop_id, since=SINCE, until=UNTIL
    )
    assert [evaluate(cast.store, one).cases for one in (asked, later, elsewhere)] == [1, 0, 0]
    assert closed_counts(cast.store, asked.units, SINCE, UNTIL) == {"SKTM": 1}


def test_the_holder_of_an_ended_post_is_judged_by_the_day_on_which_he_acted(cast: Cast) -> None:
    closed_sktm(cast)
    cast.store.run("UPDATE people SET active = false WHERE id = %s", (cast.darmawan.id,))
    assert everybody(cast.store)[cast.darmawan.id].holdings
    assert evaluate(cast.store, wanted(cast, "SKTM", "kec-contoh-utara")).found == []


def test_who_holds_no_post_on_the_day_is_named_with_case_and_fact(cast: Cast) -> None:
    number = closed_sktm(cast)
    cast.store.run("DELETE FROM holdings WHERE person_id = %s", (cast.fadli.id,))
    found = evaluate(cast.store, wanted(cast, "SKTM", "kec-contoh-utara")).found
    assert [(one.number, one.deviation.aspect, one.deviation.step) for one in found] == [
        (number, Aspect.ACTOR, "6")
    ]
    by_step = evaluate(cast.store, wanted(cast, "SKTM", "kec-contoh-utara"), step="5")
    assert (by_step.found, by_step.rates.of_step("6").no) == ([], 1)


def test_over_the_demonstration_every_sum_agrees_with_the_cases_behind_it(demo: Cast) -> None:
    units = frozenset(office.office(demo.store).units)
    judged = 0
    for code, count in closed_counts(demo.store, units, SINCE, UNTIL).items():
        for sop_id, closed in versions(demo.store, units, code, SINCE, UNTIL):
            asked = Wanted(units=units, sop_id=sop_id, since=SINCE, until=UNTIL)
            found = evaluate(demo.store, asked, most=10**6)
            assert found.cases == closed
            assert all(tally.yes >= 0 for tally in _tallies(found))
            assert found.elapsed == _elapsed(demo, sop_id)
            number, figures = next(iter(found.steps.items()))
            of_it = evaluate(demo.store, asked, step=number)
            for parts in (of_it.by_unit, of_it.by_month):
                assert sum(len(part.used) for part in parts.values()) == len(figures.used)
            assert not [one for one in found.found if one.deviation.aspect is Aspect.FOUR_EYES]
            judged += closed
        assert count
    assert judged > 100


def _tallies(found):
    steps = [step.number for step in found.sop.steps]
    yield from (found.rates.whole, found.rates.by_case)
    yield from map(found.rates.of_step, steps)
    yield from (found.rates.of(aspect, step) for aspect in Aspect for step in ("", *steps))


def _elapsed(demo: Cast, sop_id: int) -> timedelta:
    known = office.directory(demo.store)
    sop, total = sops.by_id(demo.store, sop_id), timedelta()
    for case_id, unit in demo.store.rows(
        "SELECT id, unit FROM cases WHERE sop_id = %s AND closed_at IS NOT NULL", (sop_id,)
    ):
        facts = [fact for fact, _ in history.facts_of(demo.store, case_id)]
        on = Ground(sop=sop, unit=unit, calendars=known.calendars)
        total += sum(split(on, facts).values(), timedelta())
    return total
