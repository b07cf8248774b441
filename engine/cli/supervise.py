"""A supervisor: several programs under one parent, their lines prefixed, all ended together."""

import ctypes
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

_PATIENCE = 8.0
_COLOURS = (36, 33, 35, 32)
_PARENT_DEATH_SIGNAL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """A command line, and what its environment holds besides ours."""

    words: Sequence[str]
    environment: Mapping[str, str]


def supervise(programs: Mapping[str, Program], each_turn: Callable[[], str | None]) -> str | None:
    """Runs the programs until a signal asks to stop; all of them have ended when it returns.

    Answers None after a signal, else what was lost: the name of the program that ended by
    itself, or the word of `each_turn`, which is asked several times a second. A lost program
    ends everything rather than being started again, so that whoever keeps this command running
    (a person, a service manager) sees the fault; the database holds all work.
    """
    width = max(map(len, programs))
    with _stop_signals() as stop:
        running: dict[str, subprocess.Popen[bytes]] = {}
        try:
            for colour, (name, program) in zip(_COLOURS, programs.items(), strict=False):
                running[name] = _start(program)
                _follow(running[name], f"{name:{width}} | ", colour)
            while not stop.wait(0.1):
                if lost := _ended(running) or each_turn():
                    return lost
            return None
        finally:
            _end(list(running.values()))


@contextmanager
def _stop_signals() -> Iterator[threading.Event]:
    """An event that is set by Ctrl-C, by a request to terminate and by a closed terminal."""
    stop = threading.Event()
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, lambda *_: stop.set()) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(program: Program) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        program.words,
        env={**os.environ, **program.environment, "PYTHONUNBUFFERED": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        # A group of its own: Ctrl-C reaches only the parent, which ends all in order.
        start_new_session=True,
        preexec_fn=_die_with_parent if sys.platform == "linux" else None,
    )


def _die_with_parent() -> None:
    """Asks Linux to terminate this program when its parent is killed without a chance to."""
    ctypes.CDLL(None).prctl(_PARENT_DEATH_SIGNAL, signal.SIGTERM)


def _follow(program: subprocess.Popen[bytes], prefix: str, colour: int) -> None:
    """Prints the program's lines as they come, each with time and name."""
    paint, plain = (f"\033[{colour}m", "\033[0m") if sys.stdout.isatty() else ("", "")

    def copy() -> None:
        assert program.stdout is not None
        for line in program.stdout:
            text = line.decode(errors="replace").rstrip()
            say(f"{paint}{time.strftime('%H:%M:%S')} {prefix}{plain}{text}")

    threading.Thread(target=copy, daemon=True).start()


def say(line: str) -> None:
    """Prints one line; a reader that has gone away must not stop the programs."""
    with suppress(OSError):
        print(line, flush=True)


def _ended(running: Mapping[str, subprocess.Popen[bytes]]) -> str | None:
    return next((name for name, program in running.items() if program.poll() is not None), None)


def _end(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    """Asks all to end, and after some seconds makes them and whatever they left behind."""
    for program in programs:
        program.terminate()
    until = time.monotonic() + _PATIENCE
    for program in programs:
        with suppress(subprocess.TimeoutExpired):
            program.wait(max(0.0, until - time.monotonic()))
        _kill_group(program)
        program.wait()


def _kill_group(program: subprocess.Popen[bytes]) -> None:
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(program.pid, signal.SIGKILL)
