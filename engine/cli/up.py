"""`sopan up`: everything on this machine under one parent, until Ctrl-C."""

import signal
import socket
import time
from collections.abc import Callable
from typing import Any, ClassVar

import click

from engine.cli import health
from engine.cli.demo import seed, sign_ins
from engine.cli.load import load_all
from engine.cli.run import PROCESSES, command, environment
from engine.cli.supervise import Program, say, supervise
from engine.domain.errors import Refusal
from engine.embedded import services
from engine.settings import Settings, load_settings
from engine.store.schema import upgrade


class PortTaken(Refusal):
    """Something else listens where the web server should."""

    says: ClassVar[str] = (
        "Porta %(listen)s tidak dapat dipakai: %(why)s. Pilih porta lain, misalnya "
        "sopan up --port 8001."
    )


class ProcessLost(Refusal):
    """A process or a server ended by itself, so everything was ended."""

    says: ClassVar[str] = (
        "%(what)s berhenti sendiri, jadi semuanya dihentikan; yang sudah tercatat tetap "
        "tersimpan. Bacalah pesan di atas, lalu jalankan lagi."
    )


@click.command()
@click.option("--demo", is_flag=True, help="Fill an empty database with a demonstration regency.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port of the web pages (8000).")
def up(*, demo: bool, port: int | None) -> None:
    """Run servers, web, worker and beat on this machine until Ctrl-C.

    Embedded PostgreSQL and Valkey are started unless DATABASE_URL and REDIS_URL name others.
    The database is brought to this version and the definitions are adopted first.
    """
    signal.signal(signal.SIGTERM, _as_interrupt)
    settings = _on_free_port(load_settings(), port)
    try:
        with services(settings, alone=True) as running:
            _prepare(running.settings, demo=demo)
            _run_all(running.settings, running.alive)
    except KeyboardInterrupt:
        pass
    say("Sopan berhenti. (Sopan has stopped.)")


def _as_interrupt(*_: Any) -> None:
    """A request to terminate while starting unwinds as Ctrl-C does, so the servers are stopped."""
    raise KeyboardInterrupt


def _on_free_port(settings: Settings, port: int | None) -> Settings:
    """The settings with the port asked for; raises PortTaken before anything is started."""
    if port is not None:
        settings = load_settings(listen=f"{settings.host}:{port}")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, settings.port))
        except OSError as error:
            raise PortTaken(listen=settings.listen, why=error.strerror) from None
    return settings


def _prepare(settings: Settings, *, demo: bool) -> None:
    """Tables and definitions, and with `demo` the demonstration in an empty database."""
    say("Menyiapkan basis data dan naskah SOP ... (preparing)")
    upgrade(settings.database_owner_url)
    load_all(settings)
    if demo:
        seed(settings)


def _run_all(settings: Settings, alive: Callable[[], bool]) -> None:
    programs = {
        process: Program(
            words=command(process, settings), environment=environment(process, settings)
        )
        for process in PROCESSES
    }
    lost = supervise(programs, _each_turn(settings, alive))
    if lost:
        raise ProcessLost(what=lost)


def _each_turn(settings: Settings, alive: Callable[[], bool]) -> Callable[[], str | None]:
    """Greets once when the web answers, and every few seconds looks whether the servers live."""
    greeted, looked_at = False, time.monotonic()

    def turn() -> str | None:
        nonlocal greeted, looked_at
        if not greeted and not health.web(settings):
            greeted = True
            _greet(settings)
        if time.monotonic() - looked_at > 3:
            looked_at = time.monotonic()
            if not alive():
                return "PostgreSQL atau Valkey"
        return None

    return turn


def _greet(settings: Settings) -> None:
    say(f"\nSopan siap di {settings.public_url}   (ready; Ctrl-C stops it)")
    say(f"Data: {settings.data_dir}\n")
    for line in sign_ins(settings):
        say(line)
