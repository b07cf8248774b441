"""The floor under a sweep: the batch SQL anybody would write by hand, and cases that fall due.

One statement a batch: pick with SKIP LOCKED, write the fact with its chained digest, move the row
to what follows, promise the notice. It writes the rows that Sopan writes and knows no rules: what
follows stands in it as fixed spans of time.
"""

from typing import Any

import psycopg

from tests.bench.advance import plain
from tests.bench.ground import Ground

BATCH = 500
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
# What comes is spread over the whole table, so that each case lies on a page of its own.
_FALL_DUE = """
UPDATE cases c SET next_at = now() - interval '1 minute', due_at = now() - k.since,
  memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":[{"at":'
    || to_json(now() - interval '1 minute') || ',"clock":"step","effect":"' || k.effect
    || '","rung":' || k.rung || '}]}'
FROM (SELECT id, row_number() OVER () %% cardinality(%s::text[]) AS place FROM cases
      WHERE number LIKE 'BENCH-%%' AND next_at > now()
      ORDER BY hashtext(number || %s) LIMIT %s) chosen,
  (VALUES ('due_soon', 0, interval '-1 day'), ('overdue', 0, interval '1 minute'),
    ('escalated', 1, interval '3 hours')) k (effect, rung, since)
WHERE c.id = chosen.id AND k.effect = (%s::text[])[chosen.place + 1]
"""
_FLAG = """
WITH due AS (
  SELECT id, version, head, step, turn, next_at, due_at, memory::json #> '{watch,0}' AS watch
  FROM cases WHERE next_at <= now() ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED
), following AS (
  SELECT id, version + 1 AS version, head, turn, next_at, step, watch ->> 'effect' AS kind,
    CASE watch ->> 'effect' WHEN 'due_soon' THEN due_at WHEN 'overdue'
      THEN due_at + interval '2 hours' ELSE due_at + interval '2 days' END AS follows,
    CASE watch ->> 'effect' WHEN 'due_soon' THEN '"overdue","rung":0' WHEN 'overdue'
      THEN '"escalated","rung":1' ELSE '"escalated","rung":2' END AS then
  FROM due
), told AS (
  SELECT *, '[{"at":' || to_json(follows) || ',"clock":"step","effect":' || then || '}]' AS watch
  FROM following
), body AS (
  SELECT id, version, turn, next_at, kind, follows, watch,
    '{"actor":null,"before":"' || encode(head, 'hex') || '","changes":{"watch":' || watch
    || '},"happened_at":' || to_json(next_at) || ',"kind":"' || kind || '","position":'
    '"sopan","recorded_at":' || to_json(now()) || ',"says":{"clock":"step","holder":null,"step":"'
    || step || '"},"version":' || version || ',"words":{}}' AS body
  FROM told
), moved AS (
  UPDATE cases c SET version = b.version, head = sha256(convert_to(b.body, 'UTF8')),
    next_at = b.follows,
    memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":' || watch || '}'
  FROM body b WHERE c.id = b.id RETURNING c.id
), fact AS (
  INSERT INTO history (case_id, version, kind, happened_at, recorded_at, body, digest)
  SELECT id, version, kind, next_at, now(), body, sha256(convert_to(body, 'UTF8')) FROM body
), promised AS (
  INSERT INTO notices (case_id, version, kind, addressee, promised_at)
  SELECT id, version, CASE kind WHEN 'escalated' THEN 'overdue_below' ELSE kind END,
    'turn:' || turn, now() FROM body
)
SELECT count(*) FROM moved
"""


def grow(ground: Ground, model: str, have: int, size: int) -> None:
    """Brings the open cases from one number to another, far from their due moments."""
    ground.store.run(_GROW, (have + 1, size, model))
    owner(ground, "VACUUM ANALYZE cases")


def fall_due(ground: Ground, salt: str, many: int, effects: tuple[str, ...]) -> None:
    """Lets a watched moment of so many cases have come, of these effects in turn."""
    ground.store.run(_FALL_DUE, (list(effects), salt, many, list(effects)))
    owner(ground, "VACUUM ANALYZE cases")
    owner(ground, "CHECKPOINT")


def flag(connection: psycopg.Connection[Any], limit: int = BATCH) -> int:
    """Flags one batch; answers how many cases it was."""
    row = connection.execute(_FLAG, (limit,)).fetchone()
    assert row is not None
    return int(row[0])


def owner(ground: Ground, statement: str) -> None:
    """One statement of the superuser."""
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as connection:
        connection.execute(statement)
