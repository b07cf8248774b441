"""The evaluation report over the closed cases of a year, and how its time grows with their number.

The cases are copies of some real ones, each with its whole history: by the SOP, sent back, paused,
handed in late.
"""

import time
from datetime import UTC, datetime

from engine.commands import By, claim_step, complete_step, resubmit, resume_case, suspend_case
from engine.queries.evaluation import Wanted, evaluate
from engine.store import cases, sops
from tests.bench.advance import plain
from tests.bench.ground import UNIT, WAY, Ground
from tests.bench.report import Figure, paired

SIZES = (10_000, 100_000)
KINDS = ("plain", "plain", "back", "plain", "paused", "plain", "plain", "claimed")
REST = (("loket", "Bernomor", "Surat ditandatangani"), ("loket", "Diserahkan", "Tanda terima"),
        ("loket", "", ""))  # fmt: skip
_COPIES = """
WITH model AS (
  SELECT *, row_number() OVER (ORDER BY id) - 1 AS place FROM cases WHERE number = ANY(%s)
), copied AS (
  INSERT INTO cases (number, unit, sop_id, version, head, status, step, turn, holder, opened_at,
    promised_at, ready_at, closed_at, ending, memory, code)
  SELECT 'BENCH-' || m.place || '-' || i, m.unit, m.sop_id, m.version, m.head, m.status, m.step,
    m.turn, m.holder, m.opened_at, m.promised_at, m.ready_at, m.closed_at, m.ending, m.memory,
    sha256(i::text::bytea)
  FROM generate_series(%s::int, %s::int) i
  JOIN model m ON m.place = i %% (SELECT count(*) FROM model)
  RETURNING id, number
)
INSERT INTO history (case_id, version, kind, happened_at, recorded_at, actor, body, digest)
SELECT c.id, h.version, h.kind, h.happened_at, h.recorded_at, h.actor, h.body, h.digest
FROM copied c JOIN model m ON m.place = split_part(c.number, '-', 2)::int
JOIN history h ON h.case_id = m.id
"""


def figures(ground: Ground, runs: int) -> list[Figure]:
    """Seconds for the report of a year, and times as long for ten times the cases."""
    models = [_walked(ground, kind) for kind in KINDS]
    have, times = 0, list[list[float]]()
    for size in SIZES:
        ground.store.run(_COPIES, (models, have + 1, size))
        have = size
        _settle(ground)
        times.append([_report(ground, size + len(models)) for _ in range(runs)])
    few, many = times
    row = ground.store.row("SELECT count(*) FROM history")
    print(f"{SIZES[-1]:,} cases, {row and row[0]:,} facts", flush=True)
    return [
        paired(f"report of {SIZES[-1]:,} cases (1: a second)", "s", [(one, 1.0) for one in many],
               goal=10.0, at_most=True),
        paired("ten times the cases", "s", list(zip(many, few, strict=True)), goal=12.0,
               at_most=True),
    ]  # fmt: skip


def _report(ground: Ground, expected: int) -> float:
    row = ground.store.row("SELECT sop_id FROM cases LIMIT 1")
    assert row is not None
    wanted = Wanted(
        units=frozenset({UNIT}), sop_id=row[0], since=datetime(2000, 1, 1, tzinfo=UTC),
        until=datetime(2100, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    began = time.perf_counter()
    found = evaluate(ground.store, wanted)
    passed = time.perf_counter() - began
    assert found.cases == expected, (found.cases, expected)
    return passed


def _walked(ground: Ground, kind: str) -> str:
    """A certificate of need by its whole way, with what its kind has happen on it."""
    (number,) = ground.open_cases(1)
    for place, (desk, outcome, check) in enumerate((*WAY, *REST)):
        by = By(person=ground.person(desk))
        if kind == "claimed":
            claim_step(ground.store, number, by=by)
        if place == 0 and kind == "back":
            complete_step(ground.store, number, "Tidak terdaftar", by=by, note="Belum di DTKS")
            resubmit(ground.store, number, by=by, ticked=frozenset({"pengantar", "identitas"}))
        if place == 1 and kind == "paused":
            suspend_case(ground.store, number, "sistem", by=by)
            resume_case(ground.store, number, by=by)
        label = outcome or _main(ground, number)
        complete_step(
            ground.store, number, label, by=by, ticked=frozenset({check}), receiver="Penerima"
        )
    return number


def _main(ground: Ground, number: str) -> str:
    case = cases.load(ground.store, number).case
    state = sops.by_digest(ground.store, case.sop).states[case.step or ""]
    return state.step.outcomes[0].label


def _settle(ground: Ground) -> None:
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as owner:
        owner.execute("VACUUM ANALYZE cases, history")
        owner.execute("CHECKPOINT")
