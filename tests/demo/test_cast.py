"""The cast stands where the tests expect it, and the builders carry a case to its end."""

import pytest

from engine import clock
from engine.domain.case import Status
from engine.queries.verify import verify
from engine.store import office
from tests.builders import advance_to, open_any, open_kk, open_sktm


def desks(cast, member):
    return office.actor(cast.store, member.id).desks(clock.now().date())


def test_a_counter_officer_sits_at_the_counter_of_her_unit(cast):
    assert desks(cast, cast.marlina) == {"disdukcapil:loket", "disdukcapil:@loket"}


def test_the_acting_kabid_holds_two_desks_these_days(cast):
    assert desks(cast, cast.arman) == {"disdukcapil:kabid_capil", "disdukcapil:kabid_dafduk"}


def test_who_has_left_holds_no_desk(cast):
    assert desks(cast, cast.lukman) == frozenset()


def test_nobody_but_the_plt_holds_the_vacant_post_of_the_camat(cast):
    acting = cast.at("kec-contoh-tengah:sekcam")
    assert cast.holder("kec-contoh-tengah:camat") == acting


@pytest.mark.parametrize(
    ("unit", "code"), [("kec-contoh-utara", "SKTM"), ("disdukcapil", "KK"), ("dpmptsp", "SIPB"),
                       ("disdik", "MUT"), ("setda", "SPPD"), ("pkm-contoh-utara", "RUJ")],
)  # fmt: skip
def test_the_builders_carry_a_case_along_its_main_way(cast, unit, code):
    number = open_any(cast, unit, code).case.number
    assert advance_to(cast, number, "closed").status is Status.CLOSED
    assert verify(cast.store, number).holds


def test_a_case_can_be_left_in_the_middle_of_its_initials(cast):
    number = open_sktm(cast).case.number
    assert advance_to(cast, number, "5#2").turn == "kec-contoh-utara:sekcam"


def test_a_case_with_a_paper_missing_begins_at_the_applicant(cast):
    opened = open_kk(cast, missing=frozenset({"nikah"})).case
    assert (opened.status, opened.missing) == (Status.RETURNED, ("nikah",))
