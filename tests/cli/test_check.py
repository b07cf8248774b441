"""`sopan check` as an office's staff run it: sentences, an exit code, and JSON when asked."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOUND = "definitions/disdik/legalisir-ijazah/1.yaml"
BROKEN = "tests/formats/broken/many-at-once.yaml"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from engine.cli import main; main()", "check", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)


def test_a_sound_definition_ends_with_zero_and_says_so() -> None:
    done = run(SOUND)
    assert done.returncode == 0
    assert f"{SOUND}: LEG versi 1 dapat dipakai." in done.stdout
    assert f"{SOUND}:" in done.stdout
    assert "Peringatan: Tanpa waktu" in done.stdout
    assert done.stdout.endswith("1 berkas diperiksa: 0 kesalahan, 1 peringatan.\n")


def test_a_broken_definition_ends_with_one_and_names_every_fault_with_its_line() -> None:
    done = run(BROKEN)
    assert done.returncode == 1
    assert f"{BROKEN}:2: sop: kunci “kode” tidak dikenal. Mungkin maksudnya “code”." in done.stdout
    assert f"{BROKEN}:25: Langkah 1: pelaksana “lokt” tidak ada" in done.stdout
    assert done.stderr == ""


def test_one_broken_file_among_several_is_enough_for_one() -> None:
    done = run(SOUND, BROKEN)
    assert done.returncode == 1
    assert "2 berkas diperiksa" in done.stdout


def test_json_carries_the_same_and_nothing_else() -> None:
    done = run("--json", SOUND, BROKEN)
    sound, broken = json.loads(done.stdout)
    assert done.returncode == 1
    assert sound["usable"]
    assert sound["sop"]["code"] == "LEG"
    assert len(sound["sop"]["digest"]) == 64
    assert not broken["usable"]
    assert broken["sop"] is None
    assert {"line", "level", "message", "remedy"} == set(broken["faults"][0])


def test_what_is_no_definition_gets_a_sentence_and_no_traceback(tmp_path: Path) -> None:
    binary = tmp_path / "gambar.yaml"
    binary.write_bytes(bytes(range(256)))
    bomb = "tests/formats/broken/alias-bomb.yaml"
    done = run(str(binary), str(tmp_path), str(tmp_path / "tiada.yaml"), bomb)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert "Berkas bukan teks UTF-8." in done.stdout
    assert "Ini sebuah folder, bukan berkas." in done.stdout
    assert "Berkas tidak ditemukan." in done.stdout
    assert "4 berkas diperiksa: 4 kesalahan" in done.stdout
