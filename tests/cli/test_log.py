"""`sopan log`: an outside log judged without a server, and our own written for others."""

import json
import os
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from engine.commands.import_log import import_log
from engine.domain.conformance.outside import judged
from engine.formats.logs import Columns, LogUnreadable, parse_log, read_log, xes
from engine.queries.event_log import event_log
from engine.store import logs, sops
from tests.builders import advance, open_sktm
from tests.cast import Cast

ROOT = Path(__file__).parents[2]
SOP = "definitions/kecamatan/sktm/1.yaml"
GOOD = "23455678" + "9"


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from engine.cli import main; main()", "log", *arguments]
    clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60)


def log(place: Path) -> str:
    lines = [f"A,{step}" for step in GOOD] + [f"B,{step}" for step in "2345567889"]
    lines += [f"C,{step}" for step in "2355679"]
    file = place / "log.csv"
    file.write_text("\n".join(["nomor,langkah", *lines]))
    return str(file)


def test_each_trace_is_judged_against_a_definition_file_without_a_server(tmp_path):
    done = run("judge", log(tmp_path), "--sop", SOP, "--json")
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert (told["sop"], told["traces"], told["fitting"]) == ("SKTM versi 1", 3, 1)
    assert [len(found) for found in told["deviations"].values()] == [1, 2]
    assert told["deviations"]["C"][0].startswith("Sebelum kegiatan ke-3 kurang langkah 4. Mencetak")


def test_the_same_in_sentences(tmp_path):
    done = run("judge", log(tmp_path), "--sop", SOP)
    assert done.stdout.splitlines()[0] == "3 kasus, 1 sesuai SOP SKTM versi 1."
    assert "8. Menyerahkan surat kepada pemohon) tidak pada tempatnya" in done.stdout


def test_a_log_that_cannot_be_read_ends_in_one_sentence(tmp_path):
    file = tmp_path / "log.csv"
    file.write_text("a,b\n1,2\n")
    done = run("judge", str(file), "--sop", SOP)
    assert done.returncode == 1
    assert done.stderr.startswith("Log log.csv tidak dapat dibaca: tidak ada kolom")


def test_our_own_cases_written_as_xes_fit_their_own_sop(cast: Cast, tmp_path: Path) -> None:
    number = open_sktm(cast).case.number
    while (case := advance(cast, number)).is_open:
        pass
    file = tmp_path / "ours.xes"
    file.write_text(xes.write(event_log(cast.store, "SKTM", "kec-contoh-utara")))
    assert "Siti" not in file.read_text() and cast.fadli.name not in file.read_text()
    cases = {t.case: [(e.activity, e.outcome) for e in t.events] for t in read_log(file)}
    (one,) = judged(sops.by_digest(cast.store, case.sop), cases)
    assert (one.case, one.fits) == (number, True)
    wrong = {"x": [*cases[number][:3], ("3", "Sesuai"), *cases[number][3:]]}
    (other,) = judged(sops.by_digest(cast.store, case.sop), wrong)
    assert len(other.deviations) == 1


def test_an_imported_log_is_kept_once_byte_for_byte_and_apart_from_our_cases(
    cast: Cast, tmp_path: Path
) -> None:
    content = Path(log(tmp_path)).read_bytes()
    kept = import_log(cast.store, "log.csv", content, Columns())
    assert (kept.traces, kept.events) == (3, 26)
    assert import_log(cast.store, "again.csv", content, Columns()) == kept
    assert logs.content(cast.store, kept.id) == ("log.csv", content, Columns())
    assert len(parse_log(*logs.content(cast.store, kept.id))) == 3
    assert cast.store.row("SELECT count(*) FROM cases") == (0,)
    with pytest.raises(LogUnreadable):
        import_log(cast.store, "log.xes", b"<log>", Columns())
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        cast.store.run("DELETE FROM outside_logs")
