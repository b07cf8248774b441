"""A relay between a process and PostgreSQL: it counts the answers, and keeps one back for ever.

The server has then done what it was asked, and whoever asked will never know. A process killed at
the k-th answer has thus died between its k-th and its next statement, whatever library sent them.
"""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_NAME = ".s.PGSQL.5432"
_READY = b"Z"  # the message that ends every answer


@dataclass(kw_only=True)
class Relay:
    """Listens in a directory of its own and hands everything on, up to the answer it keeps."""

    server: Path  # PostgreSQL's socket
    place: Path
    keep: int  # which answer, counted from 1 over all connections
    struck: Callable[[], None]  # what happens instead
    answers: int = 0
    _counting: threading.Lock = field(default_factory=threading.Lock)
    _lanes: list[threading.Thread] = field(default_factory=list)

    def serve(self, listening: socket.socket) -> None:
        """Takes connections until it is closed."""
        while True:
            try:
                client, _ = listening.accept()
            except OSError:
                return
            server = socket.socket(socket.AF_UNIX)
            server.connect(str(self.server))
            for lane in (self._asked, self._answered):
                self._lanes.append(threading.Thread(target=lane, args=(client, server)))
                self._lanes[-1].start()

    def _asked(self, client: socket.socket, server: socket.socket) -> None:
        with suppress(OSError):
            while asked := client.recv(65536):
                server.sendall(asked)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)

    def _answered(self, client: socket.socket, server: socket.socket) -> None:
        with client, server, server.makefile("rb") as answers:
            for message in _messages(answers.read):
                if message[:1] == _READY and not self._goes_on():
                    continue  # reads on: the end says that the server has let go of every lock
                with suppress(OSError):
                    client.sendall(message)

    def _goes_on(self) -> bool:
        with self._counting:
            self.answers += 1
            if self.answers == self.keep:
                self.struck()
            return self.answers < self.keep

    def end(self) -> None:
        """Waits until every session behind it has ended."""
        for lane in self._lanes:
            lane.join()


def _messages(read: Callable[[int], bytes]) -> Iterator[bytes]:
    """What the server sends, message by message: a letter, a length that counts itself, a body."""
    while head := read(5):
        (length,) = struct.unpack("!I", head[1:])
        yield head + read(length - 4)


@contextmanager
def relayed(server: Path, place: Path, keep: int, struck: Callable[[], None]) -> Iterator[Path]:
    """The directory in which to look for PostgreSQL instead."""
    relay = Relay(server=server / _NAME, place=place, keep=keep, struck=struck)
    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(str(place / _NAME))
        listening.listen()
        accepting = threading.Thread(target=relay.serve, args=(listening,))
        accepting.start()
        try:
            yield place
        finally:
            listening.shutdown(socket.SHUT_RDWR)
            accepting.join()
            relay.end()
            (place / _NAME).unlink()
