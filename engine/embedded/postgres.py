"""An embedded PostgreSQL: the programs of a wheel, run on a directory of their own."""

import hashlib
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import ClassVar, LiteralString
from urllib.parse import quote

import psycopg

from engine.domain.errors import Refusal
from engine.embedded.place import server_account
from engine.embedded.programs import reachable_programs, wheel_programs

OWNER = "sopan_owner"
APP = "sopan_app"
DATABASE = "sopan"

# Text is compared by code point everywhere, so that no machine's locale changes an order.
_MAKE: tuple[tuple[LiteralString, LiteralString], ...] = (
    ("SELECT FROM pg_roles WHERE rolname = 'sopan_owner'", "CREATE ROLE sopan_owner LOGIN"),
    ("SELECT FROM pg_roles WHERE rolname = 'sopan_app'", "CREATE ROLE sopan_app LOGIN"),
    ("SELECT FROM pg_database WHERE datname = 'sopan'", "CREATE DATABASE sopan OWNER sopan_owner"),
)
# Systems allow socket names of 104 bytes and more, the name inside the directory included.
_SOCKET_LIMIT = 80


class PostgresFailed(Refusal):
    """A program of PostgreSQL ended with an error; its last words are quoted."""

    says: ClassVar[str] = (
        "PostgreSQL tertanam gagal di %(place)s: %(words)s. Bacalah start.log dan log/ di sana, "
        "periksa ruang cakram dan hak aksesnya, atau isi DATABASE_URL dengan server lain."
    )


class Postgres:
    """One PostgreSQL on `home`, reached through a socket that only its owner can open."""

    def __init__(self, home: Path, *, options: tuple[str, ...] = ()) -> None:
        self.home = home
        self.account = server_account()
        self.programs = reachable_programs(home.parent) if self.account else wheel_programs()
        self.socket = self._socket_directory()
        self.options = (
            f"unix_socket_directories={self.socket}",
            "unix_socket_permissions=0700",
            "listen_addresses=",
            "port=5432",
            "timezone=UTC",
            "logging_collector=on",
            "log_filename=server-%a.log",
            "log_truncate_on_rotation=on",
            *options,
        )

    def start(self) -> None:
        """Starts the server, on a fresh cluster if there is none; raises PostgresFailed."""
        if not self.home.exists():
            self._make_cluster()
        # A server that outlived a killed parent is stopped rather than adopted: its options
        # may be those of an older version.
        self.stop()
        if self.socket != self.home:
            self._own(self.socket)
        options = " ".join(f"-c {option}" for option in self.options)
        self._run(
            "pg_ctl", "start", "--wait", "--silent", "--log=start.log", f"--options={options}"
        )
        self._make_roles()

    def stop(self) -> None:
        """Stops the server if it runs; sessions are ended, nothing committed is lost."""
        if self.runs():
            try:
                self._run("pg_ctl", "stop", "--wait", "--silent", "--mode=fast")
            except PostgresFailed:
                # It may have died between the question and the request: then it is stopped.
                if self.runs():
                    raise
        if self.socket != self.home:
            shutil.rmtree(self.socket, ignore_errors=True)

    def runs(self) -> bool:
        """Whether the server's process is there."""
        try:
            return self._call("pg_ctl", "status", home=self.home)[0] == 0
        except OSError:
            return False

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address for one role, as SQLAlchemy writes it."""
        return f"postgresql+psycopg://{role}@/{database}?host={quote(str(self.socket))}"

    def _make_cluster(self) -> None:
        """A cluster appears whole or not at all, even when the machine stops in between."""
        draft = self.home.with_suffix(".draft")
        shutil.rmtree(draft, ignore_errors=True)
        self._own(draft)
        self._run(
            "initdb",
            "--auth=trust",
            "--username=postgres",
            "--encoding=UTF8",
            "--locale-provider=builtin",
            "--builtin-locale=C.UTF-8",
            "--no-instructions",
            home=draft,
        )
        draft.rename(self.home)

    def _make_roles(self) -> None:
        with psycopg.connect(
            host=str(self.socket), user="postgres", dbname="postgres", autocommit=True
        ) as admin:
            for exists, create in _MAKE:
                if admin.execute(exists).fetchone() is None:
                    admin.execute(create)

    def _run(self, program: str, *words: str, home: Path | None = None) -> None:
        code, output = self._call(program, *words, home=home or self.home)
        if code:
            last = output.strip().splitlines() or [f"{program} gagal"]
            raise PostgresFailed(place=self.home, words=last[-1].rstrip("."))

    def _call(self, program: str, *words: str, home: Path) -> tuple[int, str]:
        # The server keeps its output open as long as it lives: a pipe would never end.
        with tempfile.TemporaryFile("w+") as output:
            done = subprocess.run(
                [str(self.programs / program), f"--pgdata={home}", *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=home,
                env=_plain_environment(),
                user=self.account.pw_uid if self.account else None,
                group=self.account.pw_gid if self.account else None,
                extra_groups=[] if self.account else None,
                check=False,
            )
            output.seek(0)
            return done.returncode, output.read()

    def _own(self, directory: Path) -> None:
        if directory.is_symlink():
            raise PostgresFailed(place=self.home, words=f"{directory} bukan direktori")
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        directory.chmod(0o700)
        if self.account:
            os.chown(directory, self.account.pw_uid, self.account.pw_gid)

    def _socket_directory(self) -> Path:
        """The cluster's own directory, or a short private one where a socket cannot lie there."""
        if len(str(self.home)) < _SOCKET_LIMIT and re.fullmatch(r"[\w./-]+", str(self.home)):
            return self.home
        name = hashlib.sha256(str(self.home).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"sopan-{name}"


def _plain_environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL's programs from outside."""
    kept = {name: text for name, text in os.environ.items() if not name.startswith(("PG", "LC_"))}
    return {**kept, "LC_ALL": "C"}
