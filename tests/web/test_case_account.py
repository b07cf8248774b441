"""Every due moment leads to its account: from which screens, for whom, and what it says."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from flask.testing import FlaskClient

from engine.commands import By, extend_case, suspend_case
from engine.store import cases, office
from tests.builders import advance_to, open_any, open_kk, open_sipb, open_sktm, sop_of
from tests.cast import Cast
from tests.commands.calendar_scenes import applied, closed, newest, proposed
from tests.web.case_at import address, text_of
from tests.web.conftest import CountingStore

SignedIn = Callable[[str], FlaskClient]
IN_A_DIALOG = {"HX-Request": "true"}


def account(client: FlaskClient, number: str, clock: str) -> str:
    """What the dialog of a clock says."""
    return text_of(client.get(f"{address(number)}/account/{clock}", headers=IN_A_DIALOG))


def complaint(cast: Cast) -> str:
    """A complaint to the Organisation Section: its SOP names the limit of a law."""
    number = open_any(cast, "bagian-organisasi", "ADU").case.number
    advance_to(cast, number, "3")
    return number


def test_the_account_tells_start_rule_days_sum_and_end(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    case = advance_to(cast, number, "3")
    said = account(signed_in("yusran"), number, "service")
    calendar = office.directory(cast.store).calendars[case.unit]
    promised = calendar.local(case.promised_at)
    assert said.startswith(f"Permohonan {number} Seluruh layanan, batas 3 hari kerja")
    rule = f"Batas menurut SOP {sop_of(cast, case).number}, versi 1 3 hari kerja"
    places = [said.index(words) for words in (
        "Berkas dinyatakan lengkap", rule, "Jumlah yang dihitung 3 hari kerja",
        f"{promised:%H.%M} WITA Dihitung menurut kalender",
    )]  # fmt: skip
    assert places == sorted(places)


def test_the_calendar_behind_it_is_cited_with_its_version(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    page = client.get(f"{address(number)}/account/service", headers=IN_A_DIALOG).text
    calendar = office.directory(cast.store).calendars["kec-contoh-utara"]
    link = re.search(r'href="(/calendars/[^"]+)"', page)
    assert link and calendar.title in page and calendar.version in page
    assert client.get(unescape(link[1])).status_code == 200


def test_without_a_script_it_is_a_page_of_its_own(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("darmawan")
    page = client.get(f"{address(number)}/account/service")
    assert "<h1>Cara menghitung jatuh tempo</h1>" in page.text
    assert "Jumlah yang dihitung" in page.text
    assert f'href="{address(number)}"' in page.text


def test_a_clock_that_runs_no_more_is_told_in_a_sentence(cast: Cast, signed_in: SignedIn) -> None:
    number = open_sktm(cast).case.number
    client = signed_in("darmawan")
    for clock in ("pause", "legal", "moon", "step"):
        answer = client.get(f"{address(number)}/account/{clock}", headers=IN_A_DIALOG)
        assert answer.status_code == 404
        assert "Jatuh tempo ini tidak berjalan lagi." in answer.text


def test_it_is_read_by_whoever_may_read_the_case_and_by_nobody_else(
    cast: Cast, signed_in: SignedIn, visitor: FlaskClient
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    place = f"{address(number)}/account/service"
    assert signed_in("gusnawati").get(place).status_code == 200
    refused = signed_in("kartika").get(place)
    assert refused.status_code == 403
    assert "hari kerja" not in text_of(refused)
    assert visitor.get(place).status_code == 303
    assert visitor.get(place, headers=IN_A_DIALOG).status_code == 401


def test_it_asks_the_database_once_beside_the_reader(
    cast: Cast, signed_in: SignedIn, counted: CountingStore
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    client = signed_in("yusran")
    account(client, number, "service")
    counted.asked.clear()
    account(client, number, "service")
    assert len(counted.asked) == 2


def test_an_extension_is_a_line_of_its_own(cast: Cast, signed_in: SignedIn) -> None:
    number = complaint(cast)
    irma = By(person=cast.irma.id)
    extend_case(cast.store, number, "5 hari kerja", "Perlu keterangan dinas.", by=irma)
    said = account(signed_in("irma"), number, "service")
    assert "Diperpanjang oleh atasan 5 hari kerja" in said
    assert "Jumlah yang dihitung 15 hari kerja" in said


def test_a_calendar_that_changed_after_the_case_was_done_is_told(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_kk(cast).case.number
    done = advance_to(cast, number, "closed")
    code = office.directory(cast.store).calendars["disdukcapil"].code
    client = signed_in("marlina")
    assert "Kalendernya berubah" not in account(client, number, "service")
    applied(cast, proposed(cast, closed(newest(cast, code), 5)))
    assert cases.load(cast.store, number).case.promised_at == done.promised_at
    said = account(client, number, "service")
    assert "Kalendernya berubah sesudah waktu ini ditetapkan" in said
    assert "Libur uji" in said


@pytest.mark.parametrize(
    ("who", "place", "clock"),
    [
        ("yusran", "/kotak-kerja", "step"),
        ("suryani", "/papan/permohonan", "step"),
        ("suryani", "/papan/{number}/perpanjang", "service"),
        ("suryani", "/cari?q=pindah", "service"),
        ("gusnawati", "/audit/{number}", "service"),
        ("suryani", "/register/disdukcapil/KK", "service"),
        ("yusran", "/cases/{number}", "step"),
        ("yusran", "/cases/{number}", "service"),
    ],
)
def test_every_screen_with_a_due_moment_leads_to_its_account(
    cast: Cast, signed_in: SignedIn, who: str, place: str, clock: str
) -> None:
    number = open_kk(cast).case.number
    advance_to(cast, number, "3")
    if place.startswith("/cari"):
        place = f"/cari?q={number[:-1]}"
    page = signed_in(who).get(place.format(number=number)).text
    assert f'data-account aria-haspopup="dialog" href="{address(number)}/account/' in page
    found = set(re.findall(rf'href="{address(number)}/account/(\w+)"', page))
    assert found & {clock, "service"}


def test_the_limit_of_a_law_runs_beside_the_promise_and_grants_nothing(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = complaint(cast)
    client = signed_in("irma")
    page = text_of(client.get(address(number)))
    assert "Batas hukum 60 hari kalender" in page
    assert "UU 25/2009 tentang Pelayanan Publik. Tidak berhenti selama jeda, tidak" in page
    said = account(client, number, "legal")
    assert "UU 25/2009 tentang Pelayanan Publik 60 hari kalender" in said
    assert "Jumlah yang dihitung 60 hari kalender" in said


def test_a_late_legal_limit_is_told_in_words_and_the_promise_is_not_touched(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = complaint(cast)
    cast.store.run(
        "UPDATE cases SET memory = jsonb_set(memory::jsonb, '{legal_at}', "
        "to_jsonb(now() - interval '30 days'))::text WHERE number = %s", (number,),
    )  # fmt: skip
    page = text_of(signed_in("irma").get(address(number)))
    assert re.search(r"Batas hukum 60 hari kalender Terlambat \d+ hari kalender", page)
    assert "Melewati janji" not in page


def test_a_pause_tells_since_when_until_when_at_most_why_and_who_waits(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    advance_to(cast, number, "4")
    idham = By(person=cast.idham.id)
    case = suspend_case(cast.store, number, "kelengkapan", "", by=idham)
    client = signed_in("idham")
    page = text_of(client.get(address(number)))
    calendar = office.directory(cast.store).calendars[case.unit]
    ends = calendar.local(case.resumes_at)
    assert "Jeda, paling lama 5 hari kerja" in page
    assert "Berjalan lagi paling lambat" in page and f"{ends:%H.%M} WITA" in page
    assert "Menunggu kelengkapan pemohon. Yang menunggu: Petugas Back Office." in page
    said = account(client, number, "pause")
    assert "Jumlah yang dihitung 5 hari kerja" in said
    assert "Dijeda: Menunggu kelengkapan pemohon" in account(client, number, "service")


def test_gross_and_net_time_stand_side_by_side_for_officer_and_auditor(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sipb(cast).case.number
    case = advance_to(cast, number, "4")
    suspend_case(cast.store, number, "kelengkapan", "", by=By(person=cast.idham.id))
    began = case.complete_at - timedelta(days=9, hours=2)
    cast.store.run(
        "UPDATE cases SET memory = jsonb_set(memory::jsonb, '{complete_at}', to_jsonb(%s::text))"
        "::text WHERE number = %s", (began.isoformat(), number),
    )  # fmt: skip
    loaded = cases.load(cast.store, number)
    net = office.directory(cast.store).calendars[case.unit].net(began, case.complete_at)
    for who, place in (("idham", address(number)), ("gusnawati", f"/audit/{number}")):
        said = text_of(signed_in(who).get(place))
        assert "Sejak berkas lengkap 9 hari 2 jam" in said
        assert f"Waktu kerja tanpa jeda {net // 3600} jam" in said
        assert "Waktu kerja di dalam jeda kurang dari 1 menit" in said
    assert loaded.case.complete_at == began
