"""Pages among 100,000 cases, against a bare page and a bare advance under the same server."""

import pickle
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from engine.demo.people import email_of
from engine.demo.settle import settle
from engine.demo.story import tell
from engine.domain.people import turn_desks
from engine.settings import Settings
from engine.store import people as accounts
from engine.store.session import open_store
from tests.bench import floor
from tests.bench.crowd import grow
from tests.bench.ground import UNIT, WAY, Ground
from tests.bench.report import Figure, paired
from tests.bench.wire import Visitor, rate, served
from tests.cast import PASSWORD
from tests.web.conftest import CountingStore, enter
from web import create_app

GETS, POSTS, WARM = 64, 48, 16
GOAL = 0.5
BARE = "/bench/bare"
Page = tuple[str, str, str]  # name, address, who reads it


def figures(ground: Ground, runs: int) -> list[Figure]:
    """How many queries a page asks at both sizes; then pages and forms by processes and lines."""
    people = settle(ground.store, PASSWORD)
    few = tell(ground.store, list(people.values()))
    pages = list(_pages(ground))
    asked = [_questions(ground, page) for page in pages]
    grow(ground)
    found = [
        paired(f"{page[0]}, queries ({few} cases)", "queries", [(float(_questions(ground, page)),
               float(before))], goal=1.0, at_most=True)
        for page, before in zip(pages, asked, strict=True)
    ]  # fmt: skip
    for processes in (1, 2):
        found += _under(ground, pages, processes, runs)
    return found


def _pages(ground: Ground) -> Iterator[Page]:
    """The fullest worklist, the whole regency's board, and an open case with a long history."""
    turn = (
        "SELECT turn FROM cases WHERE status = 'running' GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    )
    yield "worklist", "/kotak-kerja", _sitting(ground, _one(ground, turn)[0])
    yield "board", "/papan", email_of("inspektorat:auditor")
    number, at = _one(
        ground,
        "SELECT number, turn FROM cases WHERE status = 'running' AND holder IS NULL "
        "ORDER BY abs(version - 15), id LIMIT 1",
    )
    yield "case page", f"/cases/{number}", _sitting(ground, at)


def _sitting(ground: Ground, turn: str) -> str:
    """Somebody whose turn it is, by e-mail."""
    row = _one(ground, "SELECT now()::date")
    person = min(accounts.holders(ground.store, turn_desks(turn), row[0]))
    return str(_one(ground, "SELECT email FROM people WHERE id = %s", person)[0])


def _one(ground: Ground, statement: str, *params: Any) -> tuple[Any, ...]:
    row = ground.store.row(statement, params)
    assert row is not None
    return row


def _questions(ground: Ground, page: Page) -> int:
    """How often a page asks the database when its process has nothing of it kept."""
    _, address, email = page
    opened = open_store(ground.settings.database_url)
    store = CountingStore(engine=opened.engine)
    with redirect_stderr(StringIO()):  # a line a request
        for _ in range(2):  # the first time, texts and the office are read, and kept for good
            client = create_app(ground.settings, store).test_client()
            assert enter(client, email, PASSWORD).status_code == 303
            store.asked.clear()
            assert client.get(address).status_code == 200
    store.close()
    return len(store.asked)


def _under(ground: Ground, pages: list[Page], processes: int, runs: int) -> list[Figure]:
    rows = ground.settings.data_dir / "rows"
    both = {lines: [_fresh(ground) for _ in range(runs)] for lines in (1, 8)}
    by_hand = {
        number: step
        for freshly in both.values()
        for _, theirs in freshly
        for number, step in theirs.items()
    }
    rows.write_bytes(pickle.dumps(by_hand))
    ground.store.close()
    found = []
    with served(ground.settings, processes, rows) as at:
        for lines, freshly in both.items():
            how = f"{processes} × {lines}"
            for name, address, email in pages:
                pairs = _page_pairs(at, address, email, lines, runs)
                found.append(paired(f"{name}, {how}", "pages/s", pairs, goal=GOAL))
            pairs = _form_pairs(at, freshly, lines)
            found.append(paired(f"complete a step, {how}", "steps/s", pairs, goal=GOAL))
    _all_moved(ground, both)
    return found


Fresh = tuple[list[str], dict[str, Any]]  # numbers for us; what the loop by hand writes, by number


def _fresh(ground: Ground) -> Fresh:
    """Cases at their first step, for one run of both sides."""
    ours, theirs = (ground.open_cases(POSTS + WARM) for _ in range(2))
    return ours, dict(zip(theirs, floor.prepared(ground, theirs)[0], strict=True))


def _page_pairs(
    at: Settings, address: str, email: str, lines: int, runs: int
) -> list[tuple[float, float]]:
    reader = Visitor(at, email)
    sides = [[reader.get(one)] * GETS for one in (address, BARE)]
    return [tuple(rate(at, gets, gets[:WARM], lines) for gets in sides) for _ in range(runs)]  # type: ignore[misc]


def _form_pairs(at: Settings, freshly: list[Fresh], lines: int) -> list[tuple[float, float]]:
    desk, outcome, check = WAY[0]
    clerk = Visitor(at, email_of(f"{UNIT}:{desk}"))
    sent = {"seen": "1", "outcome": outcome, "tick": check}
    pairs = []
    for ours, theirs in freshly:
        ready = [clerk.post(f"/cases/{number}/complete", **sent) for number in ours]
        bare = [clerk.post(f"/bench/advance/{number}") for number in theirs]
        first, second = (rate(at, posts[WARM:], posts[:WARM], lines) for posts in (ready, bare))
        pairs.append((first, second))
    return pairs


def _all_moved(ground: Ground, both: dict[int, list[Fresh]]) -> None:
    numbers = [n for freshly in both.values() for ours, theirs in freshly for n in (*ours, *theirs)]
    row = _one(
        ground,
        "SELECT count(*) FROM cases c JOIN history h ON (h.case_id, h.version) = (c.id, 2) "
        "WHERE c.number = ANY(%s) AND c.version = 2 AND h.kind = 'completed'",
        numbers,
    )
    assert row == (len(numbers),), f"{row} of {len(numbers)} cases moved"
