"""What happens to a case by itself is told in its history: warnings, ladder, pauses, calendars."""

from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from engine import clock
from engine.commands import By, flag_cases, suspend_case
from engine.store import cases, office
from tests.builders import advance_to, open_any, open_kk, open_sipb
from tests.cast import Cast
from tests.commands.calendar_scenes import applied, closed, newest, proposed
from tests.web.case_at import address, text_of

SignedIn = Callable[[str], FlaskClient]


def swept(cast: Cast, days: int) -> None:
    """The sweep as it would run so many days from now, until nothing is due."""
    while flag_cases(cast.store, clock.now() + timedelta(days=days)):
        pass


def test_lateness_is_told_rung_by_rung(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    swept(cast, 60)
    said = text_of(signed_in("suryani").get(address(number)))
    for words in (
        "Sopan mengingatkan: jangka waktu layanan segera habis.",
        "Sopan menandai layanan terlambat: janji kepada pemohon terlewati.",
        "Sopan memberi tahu atasan langsung (jenjang 1): layanan masih terlambat.",
        "Sopan memberi tahu kepala unit (jenjang 2): layanan masih terlambat.",
        "Sopan memberi tahu Bagian Organisasi (jenjang 3): layanan masih terlambat.",
    ):
        assert words in said


def test_a_late_step_is_told_to_the_one_above_its_desk(cast: Cast, signed_in: SignedIn) -> None:
    number = open_any(cast, "bagian-umum", "KGB").case.number
    swept(cast, 60)
    said = text_of(signed_in("gusnawati").get(address(number)))
    assert "Sopan menandai langkah 2 terlambat." in said
    assert "Sopan memberi tahu atasan langsung (jenjang 1): langkah 2 masih terlambat." in said


def test_a_missed_legal_limit_is_told_and_that_nothing_is_granted(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_any(cast, "bagian-organisasi", "ADU").case.number
    advance_to(cast, number, "3")
    swept(cast, 120)
    said = text_of(signed_in("irma").get(address(number)))
    assert "Sopan mengingatkan: batas hukum segera tercapai." in said
    assert (
        "Sopan menandai batas hukum terlewati; permohonan tidak dikabulkan dengan sendirinya."
        in said
    )
    assert "batas hukum sudah terlewati." in said


def test_a_pause_that_ends_by_itself_says_why_and_what_it_moved(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    advance_to(cast, number, "4")
    suspend_case(cast.store, number, "kelengkapan", "", by=By(person=cast.idham.id))
    ends = cases.load(cast.store, number).case.resumes_at
    while flag_cases(cast.store, ends + timedelta(seconds=1)):
        pass
    said = text_of(signed_in("idham").get(address(number)))
    assert (
        "Sopan melanjutkan permohonan dengan sendirinya: jeda mencapai batasnya, 5 hari kerja. "
        "Janji layanan: belum pasti selama jeda menjadi "
    ) in said
    stands_out = text_of(signed_in("gusnawati").get(f"/audit/{number}"))
    assert "Jeda berakhir dengan sendirinya 1 kali" in stands_out


def test_a_changed_calendar_tells_each_moment_before_and_after(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    before = advance_to(cast, number, "4")
    calendar = office.directory(cast.store).calendars["disdukcapil"]
    text = newest(cast, calendar.code)
    applied(cast, proposed(cast, closed(text, 5)))
    after = cases.load(cast.store, number).case
    assert before.promised_at and after.promised_at and after.promised_at > before.promised_at
    page = signed_in("suryani").get(address(number))
    said = text_of(page)
    old, new = (f"{calendar.local(at):%H.%M}" for at in (before.promised_at, after.promised_at))
    assert f"menghitung ulang menurut {text.title}, versi " in said
    assert f"menggantikan {text.version}." in said
    told = said.partition("Janji layanan: ")[2]
    assert f", {old} menjadi " in told and f", {new}." in told
    assert f'href="/calendars/{calendar.code}?versi=' in page.text
    assert "Jatuh tempo dihitung ulang 1 kali" in text_of(
        signed_in("gusnawati").get(f"/audit/{number}")
    )
