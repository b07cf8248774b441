"""What-if over a hundred thousand open cases: looking at them all, and then moving them all.

Each case began at another second and is late or early by its own; a holiday more moves every one.
"""

import time
from dataclasses import replace
from datetime import date, timedelta

from engine.commands import (
    By,
    apply_calendar,
    complete_step,
    propose_calendar,
    undo_calendar,
    work_on_calendars,
)
from engine.demo.people import email_of
from engine.domain.calendar_changes import State
from engine.domain.hours import Holiday, HolidayKind
from engine.formats.calendars import calendar_text
from engine.queries import calendars
from engine.store import office
from tests.bench.advance import plain
from tests.bench.ground import UNIT, WAY, Ground
from tests.bench.report import Figure, paired

OPEN = 100_000

_GROW = """
INSERT INTO cases (number, unit, sop_id, version, head, status, step, turn, opened_at, due_at,
  promised_at, pressing_at, near_at, next_at, memory, code)
SELECT 'BENCH-' || i, c.unit, c.sop_id, c.version, c.head, c.status, c.step, c.turn, c.opened_at,
  c.due_at, c.promised_at, c.pressing_at, c.near_at, c.next_at,
  (c.memory::jsonb || jsonb_build_object('entered_at', began, 'complete_at', began))::text,
  sha256(i::text::bytea)
FROM cases c, generate_series(1, %s::int) i,
  LATERAL (SELECT to_char(c.opened_at - i * interval '1 second', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')) b
    (began)
WHERE c.number = %s
"""


def figures(ground: Ground, runs: int) -> list[Figure]:
    """Seconds for the preview and for applying; the preview told what applying did."""
    _grow(ground)
    keeper = ground.people[email_of("setda:pengelola_sistem")]
    looked, applied = [], []
    for run in range(runs):
        change = _proposed(ground, run, keeper)
        looked.append((_worked_off(ground), 1.0))
        apply_calendar(ground.store, change, by=keeper)
        applied.append((_worked_off(ground), 1.0))
        _must_agree(ground, change)
        undo_calendar(ground.store, change, by=keeper)
        _worked_off(ground)
    return [
        paired(f"what-if, {OPEN:,} open (1: a second)", "s", looked, goal=10.0, at_most=True),
        paired(f"applied, {OPEN:,} moved (1: a second)", "s", applied, goal=60.0, at_most=True),
    ]


def _grow(ground: Ground) -> None:
    model = ground.open_cases(1)[0]
    desk, outcome, check = WAY[0]
    by, ticked = By(person=ground.person(desk)), frozenset({check})
    complete_step(ground.store, model, outcome, by=by, ticked=ticked)
    ground.store.run(_GROW, (OPEN, model))
    url = ground.settings.database_owner_url.replace("sopan_owner@", "postgres@")
    with plain(url) as owner:
        owner.execute("VACUUM ANALYZE cases")
        owner.execute("CHECKPOINT")


def _proposed(ground: Ground, run: int, keeper: int) -> int:
    known = office.directory(ground.store)
    calendar = known.by_code[known.office.units[UNIT].calendar]
    row = ground.store.row("SELECT min(opened_at) FROM cases")
    assert row is not None
    first: date = calendar.local(row[0]).date()
    days = {first + timedelta(days=n): _holiday(first + timedelta(days=n)) for n in range(run + 9)}
    more = replace(calendar, holidays={**calendar.holidays, **days})
    return propose_calendar(
        ground.store, calendar.code, calendar_text(more), since=None, letter="SK 1", by=keeper
    )


def _holiday(day: date) -> Holiday:
    return Holiday(date=day, name="Libur uji", decree="SK 1", kind=HolidayKind.REGIONAL)


def _worked_off(ground: Ground) -> float:
    started = time.perf_counter()
    while work_on_calendars(ground.store):
        pass
    return time.perf_counter() - started


def _must_agree(ground: Ground, change: int) -> None:
    told = calendars.change(ground.store, change)
    assert told.state is State.APPLIED and told.failed == 0, told.error
    assert told.moved == told.recorded > OPEN / 2, (told.moved, told.recorded)
