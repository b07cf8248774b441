"""The sweep at rising numbers of open cases, against the batch SQL anybody would write by hand.

Both flag the same thousand newly overdue cases, five hundred a commit with SKIP LOCKED, and write a
fact, a chained digest, the row and the notices; Sopan also asks its rules, in Python.
"""

import statistics
import time
from typing import Any

import psycopg

from engine.commands import flag_cases
from tests.bench.advance import plain
from tests.bench.ground import Ground
from tests.bench.report import Figure, paired

SIZES, DUE, BATCH = (10_000, 100_000, 1_000_000), 1_000, 500

_GROW = """
INSERT INTO cases (number, unit, sop_id, version, head, status, step, turn, opened_at, due_at,
  promised_at, pressing_at, near_at, next_at, memory, code)
SELECT 'BENCH-' || i, c.unit, c.sop_id, 2, c.head, c.status, c.step, c.turn, c.opened_at,
  now() + interval '30 days' + i * interval '1 second', now() + interval '40 days',
  now() + interval '30 days', now() + interval '29 days',
  now() + interval '29 days' + i * interval '1 second', c.memory,
  sha256(i::text::bytea)
FROM cases c, generate_series(%s::int, %s::int) i WHERE c.number = %s
"""
# The thousand are spread over the whole table, so that each lies on a page of its own.
_FALL_DUE = """
UPDATE cases SET due_at = now() - interval '1 minute', next_at = now() - interval '1 minute',
  memory = %s
WHERE id IN (SELECT id FROM cases WHERE number LIKE 'BENCH-%%' AND next_at > now()
             ORDER BY hashtext(number || %s) LIMIT %s)
"""
_MEMORY = (
    '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":[{"at":'
    '"2026-01-05T02:00:00Z","clock":"step","effect":"overdue"}]}'
)
# One statement a batch: pick, write the fact with its digest, move the row, promise two notices.
_BY_HAND = """
WITH due AS (
  SELECT id, version, head, step, turn, next_at FROM cases WHERE next_at <= now()
  ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED
), body AS (
  SELECT id, version + 1 AS version, turn, next_at,
    '{"actor":null,"before":"' || encode(head, 'hex')
    || '","changes":{"watch":[]},"happened_at":"' || next_at || '","kind":"overdue","position":'
    '"sopan","recorded_at":"' || now() || '","says":{"clock":"step","holder":null,"step":"' || step
    || '"},"version":' || (version + 1) || ',"words":{}}' AS body
  FROM due
), moved AS (
  UPDATE cases c SET version = b.version, head = sha256(convert_to(b.body, 'UTF8')),
    next_at = NULL, memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2}'
  FROM body b WHERE c.id = b.id RETURNING c.id
), fact AS (
  INSERT INTO history (case_id, version, kind, happened_at, recorded_at, body, digest)
  SELECT id, version, 'overdue', next_at, now(), body, sha256(convert_to(body, 'UTF8')) FROM body
), told AS (
  INSERT INTO notices (case_id, version, kind, addressee, promised_at)
  SELECT id, version, k.kind, 'turn:' || turn, now() FROM body,
    (VALUES ('overdue'), ('overdue_below')) k (kind)
)
SELECT count(*) FROM moved
"""


def figures(ground: Ground, runs: int) -> list[Figure]:
    """The thousand at each size, how the time grows with the size, and an idle sweep."""
    model = ground.open_cases(1)[0]
    hand = plain(ground.settings.database_url)
    found, medians, have = [], {}, 0
    for size in SIZES:
        _grow(ground, model, have, size)
        have = size
        pairs = [_pair(ground, hand, f"{size}-{run}") for run in range(runs)]
        medians[size] = statistics.median(ours for ours, _ in pairs)
        found.append(paired(f"sweep, 1,000 of {size:,}", "ms", pairs, goal=2.0, at_most=True))
    growth = [(medians[SIZES[-1]], medians[SIZES[0]])]
    found.append(paired("sweep, 1,000,000 against 10,000", "ms", growth, goal=2.0, at_most=True))
    idle = [(_timed(lambda: flag_cases(ground.store)), 1.0) for _ in range(20)]
    found.append(
        paired("idle sweep at 1,000,000 (floor: 1 ms)", "ms", idle, goal=2.0, at_most=True)
    )
    hand.close()
    return found


def _grow(ground: Ground, model: str, have: int, size: int) -> None:
    ground.store.run(_GROW, (have + 1, size, model))
    _owner(ground, "VACUUM ANALYZE cases")


def _pair(ground: Ground, hand: psycopg.Connection[Any], salt: str) -> tuple[float, float]:
    times = []
    for name, work in (("ours", _ours), ("floor", _floor)):
        ground.store.run(_FALL_DUE, (_MEMORY, salt + name, DUE))
        _owner(ground, "CHECKPOINT")
        times.append(_timed(lambda work=work: work(ground, hand)))
    return times[0], times[1]


def _ours(ground: Ground, hand: psycopg.Connection[Any]) -> None:
    recorded = 0
    while done := flag_cases(ground.store, limit=BATCH):
        recorded += done
    assert recorded == DUE, recorded


def _floor(ground: Ground, hand: psycopg.Connection[Any]) -> None:
    recorded = 0
    while True:
        row = hand.execute(_BY_HAND, (BATCH,)).fetchone()
        assert row is not None
        if not row[0]:
            break
        recorded += row[0]
    assert recorded == DUE, recorded


def _timed(work: Any) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


def _owner(ground: Ground, statement: str) -> None:
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as owner:
        owner.execute(statement)
