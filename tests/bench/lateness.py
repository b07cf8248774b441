"""The lateness of a flag: from the moment a case is due until it is recorded, by real processes."""

import statistics
import time

from tests.bench.ground import Ground
from tests.bench.report import Figure, paired
from tests.bench.watched import fall_due, grow
from tests.services import running
from workers.schedule import SCHEDULE

OPEN, A_BEAT = 100_000, 120  # open cases, and how many of them fall due between two beats
_LATE = """
SELECT floor(extract(epoch FROM happened_at - min(happened_at) OVER ()) / %s),
  extract(epoch FROM recorded_at - happened_at)
FROM history WHERE kind = 'overdue' ORDER BY happened_at
"""


def figures(ground: Ground, runs: int) -> list[Figure]:
    """The 99th percentile, beat by beat, against two beats; each beat is a run."""
    beat = SCHEDULE["sopan.sweep"]
    grow(ground, ground.open_cases(1)[0], 0, OPEN)
    with running("worker", ground.settings), running("beat", ground.settings):
        _until(ground, "SELECT finished_at IS NOT NULL FROM watches WHERE job = 'sweep'")
        count = runs * A_BEAT
        fall_due(ground, count, "late", first=5, apart=beat / A_BEAT)
        _until(ground, f"SELECT count(*) = {count} FROM history WHERE kind = 'overdue'")
    beats: dict[int, list[float]] = {}
    for at, late in ground.store.rows(_LATE, (beat,)):
        beats.setdefault(int(at), []).append(float(late))
    pairs = [(statistics.quantiles(late, n=100)[98], 2 * beat) for late in beats.values()]
    return [paired("lateness, 99th of 100 (floor: 2 beats)", "s", pairs, goal=1.0, at_most=True)]


def _until(ground: Ground, question: str) -> None:
    end = time.monotonic() + 300
    while (row := ground.store.row(question)) is None or not row[0]:
        assert time.monotonic() < end, question
        time.sleep(0.5)
