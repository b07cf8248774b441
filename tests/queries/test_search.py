"""Search: what finds a case, what hides it, and how the pages of a long answer follow."""

from datetime import timedelta

import pytest

from engine import clock
from engine.commands import By, close_case, correct_intake
from engine.domain.sop import Ending
from engine.queries.search import Found, Wanted, search
from engine.store import cases
from tests.builders import APPLICANT, advance, open_any, open_kk, open_sktm
from tests.cast import Cast


def found(cast: Cast, words: str = "", *, units: frozenset[str] = frozenset(), **wanted: object):
    scope = units or frozenset(unit for (unit,) in cast.store.rows("SELECT code FROM units"))
    return search(cast.store, scope, Wanted(words=words, **wanted), clock.now())


def numbers(cases: list[Found]) -> list[str]:
    return [case.number for case in cases]


@pytest.fixture
def sktm(cast: Cast) -> str:
    """One certificate of need, among a family card of somebody else."""
    open_kk(cast, applicant={**APPLICANT, "name": "Bahar Nur", "nik": "", "phone": "0811 222 333"})
    return open_sktm(cast).case.number


@pytest.mark.parametrize(
    "words",
    [
        "{number}", " {number} ", "{lower}", "{start}", "Siti", "siti puji", "Aminah Daeng",
        "9900014803900001", "0812 0000 4471", "081200004471", "0812-0000-4471", "+6281200004471",
        "Tidak Mampu", "mampu surat", "sktm",
    ],
)  # fmt: skip
def test_a_case_is_found_by_anything_known_of_it(cast: Cast, sktm: str, words: str) -> None:
    asked = words.format(number=sktm, lower=sktm.lower(), start=sktm[:-2])
    assert numbers(found(cast, asked)) == [sktm]


@pytest.mark.parametrize("words", ["%", "_", "\\", "zzz", "Siti Bahar", "0812 9999 9999", "'", "&"])
def test_what_fits_nothing_finds_nothing(cast: Cast, sktm: str, words: str) -> None:
    assert found(cast, words) == []


def test_a_corrected_name_is_found_as_it_is_now_and_as_it_was(cast: Cast, sktm: str) -> None:
    by = By(person=cast.citra.id)
    correct_intake(cast.store, sktm, "applicant.name", "Sitti Khadijah", "Menurut KTP-el", by=by)
    for words in ("khadijah", "aminah"):
        (case,) = found(cast, words)
        assert case.applicant == "Sitti Khadijah"


def test_cases_outside_the_scope_are_never_found(cast: Cast, sktm: str) -> None:
    elsewhere = frozenset({"disdukcapil"})
    for words in (sktm, "Siti", "9900014803900001", "Tidak Mampu"):
        assert found(cast, words, units=elsewhere) == []


def test_filters_narrow_what_words_find(cast: Cast, sktm: str) -> None:
    kk = open_kk(cast).case.number
    assert set(numbers(found(cast, "siti"))) == {sktm, kk}
    assert numbers(found(cast, "siti", unit="disdukcapil")) == [kk]
    assert numbers(found(cast, "siti", code="SKTM")) == [sktm]
    assert found(cast, "siti", status="closed") == []
    close_case(cast.store, kk, Ending.WITHDRAWN, "Ditarik", by=By(person=cast.marlina.id))
    assert numbers(found(cast, status="closed")) == [kk]
    assert numbers(found(cast, ending="withdrawn")) == [kk]


def test_a_period_is_the_time_of_opening_without_its_end(cast: Cast, sktm: str) -> None:
    opened = cases.load(cast.store, sktm).case.opened_at
    assert opened is not None
    assert numbers(found(cast, "siti", since=opened)) == [sktm]
    assert found(cast, "siti", until=opened) == []
    assert numbers(found(cast, "siti", until=opened + timedelta(seconds=1))) == [sktm]


def test_who_acted_finds_the_cases_he_touched(cast: Cast, sktm: str) -> None:
    assert numbers(found(cast, person="Marlina")) != [sktm]
    assert found(cast, person="Darmawan") == []
    advance(cast, sktm)
    advance(cast, sktm)
    assert numbers(found(cast, person="darmawan")) == [sktm]
    assert found(cast, person="Nobody") == []


def test_late_is_what_is_late_now(cast: Cast, sktm: str) -> None:
    advance(cast, sktm)
    assert found(cast, late=True) == []
    scope = frozenset({"kec-contoh-utara"})
    in_a_year = clock.now() + timedelta(days=366)
    late = search(cast.store, scope, Wanted(late=True), in_a_year)
    assert numbers(late) == [sktm]
    assert late[0].late


def test_pages_follow_each_other_without_gap_or_overlap(cast: Cast) -> None:
    for _ in range(5):
        open_any(cast, "disdukcapil", "AKD")
    scope, now = frozenset({"disdukcapil"}), clock.now()
    for words in ("", "siti", "AKD"):
        wanted = Wanted(words=words)
        everything = numbers(search(cast.store, scope, wanted, now))
        first = search(cast.store, scope, wanted, now, limit=2)
        assert len(first) == 3
        second = search(cast.store, scope, wanted, now, limit=2, before=first[1].id)
        assert numbers(first[:2] + second) == everything
        assert len(everything) == 5
