"""`sopan up`: one command runs everything, and ends everything."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from engine.embedded.postgres import Postgres
from engine.embedded.valkey import free_port

PROGRAM = Path(sys.executable).with_name("sopan")


@pytest.fixture(scope="module")
def place() -> Iterator[Path]:
    made = Path(tempfile.mkdtemp(prefix="sopan-up-"))
    yield made
    shutil.rmtree(made)


@contextmanager
def up(place: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """The command once it has said that it is ready."""
    with subprocess.Popen(
        [PROGRAM, "up", "--port", str(port)],
        env={**os.environ, "SOPAN_DATA_DIR": str(place)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        told = []
        for line in parent.stdout:
            told.append(line)
            if f"siap di http://127.0.0.1:{port}" in line:
                break
        else:
            pytest.fail("sopan up ended:\n" + "".join(told))
        try:
            yield parent
        finally:
            parent.kill()


def children(parent: subprocess.Popen[str]) -> dict[int, str]:
    """The programs started by the command, and their command lines."""
    listed = subprocess.run(
        ["ps", "-o", "pid=,args=", "--ppid", str(parent.pid)],
        capture_output=True,
        text=True,
        check=True,
    )
    found = (line.split(maxsplit=1) for line in listed.stdout.splitlines())
    return {int(number): words for number, words in found if "pg_ctl" not in words}


def all_end(numbers: Iterable[int]) -> bool:
    waited = list(numbers)
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if not any(Path(f"/proc/{number}").exists() for number in waited):
            return True
        time.sleep(0.1)
    return False


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM])
def test_when_asked_to_stop_everything_ends_without_a_trace(
    asked: signal.Signals, place: Path
) -> None:
    port = free_port()
    with up(place, port) as parent:
        with urlopen(f"http://127.0.0.1:{port}/health") as answer:
            assert answer.status == 200
        started = children(parent)
        assert len(started) == 4  # web, worker, beat and Valkey; PostgreSQL is its own parent
        parent.send_signal(asked)
        told = parent.communicate()[0]
    assert parent.returncode == 0
    assert "Traceback" not in told
    assert all_end(started)
    assert not Postgres(place / "postgresql").runs()


def test_when_one_process_is_lost_everything_ends_and_says_so(place: Path) -> None:
    with up(place, free_port()) as parent:
        started = children(parent)
        os.kill(max(started), signal.SIGKILL)
        told = parent.communicate()[0]
    assert parent.returncode == 1
    assert "berhenti sendiri, jadi semuanya dihentikan" in told
    assert all_end(started)
    assert not Postgres(place / "postgresql").runs()


def test_when_the_database_is_lost_everything_ends_and_says_so(place: Path) -> None:
    with up(place, free_port()) as parent:
        Postgres(place / "postgresql").stop()
        told = parent.communicate()[0]
    assert parent.returncode == 1
    assert "PostgreSQL atau Valkey berhenti sendiri" in told


@pytest.mark.skipif(sys.platform != "linux", reason="other systems do not end orphans")
def test_after_a_killed_parent_web_and_workers_end_and_the_next_start_works(place: Path) -> None:
    port = free_port()
    with up(place, port) as parent:
        started = children(parent)
        parent.kill()
        parent.wait()
        assert all_end(number for number, words in started.items() if "valkey" not in words)
        with up(place, port) as again:
            again.send_signal(signal.SIGINT)
            again.communicate()
        assert again.returncode == 0
        assert all_end(started)


def test_a_port_in_use_is_told_before_anything_is_started(empty_place: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        done = subprocess.run(
            [PROGRAM, "up", "--port", str(port)],
            env={**os.environ, "SOPAN_DATA_DIR": str(empty_place)},
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert f"Porta 127.0.0.1:{port} tidak dapat dipakai" in done.stderr
    assert not list(empty_place.iterdir())
