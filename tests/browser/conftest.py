"""The demonstration behind a real web process, and windows in which its people have signed in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.cast import Cast, Member
from tests.services import Servers, on_free_port, running

PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
# Sopan is on this machine: what has not come by then will not come, however busy the machine is.
PATIENCE = 15_000
expect.set_options(timeout=PATIENCE)


@dataclass(kw_only=True)
class Desks:
    """Browser windows at the desks of the cast; script errors and blocked content are kept."""

    browser: Browser
    address: str
    cookies: dict[str, Any]  # of those who have signed in before, by e-mail
    faults: list[str] = field(default_factory=list)
    opened: list[BrowserContext] = field(default_factory=list)

    def window(self, who: Member | None = None, **how: Any) -> Page:
        """A window of its own, signed in once a run; without anybody that of a passer-by."""
        context = self.browser.new_context(
            **{"locale": "id-ID", "viewport": DESKTOP, "base_url": self.address, **how},
            storage_state=self._signed_in(who) if who else None,
        )
        self.opened.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        page.on("console", lambda line: self._note(page, line.text))
        return page

    def _note(self, page: Page, line: str) -> None:
        if "Content Security Policy" in line:
            self.faults.append(f"{page.url}: {line}")

    def _signed_in(self, who: Member) -> Any:
        if who.email not in self.cookies:
            page = self.window()
            page.goto("/masuk?next=/pemberitahuan")
            page.get_by_label("Alamat surel").fill(who.email)
            page.get_by_label("Kata sandi").fill(who.password)
            page.get_by_role("button", name="Masuk").click()
            page.wait_for_url("**/pemberitahuan")
            self.cookies[who.email] = page.context.storage_state()
        return self.cookies[who.email]

    def close(self) -> None:
        """Closes every window."""
        for context in self.opened:
            context.close()


@pytest.fixture(scope="package")
def site(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """One real web process for all tests of this folder, over the database of each test."""
    place: Path = tmp_path_factory.mktemp("site")
    settings = on_free_port(servers.settings.model_copy(update={"data_dir": place}))
    with running("web", settings):
        yield settings.public_url


@pytest.fixture(scope="package")
def cookies() -> dict[str, Any]:
    """Who has signed in before; recalled accounts know these sessions again."""
    return {}


@pytest.fixture
def desks(browser: Browser, demo: Cast, site: str, cookies: dict[str, Any]) -> Iterator[Desks]:
    """The desks of the demonstration as its story leaves it."""
    opened = Desks(browser=browser, address=site, cookies=cookies)
    yield opened
    opened.close()
    assert opened.faults == []
