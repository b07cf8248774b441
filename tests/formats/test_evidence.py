"""The case file: it says yes by itself, and after any change it names the fact that is wrong."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from engine.commands import By, close_case, erase_words
from engine.commands.seal_heads import seal_heads
from engine.domain.seals import Occasion
from engine.domain.sop import Ending
from engine.formats import evidence as formats
from engine.formats.evidence import verify as checker
from engine.queries.evidence import NoSuchFact, evidence
from engine.witness import Witness
from tests.builders import APPLICANT, advance, open_sktm
from tests.cast import Cast

Raw = dict[str, Any]


@pytest.fixture
def number(cast: Cast, tmp_path: Path) -> str:
    """A case sealed at its second fact and at its third, and a fourth that is newer; among others.

    Three other cases lie under the same seals, so that the proofs have something to prove.
    """
    others = [open_sktm(cast).case.number for _ in range(3)]
    found = open_sktm(cast).case.number
    advance(cast, found)
    seal_heads(cast.store, _witness(tmp_path), Occasion.HAND)
    for one in (found, others[0], others[2]):
        advance(cast, one)
    seal_heads(cast.store, _witness(tmp_path), Occasion.HAND)
    advance(cast, found)
    return found


def _witness(folder: Path) -> Witness:
    return Witness(folder / "witness", "")


def made(cast: Cast, number: str, **how: Any) -> Raw:
    """The file as somebody outside reads it."""
    found: Raw = json.loads(formats.document(evidence(cast.store, number, **how)))
    return found


def checked(folder: Path, file: Raw, *words: str) -> subprocess.CompletedProcess[str]:
    """What the program says that is handed out with the file; no library is within its reach."""
    path = folder / "berkas.json"
    path.write_text(json.dumps(file))
    program = [sys.executable, "-I", "-S", str(formats.PROGRAM)]
    return subprocess.run(
        [*program, str(path), *words], capture_output=True, text=True, check=False
    )


def test_the_program_says_yes_and_how_far_seals_reach(
    cast: Cast, number: str, tmp_path: Path
) -> None:
    file = made(cast, number, with_words=True)
    key = _witness(tmp_path).public_key()
    assert key is not None
    done = checked(tmp_path, file, "--key", key.hex())
    assert done.returncode == 0, done.stdout + done.stderr
    assert "UTUH. 4 fakta" in done.stdout
    assert "WHOLE. 4 facts" in done.stdout
    assert "mengikat fakta 1 sampai 3" in done.stdout
    assert "Fakta 4 sampai 4 belum tersegel" in done.stdout
    assert [proof["version"] for proof in file["seals"]] == [2, 3]


def test_a_redacted_file_holds_no_personal_word_and_is_whole(
    cast: Cast, number: str, tmp_path: Path
) -> None:
    file = made(cast, number)
    assert APPLICANT["name"] not in json.dumps(file)
    done = checked(tmp_path, file)
    assert done.returncode == 0
    assert "0 isian cocok" in done.stdout


def test_a_slice_is_whole_and_says_that_it_is_one(cast: Cast, number: str, tmp_path: Path) -> None:
    done = checked(tmp_path, made(cast, number, until=2, with_words=True))
    assert done.returncode == 0
    assert "Ini penggalan: permohonan itu mempunyai 4 fakta" in done.stdout
    assert "belum tersegel" not in done.stdout
    with pytest.raises(NoSuchFact):
        evidence(cast.store, number, until=5)


def test_erased_words_leave_the_file_whole(cast: Cast, number: str, tmp_path: Path) -> None:
    close_case(cast.store, number, Ending.WITHDRAWN, "Ditarik", by=By(person=cast.citra.id))
    erase_words(cast.store, number, "Permintaan pemohon", by=By(person=cast.jamal.id))
    file = made(cast, number, with_words=True)
    done = checked(tmp_path, file)
    assert done.returncode == 0, done.stdout
    assert file["words"] == []
    assert [proof["version"] for proof in file["seals"]] == [2, 3]


def _body(file: Raw) -> None:
    file["facts"][2]["body"] = file["facts"][2]["body"].replace('"version":3', '"version":4')


def _one_byte(file: Raw) -> None:
    file["facts"][1]["body"] = file["facts"][1]["body"].replace("kec-contoh", "kec-contoj", 1)


def _garbled(file: Raw) -> None:
    file["facts"][1]["body"] = "[]"


def _digest(file: Raw) -> None:
    file["facts"][2]["digest"] = "0" * 64


def _word(file: Raw) -> None:
    file["words"][0]["text"] += "x"


def _salt(file: Raw) -> None:
    file["words"][0]["salt"] = "00" * 16


def _dropped(file: Raw) -> None:
    del file["facts"][1]


def _swapped(file: Raw) -> None:
    file["facts"][1], file["facts"][2] = file["facts"][2], file["facts"][1]


def _sop(file: Raw) -> None:
    file["sop"] = "AAAA" + file["sop"][4:]


def _renumbered(file: Raw) -> None:
    file["case"]["number"] += "1"


CHANGES: dict[str, tuple[Callable[[Raw], None], str]] = {
    "content": (_body, "Fakta 3: isinya"),
    "one byte": (_one_byte, "Fakta 2: isinya"),
    "garbled": (_garbled, "Fakta 2: isinya"),
    "digest": (_digest, "Fakta 3: isinya"),
    "word": (_word, "Fakta 1: isian"),
    "salt": (_salt, "Fakta 1: isian"),
    "dropped": (_dropped, "Fakta 2: nomor urut"),
    "swapped": (_swapped, "Fakta 2: nomor urut"),
    "sop": (_sop, "naskah SOP"),
    "renumbered": (_renumbered, "bukan nomor berkas ini"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_the_program_names_the_fact_that_no_longer_fits(
    cast: Cast, number: str, tmp_path: Path, change: str
) -> None:
    file = made(cast, number, with_words=True)
    spoil, words = CHANGES[change]
    spoil(file)
    done = checked(tmp_path, file)
    assert done.returncode == 1, done.stdout + done.stderr
    assert words in done.stdout


def test_a_chain_made_anew_does_not_fit_its_seal(cast: Cast, number: str) -> None:
    file = made(cast, number)
    before = ""
    for fact in file["facts"]:
        said = json.loads(fact["body"]) | {"before": before, "position": "kec-contoh-utara:camat"}
        fact["body"] = json.dumps(said, sort_keys=True, separators=(",", ":"))
        fact["digest"] = before = checker.sha256(fact["body"].encode())
    told = [indonesian for indonesian, _ in checker.faults_of(file)]
    assert told == [
        "Fakta 2 bukan lagi yang diikat segel 1.",
        "Fakta 3 bukan lagi yang diikat segel 2.",
    ]


SEALS: dict[str, Callable[[Raw], None]] = {
    "statement": lambda seal: seal.update(statement=seal["statement"].replace("hand", "schedule")),
    "signature": lambda seal: seal.update(signature="00" * 64),
    "place": lambda seal: seal.update(place=seal["place"] ^ 1),
    "proof": lambda seal: seal.update(proof=seal["proof"][1:]),
    "head": lambda seal: seal.update(head="00" * 32),
}


@pytest.mark.parametrize("change", SEALS)
def test_a_changed_seal_is_named(cast: Cast, number: str, change: str) -> None:
    file = made(cast, number)
    SEALS[change](file["seals"][0])
    assert "egel 1" in " ".join(indonesian for indonesian, _ in checker.faults_of(file))


def test_another_key_than_the_one_on_the_witness_sheet_is_named(
    cast: Cast, number: str, tmp_path: Path
) -> None:
    done = checked(tmp_path, made(cast, number), "--key", "ab" * 32)
    assert done.returncode == 1
    assert "Segel 1 ditandatangani dengan kunci lain" in done.stdout


def test_what_is_no_case_file_is_refused_in_a_sentence(tmp_path: Path) -> None:
    done = checked(tmp_path, {"format": "other"})
    assert done.returncode == 2
    assert "tidak dapat dibaca" in done.stdout
    assert "Traceback" not in done.stderr
