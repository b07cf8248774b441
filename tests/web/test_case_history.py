"""The history on a case's page: sentences with both times, as a sheet, and verified on demand."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

from flask.testing import FlaskClient

from engine.commands import By, add_note, erase_words, flag_cases
from tests.builders import advance, advance_to, open_kk, open_sktm
from tests.cast import Cast
from tests.services import Servers
from tests.web.case_at import address, text_of

SignedIn = Callable[[str], FlaskClient]


def test_every_fact_is_a_sentence_with_both_its_times_newest_first(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    advance_to(cast, number, "4")
    page = signed_in("citra").get(address(number))
    told = page.text[page.text.index('<ol class="riwayat">') :]
    assert [f"fakta-{n}" in told for n in (1, 2, 3)] == [True] * 3
    assert told.index("fakta-3") < told.index("fakta-2") < told.index("fakta-1")
    assert told.count("<span>Terjadi ") == told.count("<span>Tercatat ") == 3
    said = text_of(page)
    assert (
        f"{cast.citra.name} (Petugas Loket Kecamatan) menyelesaikan langkah 2: Terdaftar. Berkas "
        "dinyatakan lengkap: jangka waktu 60 menit mulai dihitung. Giliran pindah ke "
    ) in said


def test_what_the_sweep_flags_is_told_by_sopan_at_its_due_moment(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    case = advance_to(cast, number, "3")
    assert case.promised_at is not None
    cast.store.run(
        "UPDATE cases SET promised_at = now() - interval '1 hour', "
        "next_at = now() - interval '1 hour', memory = jsonb_set(memory::jsonb, '{watch}', "
        "jsonb_build_array(jsonb_build_object('at', now() - interval '1 hour', 'effect', "
        "'overdue', 'clock', 'service')))::text WHERE number = %s", (number,),
    )  # fmt: skip
    assert flag_cases(cast.store) >= 1
    said = text_of(signed_in("darmawan").get(address(number)))
    assert "Sopan menandai layanan terlambat: janji kepada pemohon terlewati." in said


def test_a_fact_recorded_on_another_day_says_on_which(cast: Cast, signed_in: SignedIn) -> None:
    number = open_kk(cast).case.number
    cast.store.run(
        "UPDATE cases SET opened_at = opened_at - interval '9 days', memory = jsonb_set("
        "memory::jsonb, '{latest}', to_jsonb(now() - interval '9 days'))::text WHERE number = %s",
        (number,),
    )  # fmt: skip
    loaded = cast.store.row("SELECT now()")
    assert loaded is not None
    by = By(person=cast.marlina.id, happened_at=loaded[0] - timedelta(days=3), why_late="Libur")
    add_note(cast.store, number, "Berkas tiba", by=by)
    said = text_of(signed_in("marlina").get(address(number)))
    assert "Entri susulan: Libur" in said
    recorded = said.split("Entri susulan: Libur")[1].split("Tercatat ")[1]
    assert re.match(r"\d{1,2} [A-Z][a-z]+, \d\d\.\d\d", recorded)


def test_the_sheet_has_every_fact_in_order_and_runs_no_formula(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    add_note(cast.store, number, "=HYPERLINK(1)", by=By(person=cast.citra.id))
    answer = signed_in("citra").get(f"{address(number)}/history.csv")
    assert answer.text.startswith("\ufeff")
    assert f"riwayat-{number}.csv" in answer.headers["Content-Disposition"]
    head, *rows = csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")))
    assert head[:4] == ["No.", "Terjadi", "Tercatat", "Peristiwa"]
    assert [row[0] for row in rows] == ["1", "2"]
    assert rows[0][3].startswith(f"{cast.citra.name} (Petugas Loket Kecamatan) membuka permohonan")
    assert rows[1][4] == "'=HYPERLINK(1)"


def test_the_chain_is_verified_when_somebody_asks(
    cast: Cast, signed_in: SignedIn, servers: Servers
) -> None:
    number = open_sktm(cast).case.number
    advance(cast, number)
    client = signed_in("auditor")
    assert "2 fakta dalam satu rantai." in text_of(client.get(address(number)))
    assert "2 fakta, rantai utuh." in text_of(client.get(f"{address(number)}/verify"))
    part = client.get(f"{address(number)}/verify", headers={"HX-Request": "true"})
    assert "2 fakta, rantai utuh." in text_of(part) and "<html" not in part.text
    with servers.admin() as admin, admin.transaction():
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("UPDATE history SET body = replace(body, 'opened', 'closed')")
    broken = text_of(client.get(f"{address(number)}/verify"))
    assert "Rantai tidak utuh" in broken and "Fakta 1" in broken


def test_erased_words_are_gone_from_the_page_and_the_chain_still_holds(
    cast: Cast, signed_in: SignedIn
) -> None:
    number = open_sktm(cast).case.number
    add_note(cast.store, number, "Rumah di Jalan Mawar", by=By(person=cast.citra.id))
    advance_to(cast, number, "closed")
    client = signed_in("citra")
    assert "Jalan Mawar" in client.get(address(number)).text
    erase_words(cast.store, number, "Masa simpan habis", by=By(person=cast.jamal.id))
    page = client.get(address(number))
    assert "Jalan Mawar" not in page.text and "Sit•••••" not in page.text
    assert "(isi telah dihapus)" in page.text
    assert "rantai utuh" in text_of(client.get(f"{address(number)}/verify"))
