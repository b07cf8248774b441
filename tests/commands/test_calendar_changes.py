"""A changed calendar: what the preview says is what applying does, on no other case, and back."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from engine.commands import (
    apply_calendar,
    confirm_holidays,
    undo_calendar,
    withdraw_calendar,
)
from engine.domain.calendar_changes import (
    ChangeUnderWay,
    LetterMissing,
    NoDifference,
    NotInState,
    NotNewest,
    State,
)
from engine.domain.errors import DefinitionFaulty, FieldsWrong, NotAllowed, NotFound
from engine.domain.hours import Hours
from engine.formats.calendars.proposal import proposed_holidays
from engine.queries import calendars as asked
from engine.queries.verify import verify
from engine.store import office
from tests.commands.calendar_scenes import (
    LETTER,
    applied,
    closed,
    everywhere,
    moments,
    newest,
    proposed,
    recalculated,
    today,
    with_holidays,
    workdays,
    worked_off,
)


def later_opening(calendar):
    """Two hours less every day."""
    shorter = tuple(
        tuple(Hours(start=max(one.start, 600), end=one.end) for one in day if one.end > 600)
        for day in calendar.week
    )
    return replace(calendar, week=shorter)


SCENES = {
    "more holidays for all": lambda cast: (
        closed(newest(cast, "nasional"), 60), None,
    ),
    "holidays from a date on": lambda cast: (
        closed(newest(cast, "perpres-21-2023"), 20),
        today() + timedelta(days=4),
    ),
    "shorter days": lambda cast: (later_opening(newest(cast, "perpres-21-2023")), None),
    "one unit's counter": lambda cast: (later_opening(newest(cast, "kecamatan")), None),
    "holidays that nobody meets": lambda cast: (
        with_holidays(newest(cast, "nasional"), [today() - timedelta(days=400)]), None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("scene", SCENES)
def test_the_preview_is_what_applying_does_and_undoing_restores_every_moment(cast, scene):
    numbers = everywhere(cast)
    before = moments(cast, numbers)
    calendar, since = SCENES[scene](cast)
    change = proposed(cast, calendar, since)
    worked_off(cast)
    assert moments(cast, numbers) == before
    lines = asked.moves(cast.store, change, limit=1000)
    apply_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)
    after = moments(cast, numbers)
    moved = {number for number in numbers if before[number] != after[number]}
    assert moved == {line.number for line in lines}
    for line in lines:
        place = {"step": 0, "service": 2, "legal": 4, "pause": 5}[line.clock]
        assert (before[line.number][place], after[line.number][place]) == (line.old_at, line.new_at)
    told = asked.change(cast.store, change)
    assert (told.state, told.moved, told.recorded) == (State.APPLIED, len(moved), len(moved))
    assert (told.looked, told.failed) == (told.total, 0)
    assert all(len(recalculated(cast, n)) == (n in moved) for n in numbers)
    assert all(verify(cast.store, number).holds for number in numbers)
    undo_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)
    assert moments(cast, numbers) == before
    assert all(len(recalculated(cast, n)) == 2 * (n in moved) for n in numbers)
    assert all(verify(cast.store, number).holds for number in numbers)


def test_holidays_for_all_move_requests_in_every_unit_and_not_those_that_are_done(cast):
    numbers = everywhere(cast)
    calendar, since = SCENES["more holidays for all"](cast)
    change = proposed(cast, calendar, since)
    applied(cast, change)
    moved = {number for number in numbers if recalculated(cast, number)}
    kinds = {number.split("-")[0] for number in moved}
    assert kinds == {"SKTM", "KK", "SIPB", "ADUK", "ADU", "KGB"}
    clocks = {line.clock for line in asked.moves(cast.store, change, limit=1000)}
    assert clocks == {"step", "service", "legal", "pause"}
    assert moved < set(numbers)


def test_the_fact_names_the_change_the_calendar_and_both_versions(cast):
    numbers = everywhere(cast)
    old = newest(cast, "kecamatan").version
    change = proposed(cast, closed(newest(cast, "nasional"), 60))
    applied(cast, change)
    says = recalculated(cast, numbers[1])[0]
    new = office.directory(cast.store).by_code["kecamatan"].version
    assert says == {"change": change, "calendar": "kecamatan", "old": old, "new": new}


def test_a_national_change_reaches_the_heirs_and_leaves_their_own_rules(cast):
    before = newest(cast, "puskesmas-enam-hari")
    day = workdays(newest(cast, "nasional"), 1)[0]
    change = proposed(cast, with_holidays(newest(cast, "nasional"), [day]))
    assert set(asked.change(cast.store, change).texts) == {
        "nasional", "perpres-21-2023", "kecamatan", "puskesmas-enam-hari",
    }  # fmt: skip
    applied(cast, change)
    known = office.directory(cast.store).by_code
    assert known["puskesmas-enam-hari"].hours(day) == ()
    assert known["puskesmas-enam-hari"].week == before.week
    assert known["rsud-24-jam"].hours(day) != ()


def test_days_before_the_date_keep_the_rules_that_held(cast):
    first, second = workdays(newest(cast, "kecamatan"), 2)
    change = proposed(cast, with_holidays(newest(cast, "kecamatan"), [first, second]), second)
    applied(cast, change)
    calendar = office.directory(cast.store).by_code["kecamatan"]
    assert calendar.hours(first) != () and calendar.hours(second) == ()


def test_a_confirmed_year_is_certain_to_its_end_and_names_its_decree(cast):
    days = proposed_holidays(2027)
    change = confirm_holidays(
        cast.store, "nasional", 2027, days, "SKB Contoh 1/2026", by=cast.irma.id
    )
    applied(cast, change)
    for code in ("nasional", "perpres-21-2023", "kecamatan"):
        calendar = office.directory(cast.store).by_code[code]
        assert calendar.confirmed_until.isoformat() == "2027-12-31"
        assert calendar.holiday(days[0].date).decree == "SKB Contoh 1/2026"
    assert asked.versions(cast.store, "kecamatan")[0].letter == "SKB Contoh 1/2026"


def test_wrong_days_are_told_one_by_one(cast):
    days = list(proposed_holidays(2027))
    twice = [*days, days[0], replace(days[1], date=days[1].date.replace(year=2028))]
    with pytest.raises(FieldsWrong) as wrong:
        confirm_holidays(cast.store, "nasional", 2027, twice, " ", by=cast.jamal.id)
    assert set(wrong.value.faults) == {"decree", f"days.{len(days)}", f"days.{len(days) + 1}"}


def test_one_change_at_a_time_in_a_family_of_calendars(cast):
    change = proposed(cast, closed(newest(cast, "kecamatan"), 1))
    with pytest.raises(ChangeUnderWay, match=f"nomor {change} pada kalender kecamatan"):
        proposed(cast, closed(newest(cast, "nasional"), 1))
    proposed(cast, closed(newest(cast, "rsud-24-jam"), 1))
    withdraw_calendar(cast.store, change, by=cast.haris.id)
    proposed(cast, closed(newest(cast, "nasional"), 1))


def test_only_the_newest_change_can_be_undone_and_only_once(cast):
    first = proposed(cast, closed(newest(cast, "nasional"), 1))
    applied(cast, first)
    second = proposed(cast, closed(newest(cast, "kecamatan"), 3))
    applied(cast, second)
    assert not asked.change(cast.store, first).may_be_undone
    with pytest.raises(NotNewest, match="kecamatan"):
        undo_calendar(cast.store, first, by=cast.jamal.id)
    undo_calendar(cast.store, second, by=cast.jamal.id)
    worked_off(cast)
    assert asked.change(cast.store, first).may_be_undone
    assert asked.change(cast.store, second).undone_by is not None
    with pytest.raises(NotInState, match="sudah diurungkan"):
        undo_calendar(cast.store, second, by=cast.jamal.id)


def test_what_cannot_be_proposed_or_applied_is_refused_in_words(cast):
    calendar = newest(cast, "nasional")
    with pytest.raises(NoDifference):
        proposed(cast, calendar)
    with pytest.raises(NotFound, match="Kalender loket"):
        proposed(cast, replace(calendar, code="loket", title="Lain"))
    with pytest.raises(DefinitionFaulty, match="belum berdasar keputusan"):
        proposed(cast, replace(calendar, confirmed_until=date(2031, 12, 31)))
    change = proposed(cast, closed(calendar, 1))
    with pytest.raises(NotInState, match="pratinjaunya belum selesai"):
        apply_calendar(cast.store, change, by=cast.jamal.id)
    worked_off(cast)
    cast.store.run("UPDATE calendar_changes SET letter = '' WHERE id = %s", (change,))
    with pytest.raises(LetterMissing):
        apply_calendar(cast.store, change, by=cast.jamal.id)
    apply_calendar(cast.store, change, by=cast.jamal.id, letter=LETTER)
    with pytest.raises(NotInState, match="sudah diputuskan"):
        withdraw_calendar(cast.store, change, by=cast.jamal.id)


@pytest.mark.parametrize("who", ["marlina", "suryani", "gusnawati", "lukman"])
def test_calendars_are_kept_by_the_administrator_and_the_section_alone(cast, who):
    calendar = closed(newest(cast, "nasional"), 1)
    change = proposed(cast, calendar)
    worked_off(cast)
    person = getattr(cast, who).id
    for act in (apply_calendar, withdraw_calendar, undo_calendar):
        with pytest.raises(NotAllowed, match="administrator atau Bagian Organisasi"):
            act(cast.store, change, by=person)
    with pytest.raises(NotAllowed):
        confirm_holidays(cast.store, "nasional", 2027, (), LETTER, by=person)
