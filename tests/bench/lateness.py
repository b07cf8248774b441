"""Lateness of the flag: from a due moment to its fact, with real beat and worker processes."""

import time
from dataclasses import replace

from tests.bench import by_hand
from tests.bench.ground import Ground
from tests.bench.report import Figure, paired
from tests.services import running
from workers.schedule import SCHEDULE

OPEN, FALLING, SPAN, LEAD = 100_000, 600, 75, 15  # cases, cases, seconds, seconds
_FALLING = """
UPDATE cases c SET next_at = chosen.at, due_at = chosen.at,
  memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":[{"at":'
    || to_json(chosen.at) || ',"clock":"step","effect":"overdue","rung":0}]}'
FROM (SELECT id, now() + make_interval(secs => %s + %s * place / %s::float) AS at FROM (
        SELECT id, row_number() OVER (ORDER BY hashtext(number)) AS place FROM cases
        WHERE number LIKE 'BENCH-%%') spread WHERE place <= %s) chosen
WHERE c.id = chosen.id
"""
_FLAGGED = "SELECT count(*) FROM history WHERE kind = 'overdue'"
_LATE = (
    "SELECT percentile_cont(0.99) WITHIN GROUP "
    "(ORDER BY extract(epoch FROM recorded_at - happened_at)) FROM history WHERE kind = 'overdue'"
)


def figures(ground: Ground, runs: int) -> list[Figure]:
    """The 99th percentile of some hundred flags, against two beats of the sweep."""
    by_hand.grow(ground, ground.open_cases(1)[0], 0, OPEN)
    with running("worker", ground.settings), running("beat", ground.settings):
        ground.store.run(_FALLING, (LEAD, SPAN, FALLING, FALLING))
        until = time.monotonic() + LEAD + SPAN + 60
        while ground.store.row(_FLAGGED) != (FALLING,):
            assert time.monotonic() < until, "flags are left lying"
            time.sleep(1)
    late = ground.store.row(_LATE)
    assert late is not None
    beats = 2 * SCHEDULE["sopan.sweep"]
    figure = paired("flag lateness, p99", "s", [(late[0], beats)], goal=1.0, at_most=True)
    return [replace(figure, note=f"{FALLING} flags among {OPEN:,} open cases")]
