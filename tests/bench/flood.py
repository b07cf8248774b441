"""A flood: a hundred thousand effects due at once, worked off by one worker process and by two.

A third each warn, find late and climb the first rung; the floor is the batch SQL by hand.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from engine.commands import flag_cases
from engine.store.session import open_store
from tests.bench.advance import plain
from tests.bench.by_hand import flag_by_hand
from tests.bench.clients import timed
from tests.bench.ground import Ground
from tests.bench.report import Figure, paired
from tests.bench.sweep import BATCH, Sweep, worked_off
from tests.bench.watched import EFFECTS, as_owner, fall_due, grow

FLOOD, RUNS = 100_000, 3


def figures(ground: Ground, runs: int) -> list[Figure]:
    """One worker against the SQL by hand, and two against one."""
    grow(ground, ground.open_cases(1)[0], 0, FLOOD + 2 * BATCH)
    chosen = min(runs, RUNS)
    one, two = [], []
    for run in range(chosen):
        rates = [
            _rate(ground, flag_by_hand, plain, f"hand-{run}", workers=1),
            _rate(ground, flag_cases, open_store, f"one-{run}", workers=1),
            _rate(ground, flag_cases, open_store, f"two-{run}", workers=2),
        ]
        one.append((rates[1], rates[0]))
        two.append((rates[2], rates[1]))
    found = [
        paired("100,000 at once, one worker", "effects/s", one, goal=0.6),
        paired("100,000 at once, two against one", "effects/s", two, goal=1.5),
    ]
    return [replace(figure, note=f"{chosen} runs") for figure in found]


def _rate(
    ground: Ground, sweep: Sweep, opened: Callable[[str], Any], salt: str, *, workers: int
) -> float:
    """Effects a second of that many processes together; a batch of each comes before the clock."""
    fall_due(ground, FLOOD + workers * BATCH, salt, EFFECTS)
    as_owner(ground, "VACUUM ANALYZE cases")
    as_owner(ground, "CHECKPOINT")
    ground.store.close()
    work = partial(worked_off, sweep)
    rate = timed(work, opened, ground.settings.database_url, [(BATCH, FLOOD)] * workers)
    assert ground.store.row("SELECT count(*) FROM cases WHERE next_at <= now()") == (0,)
    return rate
