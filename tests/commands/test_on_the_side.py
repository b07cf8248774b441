"""Beside the steps: corrections, documents, erasure, continuation, adoption."""

from datetime import timedelta

import psycopg
import pytest

from engine.commands import (
    By,
    adopt,
    attach_document,
    close_case,
    complete_step,
    correct_intake,
    erase_words,
    reopen_case,
    take_back_step,
)
from engine.domain.errors import (
    DefinitionChanged,
    FieldsWrong,
    NotAllowed,
    NotInForce,
    TooLarge,
    TwoInForce,
    WrongMoment,
)
from engine.domain.people import Standing
from engine.domain.sop import Ending
from engine.queries.dossier import dossier
from engine.queries.verify import verify
from engine.store import cases, people, sops, words
from tests.builders import advance, advance_to, open_any, open_sktm
from tests.domain.stage import DEFINITIONS


def test_a_correction_keeps_the_old_words_beside_the_new(cast):
    case = open_sktm(cast).case
    correct_intake(cast.store, case.number, "applicant.name", "Siti Aminah", "Salah eja",
                   by=By(person=cast.citra.id))  # fmt: skip
    kept = words.all_of(cast.store, case.id)
    assert kept[1, "applicant.name"] != kept[2, "applicant.name"] == "Siti Aminah"
    assert words.current(cast.store, case.id)["applicant.name"] == "Siti Aminah"
    assert verify(cast.store, case.number).holds


def test_a_correction_is_checked_as_the_form_is(cast):
    number = open_sktm(cast).case.number
    with pytest.raises(FieldsWrong, match="seharusnya 16"):
        correct_intake(
            cast.store, number, "applicant.nik", "123", "Salah", by=By(person=cast.citra.id)
        )


def test_a_document_is_committed_to_and_a_swapped_one_is_found(cast, database):
    case = open_sktm(cast).case
    by = By(person=cast.citra.id)
    attach_document(cast.store, case.number, "KTP.pdf", "application/pdf", b"%PDF-1.7 asli",
                    by=by, cap=1000)  # fmt: skip
    assert verify(cast.store, case.number).holds
    with database.admin() as admin:
        admin.execute("UPDATE documents SET content = 'palsu' WHERE case_id = %s", (case.id,))
    assert "dokumen" in verify(cast.store, case.number).faults[0]


def test_a_document_over_the_cap_is_refused_with_both_sizes(cast):
    number = open_sktm(cast).case.number
    with pytest.raises(TooLarge, match="2,0 MB, paling besar 1,0 MB"):
        attach_document(cast.store, number, "besar.pdf", "application/pdf", b"x" * 2_097_152,
                        by=By(person=cast.citra.id), cap=1_048_576)  # fmt: skip


def test_an_erased_person_is_gone_everywhere_and_the_chain_still_verifies(cast):
    case = open_sktm(cast).case
    admin = By(person=cast.jamal.id)
    with pytest.raises(WrongMoment):
        erase_words(cast.store, case.number, "Diminta pemohon", by=admin)
    close_case(cast.store, case.number, Ending.WITHDRAWN, "Batal", by=By(person=cast.citra.id))
    with pytest.raises(NotAllowed):
        erase_words(cast.store, case.number, "Iseng", by=By(person=cast.citra.id))
    erase_words(cast.store, case.number, "Diminta pemohon", by=admin)
    assert words.all_of(cast.store, case.id) == {}
    verdict = verify(cast.store, case.number)
    assert verdict.holds and verdict.erased > 3
    dump = str(cast.store.rows("SELECT * FROM history"))
    assert "Siti" not in dump and "Batal" not in dump


def test_a_closed_case_goes_on_as_a_linked_new_one_and_its_own_clock_stays(cast):
    old = open_sktm(cast).case
    with pytest.raises(WrongMoment):
        reopen_case(cast.store, old.number, "Salah nama", by=By(person=cast.citra.id))
    closed = advance_to(cast, old.number, "closed")
    new = reopen_case(
        cast.store, old.number, "Salah nama", by=By(person=cast.citra.id),
        ticked=frozenset({"pengantar", "identitas"}),
    ).case  # fmt: skip
    assert (new.parent, new.number.endswith("00002")) == (old.number, True)
    after = cases.load(cast.store, old.number).case
    assert (after.closed_at, after.version) == (closed.closed_at, closed.version + 1)
    assert dossier(cast.store, new.number, None).answered("intake")["desa"]
    assert verify(cast.store, old.number).holds and verify(cast.store, new.number).holds


