"""`sopan seal` and `sopan case evidence`: a key made once, a seal, and a file that stands alone."""

import json
import stat
import subprocess
import sys
from pathlib import Path

from engine.domain.seals import public_key
from engine.formats import evidence as formats
from engine.settings import Settings
from engine.witness import witness_of
from tests.builders import APPLICANT, advance, open_sktm
from tests.cast import Cast
from tests.cli.servers import sopan


def test_a_seal_is_made_once_for_what_has_happened(settings: Settings, cast: Cast) -> None:
    number = open_sktm(cast).case.number
    done = sopan(settings, "seal")
    assert done.returncode == 0, done.stderr
    assert "Segel 1: 1 permohonan, 1 fakta baru." in done.stdout
    assert "Tidak ada fakta baru" in sopan(settings, "seal").stdout
    assert "semua tersegel" in sopan(settings, "case", "verify", number).stdout
    advance(cast, number)
    assert "1 belum tersegel" in sopan(settings, "case", "verify", number).stdout
    told = json.loads(sopan(settings, "seal", "--json").stdout)
    assert (told["number"], told["cases"], told["facts"]) == (2, 1, 1)


def test_the_key_lies_in_the_data_directory_and_only_its_owner_reads_it(
    settings: Settings, cast: Cast
) -> None:
    open_sktm(cast)
    sopan(settings, "seal")
    file = settings.data_dir / "seal.key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    secret = bytes.fromhex(file.read_text())
    assert witness_of(settings).public_key() == public_key(secret)
    for (table,) in cast.store.rows(
        "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    ):
        rows = cast.store.rows(f"SELECT t::text FROM {table} t")
        assert not any(secret.hex() in row for (row,) in rows)


def test_a_spoilt_key_is_named_with_its_remedy(settings: Settings, cast: Cast) -> None:
    open_sktm(cast)
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    (settings.data_dir / "seal.key").write_text("bukan kunci")
    done = sopan(settings, "seal")
    assert done.returncode == 1
    assert "bukan 64 angka heksadesimal" in done.stderr
    assert cast.store.rows("SELECT * FROM seals") == []


def test_the_file_of_a_case_is_checked_by_its_program(
    settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    number = open_sktm(cast).case.number
    sopan(settings, "seal")
    file = tmp_path / "berkas.json"
    done = sopan(settings, "case", "evidence", number, "-o", str(file))
    assert done.returncode == 0, done.stderr
    assert "1 fakta, 1 segel" in done.stdout
    assert APPLICANT["name"] not in file.read_text()
    program = [sys.executable, "-I", "-S", str(formats.PROGRAM), str(file)]
    checked = subprocess.run(program, capture_output=True, text=True, check=False)
    assert checked.returncode == 0
    assert "mengikat fakta 1 sampai 1" in checked.stdout


def test_words_are_handed_out_only_for_somebody_and_that_is_recorded(
    settings: Settings, cast: Cast, tmp_path: Path
) -> None:
    number, file = open_sktm(cast).case.number, tmp_path / "berkas.json"
    words = ("case", "evidence", number, "-o", str(file), "--words-for")
    assert "tidak ditemukan" in sopan(settings, *words, "siapa@contoh.example").stderr
    assert not file.exists()
    assert sopan(settings, *words, cast.gusnawati.email).returncode == 0
    assert APPLICANT["name"] in file.read_text()
    looks = cast.store.rows("SELECT person_id, what FROM disclosures")
    assert looks == [(cast.gusnawati.id, "case file")]
