"""`sopan health`: whether one process of Sopan on this machine is well, for containers."""

import socket
import time
from collections.abc import Callable
from urllib.error import URLError
from urllib.request import urlopen

import click

from engine.cli.run import PROCESSES, beat_file
from engine.domain.errors import Refusal
from engine.embedded.valkey import answers
from engine.settings import Settings, load_settings

BEAT_SECONDS = 60


class Unwell(Refusal):
    """The process does not do its work."""

    says = "%(process)s tidak sehat: %(why)s. Lihat catatan prosesnya, lalu jalankan ulang."


@click.command()
@click.argument("process", type=click.Choice(PROCESSES))
def health(process: str) -> None:
    """Exit with 0 when the process on this machine is well, else say why and exit with 1."""
    checks: dict[str, Callable[[Settings], str]] = {"web": web, "worker": worker, "beat": beat}
    if why := checks[process](load_settings()):
        raise Unwell(process=process, why=why)
    click.echo(f"{process} sehat")


def web(settings: Settings) -> str:
    """Why the web server is unwell; empty when it answers its own health page."""
    try:
        with urlopen(health_page(settings), timeout=5) as answer:
            return "" if answer.status == 200 else f"menjawab {answer.status}"
    except URLError as error:
        return str(error.reason)
    except OSError as error:
        return str(error)


def worker(settings: Settings) -> str:
    """Why the worker is unwell; empty when it answers a ping over the broker."""
    from celery import Celery

    if not answers(settings.redis_url):
        return "Valkey tidak menjawab"
    with Celery(broker=settings.redis_url) as asking:
        node = f"celery@{socket.gethostname()}"
        pong = asking.control.ping(destination=[node], timeout=3, limit=1)
    return "" if pong else f"{node} tidak menjawab"


def beat(settings: Settings) -> str:
    """Why beat is unwell; empty when it has sent something in the last minute."""
    file = beat_file(settings)
    written = [path.stat().st_mtime for path in file.parent.glob(f"{file.name}*")]
    if not written:
        return "belum pernah mengirim pekerjaan"
    age = int(time.time() - max(written))
    return "" if age <= BEAT_SECONDS else f"pekerjaan terakhir dikirim {age} detik yang lalu"


def health_page(settings: Settings) -> str:
    """The health page's address as seen from this machine."""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host
    return f"http://{host}:{settings.port}/health"
