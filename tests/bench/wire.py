"""The wire of the pages' bench: the service as an office runs it, and kept-alive raw sockets."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from engine.cli import health
from engine.cli.run import command, environment
from engine.settings import Settings
from tests.bench.clients import timed
from tests.bench.service import ROWS
from tests.chaos.browser import Browser
from tests.services import on_free_port


@contextmanager
def served(settings: Settings, processes: int, rows: Path) -> Iterator[Settings]:
    """The service under gunicorn with that many processes of four threads; gives its address."""
    chosen = on_free_port(settings).model_copy(update={"web_processes": processes})
    words = [*command("web", chosen)[:-1], "tests.bench.service:create_app()"]
    surroundings = {**os.environ, **environment("web", chosen), ROWS: str(rows)}
    with (settings.data_dir / "web.log").open("ab") as log:
        program = subprocess.Popen(words, env=surroundings, stdout=log, stderr=log)
    try:
        end = time.monotonic() + 60
        while why := health.web(chosen):
            assert program.poll() is None and time.monotonic() < end, why
            time.sleep(0.1)
        yield chosen
    finally:
        program.terminate()
        program.wait(30)


class Visitor:
    """Somebody signed in, whose requests are ready to be sent."""

    def __init__(self, settings: Settings, email: str) -> None:
        self.settings, self.browser = settings, Browser(settings, email)
        self.token = self.browser.form("/bench/bare")["csrf_token"]

    def get(self, address: str) -> bytes:
        """A request for a page."""
        return self._request("GET", address)

    def post(self, address: str, **sent: str) -> bytes:
        """A form with its token."""
        return self._request("POST", address, urlencode({"csrf_token": self.token, **sent}))

    def _request(self, method: str, address: str, body: str = "") -> bytes:
        return (
            f"{method} {address} HTTP/1.1\r\nHost: {self.settings.listen}\r\n"
            f"Cookie: {self.browser.cookie}\r\nContent-Length: {len(body)}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\n\r\n{body}"
        ).encode()


def rate(settings: Settings, requests: Sequence[bytes], warm: Sequence[bytes], lines: int) -> float:
    """Requests a second over that many kept-alive connections, each a process with its share."""
    shares = [(warm[at::lines], requests[at::lines]) for at in range(lines)]
    return timed(asked, dialled, settings.listen, shares)


def dialled(listen: str) -> socket.socket:
    """A connection to the service."""
    host, _, port = listen.rpartition(":")
    line = socket.create_connection((host, int(port)), timeout=60)
    line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return line


def asked(line: socket.socket, requests: Sequence[bytes]) -> int:
    """Sends the requests one after the other; answers how many were answered as they should be."""
    return sum(answered(line, request) in (200, 303) for request in requests)


def answered(line: socket.socket, request: bytes) -> int:
    """Sends one request and reads its answer to the end; answers its status."""
    line.sendall(request)
    read = b""
    while b"\r\n\r\n" not in read:
        more = line.recv(65536)
        assert more, "the service hung up"
        read += more
    head, _, body = read.partition(b"\r\n\r\n")
    fields = dict(
        field.lower().split(b": ", 1) for field in head.split(b"\r\n")[1:] if b": " in field
    )
    missing = int(fields[b"content-length"]) - len(body)
    while missing > 0:
        missing -= len(line.recv(65536))
    return int(head.split(b" ", 2)[1])
