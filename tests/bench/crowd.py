"""A crowd of cases: the demonstration's, multiplied by SQL until the tables are as large as asked.

Every copy has its words; open cases and those closed in the last weeks have their history too,
since that is what pages look into.
"""

from tests.bench.advance import plain
from tests.bench.ground import Ground

OPEN, CLOSED = 10_000, 90_000
_MOMENTS = ("opened_at", "due_at", "pressing_at", "near_at", "promised_at", "ready_at", "next_at")
_LIKE = (
    "unit",
    "sop_id",
    "version",
    "head",
    "status",
    "step",
    "turn",
    "holder",
    "ending",
    "memory",
)
_ORIGINALS = "SELECT * FROM cases WHERE strpos(number, '~') = 0"
_GROW = f"""
WITH models AS (
  SELECT m.*, row_number() OVER (ORDER BY id) - 1 AS at FROM ({_ORIGINALS}) m
  WHERE (closed_at IS NULL) = (%(closed)s::timestamptz IS NULL)
)
INSERT INTO cases (number, code, closed_at, {", ".join((*_LIKE, *_MOMENTS))})
SELECT m.number || '~' || i, sha256((m.number || '~' || i)::bytea),
  %(closed)s::timestamptz - mod(i, 500) * interval '1 day', {", ".join(_LIKE)},
  {", ".join(f"{name} + mod(i, 3600) * interval '1 second'" for name in _MOMENTS)}
FROM generate_series(1, %(many)s::int) i, models m
WHERE m.at = mod(i, (SELECT count(*) FROM models))
"""
_COPIES = (
    f"({_ORIGINALS}) m JOIN cases c ON split_part(c.number, '~', 1) = m.number AND c.id <> m.id"
)
_WORDS = f"""
INSERT INTO words (case_id, version, field, text, salt)
SELECT c.id, w.version, w.field, w.text, w.salt FROM {_COPIES} JOIN words w ON w.case_id = m.id
WHERE c.closed_at IS NULL OR w.field = 'applicant.name'
"""
_HISTORY = f"""
INSERT INTO history (case_id, version, kind, happened_at, recorded_at, actor, body, digest)
SELECT c.id, h.version, h.kind, h.happened_at, h.recorded_at, h.actor, h.body, h.digest
FROM {_COPIES} JOIN history h ON h.case_id = m.id
WHERE c.closed_at IS NULL OR c.closed_at > now() - interval '30 days'
"""


def grow(ground: Ground) -> None:
    """Adds that many open and that many closed copies; closed ones over the last 500 days."""
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as owner:
        owner.execute(_GROW, {"closed": None, "many": OPEN})
        owner.execute(_GROW.replace("%(closed)s", "now()"), {"many": CLOSED})
        owner.execute("VACUUM ANALYZE cases")
        owner.execute(_WORDS)
        owner.execute(_HISTORY)
        owner.execute("VACUUM ANALYZE")
        owner.execute("CHECKPOINT")
