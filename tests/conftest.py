"""What every test may ask for: real servers, an empty database, settings, a browser."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as budgets
from playwright.sync_api import Browser, Page, sync_playwright

from engine.settings import Settings
from engine.store.session import Store, open_store
from tests.cast import cast as cast
from tests.cast import demo as demo
from tests.services import Servers, on_free_port, recall, started_servers

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)
_CHROMIUM_WORDS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
_NO_CHROMIUM = "no Chromium on this machine"

# No deadline: how fast this machine is today must not decide whether a test passes.
budgets.register_profile("test", deadline=None, derandomize=True, max_examples=60)
budgets.register_profile(
    "soak", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow]
)


def pytest_configure(config: pytest.Config) -> None:
    """A developer's own settings must not reach the tests; soak runs have larger budgets."""
    for name in [*os.environ]:
        if name.startswith("SOPAN_") or name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
            del os.environ[name]
    budgets.load_profile("soak" if config.option.markexpr == "soak" else "test")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Without Chromium the browser tests are skipped, and the closing summary names them."""
    if CHROMIUM:
        return
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.skip(reason=_NO_CHROMIUM))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says loudly what was not tested."""
    # Read off the reports, which come from the processes that the tests are spread over.
    reports = terminalreporter.stats.get("skipped", [])
    skipped = [one.nodeid for one in reports if _NO_CHROMIUM in str(one.longrepr)]
    if skipped:
        terminalreporter.section(f"NOT TESTED: {_NO_CHROMIUM}", sep="!", red=True)
        for name in skipped:
            terminalreporter.line(name, red=True)
        terminalreporter.line("Install it (apt-get install chromium) and run the tests again.")


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    """One PostgreSQL and one Valkey for the whole run."""
    with started_servers() as started:
        yield started


@pytest.fixture
def database(servers: Servers) -> Servers:
    """The servers with an empty database, as the last migration leaves it."""
    recall(servers)
    return servers


@pytest.fixture
def settings(database: Servers, tmp_path: Path) -> Settings:
    """Settings for the empty database, a free port, and a data directory of the test's own."""
    return on_free_port(database.settings.model_copy(update={"data_dir": tmp_path}))


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """A store on the empty database, signed in as the role that web and workers have."""
    opened = open_store(settings.database_url)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for the whole run."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=CHROMIUM, args=_CHROMIUM_WORDS)
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh, Indonesian visitor; a script error on it fails the test."""
    context = browser.new_context(locale="id-ID", viewport={"width": 1280, "height": 800})
    errors: list[str] = []
    opened = context.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert not errors, f"script errors on the page: {errors}"
