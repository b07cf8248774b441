"""Clients that go on whatever dies: each act is repeated, unchanged, until it is acknowledged.

A client is a process of its own and writes down only what Sopan has acknowledged. Whether an act
that got no answer has been recorded it cannot know; it sends the same again, as a person would.
"""

import json
import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar
from uuid import uuid4

import psycopg

from engine import clock
from engine.commands import By, complete_step, open_case
from engine.demo.people import email_of
from engine.settings import Settings
from engine.store import cases
from engine.store.session import Store, open_store
from tests.bench.ground import UNIT, WAY
from tests.builders import APPLICANT
from tests.chaos.browser import Browser

T = TypeVar("T")
PATIENCE = 90.0


@dataclass(kw_only=True)
class Client:
    """One client: its store, its people, its dice, and its journal of what was acknowledged."""

    settings: Settings
    people: dict[str, int]
    journal: Path
    stop: Any = None  # set when the client shall finish what it has begun
    dice: random.Random
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = open_store(self.settings.database_url, pool=2)

    def work(self, complete: Callable[..., None]) -> None:
        """Opens case after case and leads each some steps of its way."""
        while not self.stop.is_set():
            # Half of the cases are entered late, so that their moments have already passed.
            days = self.dice.choice((0, 9))
            number = self.open(days)
            for at in range(self.dice.randint(1, len(WAY))):
                if self.stop.is_set():
                    break
                complete(self, number, at, days)
                # A little rest: the kills are to fall between acts, too.
                time.sleep(self.dice.uniform(0, 0.03))

    def fall_behind(self, count: int, days: int = 9) -> list[str]:
        """Opens cases whose moments passed while nobody looked; answers their numbers."""
        numbers = [self.open(days) for _ in range(count)]
        for number in numbers:
            by_command(self, number, 0, days)
        return numbers

    def open(self, days: int) -> str:
        """Opens a case, entered so many days late."""
        by = self.by("loket", days and days + 1, once=uuid4())
        opened = again(lambda: open_case(
            self.store, UNIT, "SKTM", by=by, applicant=APPLICANT,
            given={"keperluan": "Kesehatan", "desa": "Melati"},
            ticked=frozenset({"pengantar", "identitas"}),
        ))  # fmt: skip
        self.acknowledged(number=opened.case.number)
        return opened.case.number

    def by(self, desk: str, days: int = 0, **more: Any) -> By:
        """The person at a desk, who enters what happened some days ago."""
        late = {
            "happened_at": clock.now() - timedelta(days=days),
            "why_late": "Listrik padam.",
        }
        person = self.people[email_of(f"{UNIT}:{desk}")]
        return By(person=person, **(late if days else {}), **more)

    def acknowledged(self, **act: Any) -> None:
        """Writes down what has been answered."""
        with self.journal.open("a") as book:
            book.write(json.dumps(act) + "\n")


def again(work: Callable[[], T]) -> T:
    """Does it until it is answered. Only that the database is away is taken for no answer."""
    end = time.monotonic() + PATIENCE
    while True:
        try:
            return work()
        except psycopg.OperationalError:
            assert time.monotonic() < end, "the database stays away"
            time.sleep(0.05)


def by_command(client: Client, number: str, at: int, days: int) -> None:
    """Completes a step through the command, with the version it saw before the first attempt."""
    desk, outcome, check = WAY[at]
    seen = again(lambda: cases.load(client.store, number).case.version)
    # Only what opens and declares is entered late: the rest happens now.
    by = client.by(desk, days if at == 0 else 0, seen=seen)
    ticked = frozenset({check})
    again(lambda: complete_step(client.store, number, outcome, by=by, ticked=ticked))
    client.acknowledged(number=number, outcome=outcome, person=by.person)


def commanding(client: dict[str, Any], stop: Any) -> None:
    """A process that acts through the commands."""
    made = Client(**client, stop=stop)
    made.work(by_command)
    made.store.close()


def browsing(client: dict[str, Any], stop: Any) -> None:
    """A process that signs in at the web and sends its forms."""
    made = Client(**client, stop=stop)
    browsers = {
        desk: Browser(made.settings, email_of(f"{UNIT}:{desk}")) for desk, _, _ in WAY
    }  # fmt: skip

    def by_form(client: Client, number: str, at: int, days: int) -> None:
        desk, outcome, check = WAY[at]
        by = client.by(desk, days if at == 0 else 0)
        sent = {"outcome": outcome, "tick": check, "why_late": by.why_late}
        if by.happened_at:
            sent["happened_at"] = f"{by.happened_at:%Y-%m-%dT%H:%M}"
        browsers[desk].complete(number, sent)
        client.acknowledged(number=number, outcome=outcome, person=by.person)

    made.work(by_form)
    for browser in browsers.values():
        browser.close()
    made.store.close()


def read(journal: Path) -> list[dict[str, Any]]:
    """What a client has written down so far."""
    return (
        [json.loads(line) for line in journal.read_text().splitlines()] if journal.exists() else []
    )
