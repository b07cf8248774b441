"""A browser without a screen: keeps its session, reads the form of a page, and sends it again."""

import http.client
import re
import time
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from engine.settings import Settings
from tests.cast import PASSWORD

PATIENCE = 90.0
_HIDDEN = re.compile(r'name="(csrf_token|seen)" value="([^"]*)"')
Answer = tuple[int, str, str]  # status, where to, page


class Browser:
    """One person at one connection to the web."""

    def __init__(self, settings: Settings, email: str) -> None:
        self.settings, self.cookies = settings, SimpleCookie()
        self.line = self._line()
        words = {"email": email, "password": PASSWORD, **self.form("/masuk")}
        status, _, _ = self._until_answered("POST", "/masuk", urlencode(words))
        assert status == 303, f"{email} cannot sign in: {status}"

    def complete(self, number: str, sent: dict[str, str]) -> None:
        """Sends the form of the open step, the same again until it has been acknowledged."""
        body = urlencode({**self.form(f"/cases/{number}"), **sent})
        status, where, page = self._until_answered("POST", f"/cases/{number}/complete", body)
        assert status == 303 and "/masuk" not in where, f"{number}: {status} {where}\n{page}"

    @property
    def cookie(self) -> str:
        """The session as it is sent."""
        return "; ".join(f"{name}={kept.value}" for name, kept in self.cookies.items())

    def form(self, address: str) -> dict[str, str]:
        """What the first form of a page holds hidden."""
        status, _, page = self._until_answered("GET", address)
        assert status == 200, f"{address}: {status}"
        return dict(reversed(_HIDDEN.findall(page)))

    def close(self) -> None:
        """Hangs up."""
        self.line.close()

    def _until_answered(self, method: str, address: str, body: str = "") -> Answer:
        """A broken line and "the database is away" are no answers; everything else is one."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                answer = self._ask(method, address, body)
            except (OSError, http.client.HTTPException):
                self.line.close()
                self.line = self._line()
                answer = (503, "", "")
            if answer[0] != 503:
                return answer
            assert time.monotonic() < end, f"{address} stays away"
            time.sleep(0.05)

    def _ask(self, method: str, address: str, body: str) -> Answer:
        fields = {
            "Cookie": self.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self.line.request(method, address, body or None, fields)
        answer = self.line.getresponse()
        page = answer.read().decode()
        for given in answer.headers.get_all("Set-Cookie", []):
            self.cookies.load(given)
        return answer.status, answer.headers.get("Location", ""), page

    def _line(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection(self.settings.host, self.settings.port, timeout=30)
