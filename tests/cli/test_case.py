"""`sopan case`: a history told with both times, and a broken one told by its faults."""

import json

from engine.settings import Settings
from engine.store.session import open_store
from tests.builders import APPLICANT, advance, open_sktm
from tests.cast import Cast
from tests.cli.servers import sopan


def test_a_history_is_told_in_sentences_with_both_times(settings: Settings, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    advance(cast, number)
    done = sopan(settings, "case", "show", number.lower())
    assert done.returncode == 0, done.stderr
    assert f"{cast.citra.name} membuka permohonan" in done.stdout
    assert done.stdout.count("tercatat") == 2
    assert APPLICANT["name"] not in done.stdout


def test_json_carries_every_fact(settings: Settings, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    answer = json.loads(sopan(settings, "case", "show", number, "--json").stdout)
    assert answer["case"]["number"] == number
    assert [fact["kind"] for fact in answer["facts"]] == ["opened"]


def test_a_whole_chain_is_well_and_a_broken_one_is_not(settings: Settings, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    well = sopan(settings, "case", "verify", number)
    assert (well.returncode, "rantai utuh" in well.stdout) == (0, True)
    owner = open_store(settings.database_owner_url)
    owner.run("UPDATE cases SET step = '7'")
    owner.close()
    broken = sopan(settings, "case", "verify", number)
    assert broken.returncode == 1
    assert "rantai TIDAK utuh" in broken.stderr
    assert "step = 7" in broken.stderr
    told = json.loads(sopan(settings, "case", "verify", number, "--json").stdout)
    assert told["holds"] is False


def test_an_unknown_number_is_told_in_a_sentence(settings: Settings, cast: Cast) -> None:
    done = sopan(settings, "case", "show", "NONE-2026-1")
    assert done.returncode == 1
    assert "Permohonan NONE-2026-1 tidak ditemukan" in done.stderr
    assert "Traceback" not in done.stderr
