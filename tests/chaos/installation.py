"""An installation whose parts can be killed one by one: real servers with fsync on, web, worker."""

import os
import random
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from engine.cli import health
from engine.cli.load import load_all
from engine.cli.run import command, environment
from engine.demo.settle import settle
from engine.embedded import services
from engine.embedded.postgres import Postgres, PostgresFailed
from engine.settings import Settings
from engine.store import schema
from engine.store.session import Store, open_store
from tests.cast import PASSWORD
from tests.services import on_free_port

PROCESSES = ("web", "worker")


@dataclass(kw_only=True)
class Installation:
    """Sopan on a directory of its own, and what runs of it."""

    settings: Settings
    store: Store
    people: dict[str, int]  # by e-mail
    programs: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, process: str) -> None:
        """Starts a process in a group of its own, so that it can be killed whole."""
        with (self.settings.data_dir / f"{process}.log").open("ab") as log:
            self.programs[process] = subprocess.Popen(
                command(process, self.settings),
                env={**os.environ, **environment(process, self.settings)},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def until_well(self) -> None:
        """Waits until web and worker answer."""
        for process, check in (("web", health.web), ("worker", health.worker)):
            end = time.monotonic() + 60
            while why := check(self.settings):
                assert time.monotonic() < end, f"{process} is not well: {why}\n{self.log(process)}"
                time.sleep(0.1)

    def log(self, process: str) -> str:
        """The last words of a process."""
        return (self.settings.data_dir / f"{process}.log").read_text()[-4000:]

    def strike(self, blow: str, dice: random.Random) -> None:
        """Kills what the blow names; whatever does not come back by itself is started again."""
        what, _, part = blow.partition(" ")
        if what == "database":
            self._strike_database(part, dice)
        elif part == "whole":
            self._kill_group(what)
            self.start(what)
        else:
            _kill_one(children(self.programs[what].pid), dice)

    def _strike_database(self, part: str, dice: random.Random) -> None:
        server = self.postmaster()
        if part == "whole":
            os.kill(server, signal.SIGKILL)
            self._start_database()
        else:
            _kill_one([pid for pid in children(server) if part in words_of(pid)], dice)

    def postmaster(self) -> int:
        """The number of PostgreSQL's first process."""
        return int((self.settings.data_dir / "postgresql/postmaster.pid").read_text().split()[0])

    def _start_database(self) -> None:
        """As `sopan up` would; sessions that have not yet noticed the death hold it off briefly."""
        end = time.monotonic() + 30
        while True:
            try:
                Postgres(self.settings.data_dir / "postgresql").start()
            except PostgresFailed:
                assert time.monotonic() < end, "PostgreSQL does not come back"
                time.sleep(0.2)
            else:
                return

    def _kill_group(self, process: str) -> None:
        program = self.programs[process]
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()

    def end(self) -> None:
        """Kills every process."""
        for process in self.programs:
            self._kill_group(process)


# What can be killed. A part of the database is named by the words its processes carry.
BLOWS = (
    "web whole",
    "web one",
    "worker whole",
    "worker one",
    "database whole",
    "database sopan_app",
    "database writer",
)


def _kill_one(pids: list[int], dice: random.Random) -> None:
    """Kills one of these processes, unless they have just been ended by the blow before."""
    if pids:
        with suppress(ProcessLookupError):
            os.kill(dice.choice(pids), signal.SIGKILL)


def children(parent: int) -> list[int]:
    """The processes that this one has started and that still live."""
    found = []
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, above = status.read_text().rpartition(")")[2].split()[:2]
            if int(above) == parent and state != "Z":
                found.append(int(status.parent.name))
    return sorted(found)


def words_of(pid: int) -> str:
    """The command line a process shows."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


@contextmanager
def installed() -> Iterator[Installation]:
    """Servers, tables, definitions and people; web and worker run."""
    place = Path(tempfile.mkdtemp(prefix="sopan-chaos-"))
    try:
        with services(on_free_port(Settings(data_dir=place)), alone=True) as running:
            schema.upgrade(running.settings.database_owner_url)
            load_all(running.settings)
            store = open_store(running.settings.database_url)
            assert store.row("SHOW fsync") == ("on",)
            people = settle(store, PASSWORD)
            found = Installation(settings=running.settings, store=store, people=people)
            try:
                for process in PROCESSES:
                    found.start(process)
                found.until_well()
                yield found
            finally:
                found.end()
                store.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)
