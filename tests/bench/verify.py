"""Verifying 100,000 chained facts, against a hand-written stream and the one query that can tell.

The stream reads the same columns, hashes the same bytes (facts, words, files) and checks in Python
that each fact follows the one before and that the row stands at the step the last one led to. The
query checks in SQL what SQL can: sequence, digests, links, columns, words and heads; no fold.
"""

import hashlib
import itertools
import time
from collections.abc import Callable
from datetime import datetime
from typing import Any

import orjson
import psycopg

from engine.commands import By, complete_step
from engine.queries.verify import verify_all
from engine.store.cases import SET_COLUMNS
from tests.bench.advance import plain
from tests.bench.ground import WAY, Ground
from tests.bench.report import Figure, times_as_fast

FACTS = 100_000
_COLUMNS = ", ".join(SET_COLUMNS)

_ONE_QUERY = """
SELECT count(*) FROM (
  SELECT 1 FROM (
    SELECT case_id, version, body, digest, kind, actor, happened_at, recorded_at,
      lag(digest) OVER w AS before, row_number() OVER w AS place,
      lead(version) OVER w IS NULL AS is_last
    FROM history WINDOW w AS (PARTITION BY case_id ORDER BY version)
  ) h JOIN cases c ON c.id = h.case_id, LATERAL json_to_record(body::json) t
    (before text, kind text, actor bigint, happened_at timestamptz, recorded_at timestamptz)
  WHERE sha256(convert_to(body, 'UTF8')) <> digest OR h.version <> place
    OR t.before <> coalesce(encode(h.before, 'hex'), '')
    OR t.kind <> h.kind OR t.actor IS DISTINCT FROM h.actor
    OR t.happened_at <> h.happened_at OR t.recorded_at <> h.recorded_at
    OR (is_last AND c.head <> digest)
  UNION ALL
  SELECT 1 FROM words w LEFT JOIN history h USING (case_id, version)
  WHERE encode(sha256(w.salt || convert_to(w.text, 'UTF8')), 'hex')
    IS DISTINCT FROM h.body::json->'words'->>w.field
) wrong
"""


def figures(ground: Ground, runs: int) -> list[Figure]:
    """Both comparisons, each run in pairs on the same facts."""
    facts = _grow(ground, _model(ground))
    with plain(ground.settings.database_url) as hand:
        stream = [_pair(ground, lambda: _by_hand(hand)) for _ in range(runs)]
        query = [_pair(ground, lambda: _by_query(hand)) for _ in range(runs)]
    return [
        times_as_fast(f"verify {facts:,} facts, by hand", "ms", stream, goal=0.8),
        times_as_fast(f"verify {facts:,} facts, one query", "ms", query, goal=0.7),
    ]


def _pair(ground: Ground, floor: Callable[[], int]) -> tuple[float, float]:
    ours = _timed(lambda: len(list(verify_all(ground.store))))
    return ours, _timed(floor)


def _timed(work: Callable[[], int]) -> float:
    started = time.perf_counter()
    faults = work()
    assert faults == 0, faults
    return (time.perf_counter() - started) * 1000


def _by_query(hand: psycopg.Connection[Any]) -> int:
    row = hand.execute(_ONE_QUERY).fetchone()
    assert row is not None
    return int(row[0])


def _by_hand(hand: psycopg.Connection[Any]) -> int:
    """Streams everything through one cursor a table; answers the number of faults."""
    faults, told, steps, heads = 0, {}, {}, {}
    with hand.transaction():
        with hand.cursor("facts") as cursor:
            cursor.itersize = 10_000
            cursor.execute(
                "SELECT case_id, version, body, digest, kind, happened_at, recorded_at, actor "
                "FROM history ORDER BY case_id, version"
            )
            here, head, last = 0, "", 0
            for case_id, version, body, digest, kind, happened, recorded, actor in cursor:
                if case_id != here:
                    here, head, last = case_id, "", 0
                raw = orjson.loads(body)
                faults += (
                    hashlib.sha256(body.encode()).digest() != digest
                    or raw["before"] != head
                    or version != last + 1
                    or raw["version"] != version
                    or raw["kind"] != kind
                    or raw["actor"] != actor
                    or datetime.fromisoformat(raw["happened_at"]) != happened
                    or datetime.fromisoformat(raw["recorded_at"]) != recorded
                )
                head, last = digest.hex(), version
                if "step" in raw["changes"]:
                    steps[case_id] = raw["changes"]["step"]
                told[case_id, version] = raw["words"]
                heads[case_id] = digest
        rows = hand.execute(f"SELECT id, number, unit, sop_id, {_COLUMNS} FROM cases").fetchall()
        for case_id, _number, _unit, _sop, _version, head, _status, step, *_ in rows:
            faults += steps[case_id] != step or heads[case_id] != head
        for case_id, version, name, text, salt in hand.execute(
            "SELECT case_id, version, field, text, salt FROM words"
        ):
            committed = hashlib.sha256(salt + text.encode()).hexdigest()
            faults += told[case_id, version].get(name) != committed
    return faults


def _model(ground: Ground) -> str:
    """A case on its whole way, whose chain is then told of many others."""
    (number,) = ground.open_cases(1)
    for desk, outcome, check in WAY:
        by = By(person=ground.person(desk))
        complete_step(ground.store, number, outcome, by=by, ticked=frozenset({check}))
    return number


def _grow(ground: Ground, model: str) -> int:
    """Tells the model's story of other numbers, each a chain of its own; answers the facts."""
    row = ground.store.row(
        f"SELECT id, unit, sop_id, {_COLUMNS} FROM cases WHERE number = %s", (model,)
    )
    assert row is not None
    first, columns = row[0], list(row[1:])
    facts = ground.store.rows(
        "SELECT version, kind, happened_at, recorded_at, actor, body FROM history "
        "WHERE case_id = %s ORDER BY version", (first,),
    )  # fmt: skip
    words = ground.store.rows(
        "SELECT version, field, text, salt FROM words WHERE case_id = %s", (first,)
    )
    others = [(first + n, f"BENCH-2026-{n:05}") for n in range(1, FACTS // len(facts))]
    with ground.store.transaction() as connection, connection.cursor() as cursor:
        heads, told = {}, []
        for case_id, number in others:
            head = b""
            for version, kind, happened, recorded, actor, body in facts:
                raw = orjson.loads(body.replace(model, number)) | {"before": head.hex()}
                new = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
                head = hashlib.sha256(new).digest()
                told.append((case_id, version, kind, happened, recorded, actor, new.decode(), head))
            heads[case_id] = head
        with cursor.copy(
            f"COPY cases (id, number, code, unit, sop_id, {_COLUMNS}) FROM STDIN"
        ) as copy:
            at = 2 + list(SET_COLUMNS).index("head")
            for case_id, number in others:
                columns[at] = heads[case_id]
                code = hashlib.sha256(number.encode()).digest()
                copy.write_row((case_id, number, code, *columns))
        with cursor.copy(
            "COPY history (case_id, version, kind, happened_at, recorded_at, actor, body, digest) "
            "FROM STDIN"
        ) as copy:
            for fact in told:
                copy.write_row(fact)
        with cursor.copy("COPY words (case_id, version, field, text, salt) FROM STDIN") as copy:
            for (case_id, _), word in itertools.product(others, words):
                copy.write_row((case_id, *word))
    with plain(ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")) as owner:
        owner.execute("VACUUM ANALYZE cases, history, words")
    return len(told) + len(facts)
