"""`sopan due` as staff run it: without a server, in sentences, or in JSON when asked."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
FRIDAY = ("--calendar", "perpres-21-2023", "--from", "2026-04-10T11:00", "--limit", "90 menit")


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from engine.cli import main; main()", "due", *arguments]
    names = ("PATH", "LANG", "LC_ALL")
    clean = {name: os.environ[name] for name in names if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=clean, capture_output=True, text=True, timeout=60)


def test_the_due_moment_comes_first_and_its_account_below() -> None:
    done = run(*FRIDAY)
    assert done.returncode == 0
    assert done.stdout.splitlines() == [
        "Jatuh tempo 2026-04-10 14.00",
        "  Mulai: 2026-04-10 11.00",
        "  Jam kerja: 2026-04-10 11.00 - 2026-04-10 11.30; 30 menit",
        "  Istirahat: 2026-04-10 11.30 - 2026-04-10 13.00",
        "  Jam kerja: 2026-04-10 13.00 - 2026-04-10 14.00; 60 menit",
        "  Jatuh tempo: 2026-04-10 14.00",
    ]


def test_json_carries_the_moment_in_the_units_zone_and_every_line() -> None:
    done = run(*FRIDAY, "--pause", "2026-04-10T11:10/2026-04-10T13:10", "--json")
    answer = json.loads(done.stdout)
    assert answer["due"] == "2026-04-10T14:30:00+08:00"
    assert answer["provisional"] is False
    assert len(answer["version"]) == 12
    kinds = [line["kind"] for line in answer["account"]]
    assert kinds == ["start", "work", "pause", "work", "end"]
    assert answer["account"][2]["amount"] == 30 * 60


def test_a_moment_with_an_offset_is_the_same_moment() -> None:
    elsewhere = [*FRIDAY]
    elsewhere[3] = "2026-04-10T03:00+00:00"
    assert run(*elsewhere).stdout == run(*FRIDAY).stdout


def test_a_pause_without_an_end_and_a_limit_without_a_number_say_so() -> None:
    assert "jeda masih berlangsung" in run(*FRIDAY, "--pause", "2026-04-10T11:10/").stdout
    assert "Tanpa jatuh tempo" in run(*FRIDAY[:4], "--limit", "-").stdout


def test_beyond_the_confirmed_holidays_the_moment_is_marked() -> None:
    done = run(*FRIDAY[:2], "--from", "2026-12-30T10:00", "--limit", "5 hari kerja")
    assert done.stdout.splitlines()[0].endswith("(sementara)")


def test_what_cannot_be_reckoned_gets_a_sentence_and_no_traceback() -> None:
    for wrong, words in (
        ((*FRIDAY[:4], "--limit", "3 hari"), "“hari kerja” atau “hari kalender”"),
        (("--calendar", "loket", *FRIDAY[2:]), "Kalender loket tidak ditemukan"),
        ((*FRIDAY, "--pause", "besok/"), "Waktu “besok” tidak dapat dibaca"),
        ((*FRIDAY[:2], "--from", "9999-12-31", "--limit", "1 bulan"), "di luar jangkauan"),
    ):
        done = run(*wrong)
        assert done.returncode == 1
        assert words in done.stderr
        assert "Traceback" not in done.stderr
