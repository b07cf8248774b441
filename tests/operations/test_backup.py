"""A backup is the whole database in one file: brought back, every history verifies."""

import subprocess
import sys
from pathlib import Path

import pytest

from engine.queries.verify import verify
from tests.builders import advance_to, open_sktm

SOPAN = Path(sys.executable).parent / "sopan"


@pytest.fixture
def sopan(settings):
    """The console command against the test's servers."""

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [SOPAN, *words], env=settings.environment(), capture_output=True, text=True, check=False
        )

    return run


def test_what_is_backed_up_comes_back_byte_for_byte(cast, sopan, tmp_path):
    number = open_sktm(cast).case.number
    advance_to(cast, number, "6")
    before = cast.store.rows("SELECT case_id, version, body, digest FROM history ORDER BY 1, 2")
    file = str(tmp_path / "sopan.dump")
    assert sopan("backup", file).returncode == 0
    advance_to(cast, number, "closed")
    cast.store.close()
    refused = sopan("restore", file)
    assert refused.returncode == 1 and "sudah berisi 1 permohonan" in refused.stderr
    assert sopan("restore", file, "--overwrite").returncode == 0
    assert before == cast.store.rows(
        "SELECT case_id, version, body, digest FROM history ORDER BY 1, 2"
    )
    assert verify(cast.store, number).holds


def test_a_restored_history_is_still_guarded(cast, sopan, tmp_path):
    open_sktm(cast)
    file = str(tmp_path / "sopan.dump")
    assert sopan("backup", file).returncode == 0
    cast.store.close()
    assert sopan("restore", file, "--overwrite").returncode == 0
    with pytest.raises(Exception, match="permission denied"):
        cast.store.run("DELETE FROM history")


def test_a_file_that_is_no_backup_is_refused_in_a_sentence(cast, sopan, tmp_path):
    file = tmp_path / "bukan.dump"
    file.write_text("bukan cadangan")
    done = sopan("restore", str(file), "--overwrite")
    assert done.returncode == 1 and "Tidak ada yang berubah" in done.stderr
    assert "Traceback" not in done.stderr
