"""The floor under a sweep: the batch SQL anybody would write by hand, one statement a batch.

It picks and locks, writes each fact with its chained digest, moves the row to its next moment and
promises the notice; it knows no rules, no people and no working time.
"""

from typing import Any

import psycopg

_BATCH = """
WITH due AS (
  SELECT id, version, head, step, turn, next_at, due_at,
    CASE WHEN next_at < due_at THEN 'due_soon' WHEN next_at = due_at THEN 'overdue'
      ELSE 'escalated' END AS kind
  FROM cases WHERE next_at <= now() ORDER BY next_at LIMIT %s FOR UPDATE SKIP LOCKED
), follows AS (
  SELECT kind, effect, rung, after, says FROM (VALUES
    ('due_soon', 'overdue', 0, interval '0', ''),
    ('overdue', 'escalated', 1, interval '2 hours', ''),
    ('escalated', 'escalated', 2, interval '2 days', ',"rung":1,"to":"superior"')
  ) kinds (kind, effect, rung, after, says)
), watched AS (
  SELECT due.*, says, due_at + after AS then_at, '[{"at":"' || due_at + after
    || '","clock":"step","effect":"' || effect || '","rung":' || rung || '}]' AS watch
  FROM due JOIN follows USING (kind)
), body AS (
  SELECT id, version + 1 AS version, kind, turn, next_at, then_at, watch,
    '{"actor":null,"before":"' || encode(head, 'hex') || '","changes":{"watch":' || watch
    || '},"happened_at":"' || next_at || '","kind":"' || kind || '","position":"sopan",'
    || '"recorded_at":"' || now() || '","says":{"clock":"step","holder":null' || says
    || ',"step":"' || step || '"},"version":' || (version + 1) || ',"words":{}}' AS body
  FROM watched
), moved AS (
  UPDATE cases c SET version = b.version, head = sha256(convert_to(b.body, 'UTF8')),
    next_at = b.then_at,
    memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":' || watch || '}'
  FROM body b WHERE c.id = b.id RETURNING c.id
), fact AS (
  INSERT INTO history (case_id, version, kind, happened_at, recorded_at, body, digest)
  SELECT id, version, kind, next_at, now(), body, sha256(convert_to(body, 'UTF8')) FROM body
), told AS (
  INSERT INTO notices (case_id, version, kind, addressee, promised_at)
  SELECT id, version, CASE kind WHEN 'escalated' THEN 'overdue_below' ELSE kind END,
    'turn:' || CASE kind WHEN 'escalated' THEN p.superior ELSE turn END, now()
  FROM body JOIN positions p ON p.unit || ':' || p.code = turn
)
SELECT count(*) FROM moved
"""


def flag_by_hand(connection: psycopg.Connection[Any], limit: int) -> int:
    """Works off one batch; answers how many cases it was."""
    row = connection.execute(_BATCH, (limit,)).fetchone()
    assert row is not None
    return int(row[0])
