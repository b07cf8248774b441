"""`sopan run`: one process of Sopan, in the foreground, against servers that are already there."""

import os
import shutil
import sys
from pathlib import Path

import click

from engine.settings import Settings, SettingsWrong, load_settings

PROCESSES = ("web", "worker", "beat")

# Celery fears pickled messages when root runs it; Sopan's messages are JSON.
_QUIET = ("-W", "ignore:You're running the worker with superuser")


@click.command()
@click.argument("process", type=click.Choice(PROCESSES))
def run(process: str) -> None:
    """Run the web server, a worker or beat, as containers and service managers do.

    The addresses of PostgreSQL and Valkey must be set. Exactly one beat may run; web and worker
    as many as needed. Each ends cleanly on SIGTERM.
    """
    settings = load_settings()
    if not (settings.database_url and settings.redis_url):
        raise SettingsWrong(
            "DATABASE_URL dan REDIS_URL harus diisi untuk menjalankan satu proses saja. Isilah, "
            "atau pakai `sopan up` yang menjalankan semuanya di mesin ini."
        )
    words = command(process, settings)
    os.execve(words[0], words, {**os.environ, **environment(process, settings)})


def command(process: str, settings: Settings) -> list[str]:
    """The command line of one process."""
    words = {"web": _web, "worker": _worker, "beat": _beat}[process](settings)
    return [sys.executable, *_QUIET, "-m", *words]


def environment(process: str, settings: Settings) -> dict[str, str]:
    """What one process finds in its environment."""
    found = settings.environment()
    if process == "web":
        # Here the web's processes add up their measurements; those of the last start are gone.
        measured = settings.data_dir / "metrics"
        shutil.rmtree(measured, ignore_errors=True)
        measured.mkdir(parents=True)
        found["PROMETHEUS_MULTIPROC_DIR"] = str(measured)
    return found


def beat_file(settings: Settings) -> Path:
    """Where beat keeps what it has sent; its age is beat's pulse."""
    return settings.data_dir / "beat" / "schedule"


def _web(settings: Settings) -> list[str]:
    # Threads, because a request waits for the database most of its time. Loaded once and then
    # forked, which is safe since the application connects to nothing before its first request.
    return [
        "gunicorn", "--bind", settings.listen, "--workers", str(settings.web_processes),
        "--worker-class", "gthread", "--threads", "4", "--preload",
        "--no-control-socket", "--graceful-timeout", "4", "--log-level", "warning",
        "web:create_app()",
    ]  # fmt: skip


def _worker(settings: Settings) -> list[str]:
    # Workers need not know each other: the database hands out the work.
    return [
        "celery", "--quiet", "--app", "workers:app", "worker", "--loglevel", "WARNING",
        "--concurrency", str(settings.worker_processes), "--without-gossip", "--without-mingle",
    ]  # fmt: skip


def _beat(settings: Settings) -> list[str]:
    file = beat_file(settings)
    file.parent.mkdir(parents=True, exist_ok=True)
    # Written after each message, so that the file's age shows whether beat lives.
    return [
        "celery", "--quiet", "--app", "workers:app", "beat", "--loglevel", "WARNING",
        "--schedule", str(file), "--pidfile", "", "beat.sync_every=1",
    ]  # fmt: skip
