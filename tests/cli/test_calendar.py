"""`sopan calendar` as staff run it: files alone without a server, the office's with one."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.builders import advance, open_sktm
from tests.cli.servers import sopan

ROOT = Path(__file__).parents[2]
CALENDARS = ROOT / "definitions" / "calendars"


def run(*arguments: str) -> str:
    command = [sys.executable, "-c", "from engine.cli import main; main()", "calendar", *arguments]
    clean = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    done = subprocess.run(
        command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60, check=True
    )
    return done.stdout


def changed(folder: Path) -> str:
    """The kecamatan's calendar with longer Fridays, one more holiday and one less."""
    text = (CALENDARS / "kecamatan.yaml").read_text()
    text = text.replace("inherits: perpres-21-2023", "inherits: induk")
    above = (CALENDARS / "nasional.yaml").read_text().replace("2026-12-31", "2027-01-01")
    above = above.replace("[nasional-2026, nasional-2027]", "[daftar]")
    listed = (CALENDARS / "libur" / "nasional-2026.yaml").read_text()
    (folder / "libur").mkdir()
    (folder / "libur" / "daftar.yaml").write_text(listed.replace("2026-08-17", "2026-08-18"))
    (folder / "induk.yaml").write_text(above.replace("Asia/Jakarta", "Asia/Makassar"))
    (folder / "kecamatan.yaml").write_text(text.replace("13.00-16.45", "13.00-17.00"))
    return str(folder / "kecamatan.yaml")


def test_two_files_are_compared_without_a_server(tmp_path: Path) -> None:
    told = run("diff", "kecamatan", changed(tmp_path)).splitlines()
    assert "Mingguan, Jumat: 08.00-11.30, 13.00-16.45 -> 08.00-11.30, 13.00-17.00" in told
    assert "2026-08-17: libur -> 08.00-12.00, 13.00-16.15" in told
    assert any(line.startswith("+ 2026-08-18 Proklamasi Kemerdekaan") for line in told)
    assert any(line.startswith("- 2027-05-20 Hari Raya Waisak") for line in told)
    assert told[-1] == "Libur pasti sampai 2026-12-31 -> 2027-01-01"
    assert run("diff", "kecamatan", "kecamatan") == "Tidak ada yang berbeda.\n"


def test_differences_in_json(tmp_path: Path) -> None:
    answer = json.loads(run("diff", "kecamatan", changed(tmp_path), "--json"))
    assert answer["confirmed_until"] == {"old": "2026-12-31", "new": "2027-01-01"}
    assert [one["date"] for one in answer["gained"]] == ["2026-08-18"]
    assert answer["old"] != answer["new"] and "cases" not in answer


def test_the_proposal_of_a_year() -> None:
    answer = json.loads(run("holidays", "2027", "--json"))
    kinds = [one["kind"] for one in answer]
    assert kinds.count("libur nasional") >= 16 and kinds.count("cuti bersama") >= 1
    assert (
        run("holidays", "2027").splitlines()[0] == "2027-01-01 Tahun Baru Masehi (libur nasional)"
    )


def test_the_cases_that_would_move_and_nothing_is_written(cast, settings, tmp_path: Path) -> None:
    number = open_sktm(cast).case.number
    advance(cast, number)
    path = tmp_path / "kecamatan.yaml"
    path.write_text(
        (CALENDARS / "kecamatan.yaml")
        .read_text()
        .replace("[08.00-12.00, 13.00-16.15]", "[00.10-00.20]")
        .replace("[08.00-11.30, 13.00-16.45]", "[00.10-00.20]")
        .replace("inherits: perpres-21-2023", "zone: Asia/Makassar")
    )
    answer = json.loads(
        sopan(settings, "calendar", "diff", "kecamatan@", str(path), "--cases", "--json").stdout
    )
    assert {line["number"] for line in answer["cases"]} == {number}
    assert cast.store.row("SELECT count(*) FROM calendar_changes") == (0,)
    far = "2150-01-01"
    done = sopan(settings, "calendar", "diff", "kecamatan@", str(path), "--cases", "--since", far)
    assert "Jatuh tempo yang bergeser: 0" in done.stdout


def test_the_calendars_of_the_office(cast, settings) -> None:
    answer = json.loads(sopan(settings, "calendar", "list", "--json").stdout)
    assert [one["code"] for one in answer][:2] == ["nasional", "rsud-24-jam"]
    told = sopan(settings, "calendar", "list").stdout
    assert "mewarisi perpres-21-2023" in told and "kec-contoh-utara" in told
