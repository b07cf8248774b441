"""Watched cases: as many open ones as asked, of which some have their moment when it is wanted."""

from tests.bench.advance import plain
from tests.bench.ground import Ground

EFFECTS = ("due_soon", "overdue", "escalated")

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
# Those chosen are spread over the whole table, so that each lies on a page of its own. A warning
# comes an hour before the due moment, the first rung two hours after it.
_FALL_DUE = """
UPDATE cases SET due_at = at + ahead, next_at = at,
  memory = '{"entered_at":"2026-01-05T01:00:00Z","spoken":2,"moved":2,"watch":[{"at":"'
    || to_char(at, 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || '","clock":"step","effect":"' || effect
    || '","rung":' || rung || '}]}'
FROM (
  SELECT id, now() + (%(first)s + row_number() OVER () * %(apart)s) * interval '1 second' AS at,
    (%(effects)s::text[])[1 + row_number() OVER () %% cardinality(%(effects)s::text[])] AS effect
  FROM (SELECT id FROM cases WHERE number LIKE 'BENCH-%%'
        ORDER BY hashtext(number || %(salt)s) LIMIT %(count)s) picked
) chosen JOIN (VALUES ('due_soon', 0, interval '1 hour'), ('overdue', 0, interval '0'),
  ('escalated', 1, interval '-2 hours')) kinds (effect, rung, ahead) USING (effect)
WHERE cases.id = chosen.id
"""


def grow(ground: Ground, model: str, have: int, size: int) -> None:
    """Adds copies of a case, due in a month, until there are that many."""
    ground.store.run(_GROW, (have + 1, size, model))
    as_owner(ground, "VACUUM ANALYZE cases")


def fall_due(
    ground: Ground,
    count: int,
    salt: str,
    effects: tuple[str, ...] = ("overdue",),
    *,
    first: float = -60,
    apart: float = 0,
) -> None:
    """Gives that many cases their next moment, so many seconds from now and apart.

    Each has one effect, taken from these in turn.
    """
    chosen = {"count": count, "salt": salt, "effects": list(effects)}
    assert ground.store.run(_FALL_DUE, {**chosen, "first": first, "apart": apart}) == count


def as_owner(ground: Ground, statement: str) -> None:
    """Runs a statement that only the server's owner may."""
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as owner:
        owner.execute(statement)
