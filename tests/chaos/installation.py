"""An installation whose parts can be killed one by one: real servers with fsync on, web, worker."""

import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

from engine.cli import health
from engine.cli.load import load_all
from engine.cli.run import command, environment
from engine.demo.settle import settle
from engine.embedded import services
from engine.embedded.postgres import Postgres, PostgresFailed
from engine.embedded.valkey import answers
from engine.settings import Settings
from engine.store import schema
from engine.store.session import Store, open_store
from tests.cast import PASSWORD
from tests.services import on_free_port

PROCESSES = ("web", "worker")
_PROJECT = Path(__file__).parents[2]


@dataclass(kw_only=True)
class Installation:
    """Sopan on a directory of its own, and what runs of it."""

    settings: Settings
    store: Store
    people: dict[str, int]  # by e-mail
    programs: dict[str, "subprocess.Popen[bytes]"] = field(default_factory=dict)

    def start(self, name: str) -> None:
        """Starts a process, such as worker or worker-2, in a group of its own."""
        process, _, another = name.partition("-")
        # Another of the same kind stands for another machine, with files of its own.
        place = self.settings.data_dir / name if another else self.settings.data_dir
        settings = self.settings.model_copy(update={"data_dir": place})
        words = command(process, settings)
        if process == "beat":
            words = [word.replace("workers:app", "tests.chaos.hurried:app") for word in words]
        with self._log(name).open("ab") as log:
            self.programs[name] = subprocess.Popen(
                words,
                env={**os.environ, **environment(process, settings)},
                cwd=_PROJECT,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def until_well(self) -> None:
        """Waits until every process that runs answers; of several workers, one."""
        checks = {"web": health.web, "worker": health.worker}
        for process in checks.keys() & self.programs.keys():
            end = time.monotonic() + 60
            while why := checks[process](self.settings):
                assert time.monotonic() < end, f"{process} is not well: {why}\n{self.log(process)}"
                time.sleep(0.1)

    def until_worked_off(self) -> None:
        """Lets the living workers catch up."""
        waiting = (
            "SELECT 1 WHERE EXISTS (SELECT FROM cases WHERE next_at <= now()) "
            "OR EXISTS (SELECT FROM notices WHERE worked_off_at IS NULL)"
        )
        until(lambda: not self.store.row(waiting), "flags or notices are left lying")

    @contextmanager
    def beaten(self, *beats: str) -> Iterator[None]:
        """Meanwhile these beats run."""
        chosen = beats or ("beat",)
        for beat in chosen:
            self.start(beat)
        try:
            yield
        finally:
            for beat in chosen:
                self.stop(beat)

    def log(self, name: str) -> str:
        """The last words of a process."""
        return self._log(name).read_text()[-4000:]

    def _log(self, name: str) -> Path:
        return self.settings.data_dir / f"{name}.log"

    def strike(self, blow: str, dice: random.Random) -> None:
        """Kills what the blow names; whatever does not come back by itself is started again."""
        what, _, part = blow.partition(" ")
        if what == "database":
            self._strike_database(part, dice)
        elif part == "whole":
            self.stop(what)
            self.start(what)
        else:
            _kill_one(children(self.programs[what].pid), dice)

    def _strike_database(self, part: str, dice: random.Random) -> None:
        server = self.postmaster()
        if part == "whole":
            os.kill(server, signal.SIGKILL)
            self.restart_database()
        else:
            _kill_one([pid for pid in children(server) if part in words_of(pid)], dice)

    def postmaster(self) -> int:
        """The number of PostgreSQL's first process."""
        return int((self.settings.data_dir / "postgresql/postmaster.pid").read_text().split()[0])

    def restart_database(self) -> None:
        """As `sopan up` would: a server that runs is stopped first.

        Sessions that have not yet noticed the death of one hold the start off briefly.
        """
        end = time.monotonic() + 30
        while True:
            try:
                Postgres(self.settings.data_dir / "postgresql").start()
            except PostgresFailed:
                assert time.monotonic() < end, "PostgreSQL does not come back"
                time.sleep(0.2)
            else:
                return

    @contextmanager
    def without_broker(self) -> Iterator[None]:
        """Ends Valkey with all it carries, and starts it again at the same address."""
        address = urlsplit(self.settings.redis_url)
        (server,) = (
            pid
            for pid in children(os.getpid())
            if re.search(rf"valkey-server .*:{address.port}\b", words_of(pid))
        )
        program = Path(f"/proc/{server}/exe").resolve()
        os.kill(server, signal.SIGKILL)
        until(lambda: not answers(self.settings.redis_url), "Valkey does not end")
        if ended := self.programs.pop("valkey", None):
            ended.wait()
        yield
        self.programs["valkey"] = subprocess.Popen(
            [program, "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        words = f'bind 127.0.0.1\nport {address.port}\nrequirepass {address.password}\nsave ""\n'
        stdin = self.programs["valkey"].stdin
        assert stdin is not None
        with stdin:
            stdin.write(words.encode())
        until(lambda: answers(self.settings.redis_url), "Valkey does not come back")

    def signal(self, name: str, number: signal.Signals) -> None:
        """Sends a signal to a process and its children."""
        os.killpg(self.programs[name].pid, number)

    def stop(self, name: str) -> None:
        """Kills a process with its children."""
        program = self.programs.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(program.pid, signal.SIGKILL)
        program.wait()

    def end(self) -> None:
        """Kills every process."""
        for name in [*self.programs]:
            self.stop(name)


# What can be killed. A part of the database is named by the words its processes carry.
BLOWS = (
    "web whole",
    "web one",
    "worker whole",
    "worker one",
    "beat whole",
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


def until(true: Callable[[], object], otherwise: str, seconds: float = 90) -> None:
    """Waits until something is so, and fails with a word when it never is."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, otherwise
        time.sleep(0.05)


@contextmanager
def installed(processes: Sequence[str] = PROCESSES) -> Iterator[Installation]:
    """Servers, tables, definitions and people; these processes run."""
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
                for name in processes:
                    found.start(name)
                found.until_well()
                yield found
            finally:
                found.end()
                store.close()
    finally:
        shutil.rmtree(place, ignore_errors=True)