def test_a_step_taken_back_leaves_the_case_as_it_was_and_both_facts_stand(cast):
    number = open_sktm(cast).case.number
    before = cases.load(cast.store, number).case
    advance(cast, number)
    after = take_back_step(cast.store, number, "Salah tekan", by=By(person=cast.citra.id))
    assert (after.step, after.turn, after.promised_at) == (before.step, before.turn, None)
    assert after.version == 3 and verify(cast.store, number).holds


def test_loading_again_changes_nothing_and_a_changed_byte_is_refused(cast):
    path = "kecamatan/sktm/1.yaml"
    body = (DEFINITIONS / path).read_bytes()
    assert adopt(cast.store, path, body, by="uji").units == ()
    with pytest.raises(DefinitionChanged, match=r"188\.4/11/2025"):
        adopt(cast.store, path, body.replace(b"60 menit", b"61 menit"), by="uji")
    assert adopt(cast.store, path, body, by="uji").units == ()


def test_a_new_version_ends_the_old_one_the_day_before(cast):
    rows = cast.store.rows(
        "SELECT upper(a.during), lower(b.during) FROM adoptions a JOIN sops s ON s.id = a.sop_id "
        "JOIN practices p ON p.id = a.practice_id JOIN adoptions b ON b.practice_id = p.id "
        "JOIN sops t ON t.id = b.sop_id WHERE s.code = 'LEG' AND s.version = 1 AND t.version = 2"
    )
    assert rows and all(ends == begins for ends, begins in rows)


def test_the_database_itself_forbids_two_versions_in_force(cast):
    (practice, sop, during) = cast.store.row(
        "SELECT practice_id, sop_id, during FROM adoptions LIMIT 1"
    )
    with pytest.raises(psycopg.errors.ExclusionViolation):
        cast.store.run(
            "INSERT INTO adoptions (practice_id, sop_id, during, basis, letter, recorded_by) "
            "VALUES (%s, %s, %s, '', '', '')",
            (practice, sop, during),
        )


def test_a_version_that_would_begin_before_the_one_in_force_is_refused(cast):
    path = "kecamatan/sktm/1.yaml"
    earlier = (DEFINITIONS / path).read_bytes()
    earlier = earlier.replace(b"effective: 2025-02-03", b"effective: 2025-02-01")
    with pytest.raises(TwoInForce):
        adopt(cast.store, "kecamatan/sktm/2.yaml", earlier.replace(b"version: 1", b"version: 2"),
              by="uji")  # fmt: skip


def test_only_a_version_in_force_opens_cases(cast):
    day = sops.in_force(cast.store, "kec-contoh-utara", "SKTM", cast_day(cast)).effective
    with pytest.raises(NotInForce, match="tidak berlaku"):
        sops.in_force(cast.store, "kec-contoh-utara", "SKTM", day - timedelta(days=1))
    with pytest.raises(NotInForce):
        sops.in_force(cast.store, "disdukcapil", "SKTM", cast_day(cast))


def cast_day(cast):
    return cast.store.row("SELECT current_date")[0]


def sign(cast, number, member):
    return complete_step(cast.store, number, "Sesuai", by=By(person=member.id),
                         ticked=frozenset({"Berkas tercocokkan"}))  # fmt: skip


def test_a_changed_office_is_seen_at_the_next_decision(cast):
    number = open_sktm(cast).case.number
    advance_to(cast, number, "3")
    with pytest.raises(NotAllowed):
        sign(cast, number, cast.kartika)
    with cast.store.transaction() as connection:
        people.give(connection, cast.kartika.id, "kec-contoh-utara", "kasi_kesos",
                    starts=cast_day(cast) - timedelta(days=1), standing=Standing.PLH,
                    letter="1/2026")  # fmt: skip
    assert sign(cast, number, cast.kartika).step == "4"


def test_a_step_of_another_unit_waits_at_that_units_desk(cast):
    number = open_any(cast, "dpmptsp", "SIPB").case.number
    case = cases.load(cast.store, number).case
    while not case.turn.startswith("dinkes"):
        case = advance(cast, number)
    assert cast.holder(case.turn).email.endswith("dinkes.contohkab.example")
