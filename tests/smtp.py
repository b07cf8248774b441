"""A mail server for tests: speaks SMTP on a port of its own, keeps letters, refuses on demand."""

import email
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import Message
from email.policy import default


@dataclass
class Mailbox:
    """What has arrived, in order; `refuses` is answered to the next receivers instead of taking."""

    port: int = 0
    letters: list[Message] = field(default_factory=list)
    refuses: str = ""

    @property
    def url(self) -> str:
        """The address for settings."""
        return f"smtp://127.0.0.1:{self.port}"


@contextmanager
def mail_server() -> Iterator[Mailbox]:
    """Runs the server in a thread until the end."""
    box = Mailbox()

    class Conversation(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self._say("220 ready")
            while words := self.rfile.readline().strip():
                verb = words[:4].upper()
                if verb == b"QUIT":
                    return self._say("221 bye")
                if verb == b"RCPT" and box.refuses:
                    self._say(box.refuses)
                elif verb == b"DATA":
                    self._say("354 go on")
                    box.letters.append(email.message_from_bytes(self._body(), policy=default))
                    self._say("250 kept")
                else:
                    self._say("250 ok")
            return None

        def _body(self) -> bytes:
            lines = []
            while (line := self.rfile.readline()) != b".\r\n":
                lines.append(line.removeprefix(b".") if line.startswith(b"..") else line)
            return b"".join(lines)

        def _say(self, words: str) -> None:
            self.wfile.write(f"{words}\r\n".encode())

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield box
        server.shutdown()
        thread.join()
