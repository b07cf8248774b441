"""Changes of calendars in the store: proposed, looked at, applied; one worker at a time on each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import orjson
import psycopg
from psycopg.rows import dict_row

from engine.domain.calendar import Calendar
from engine.domain.calendar_changes import UNDER_WAY, ChangeUnderWay, State
from engine.domain.errors import NotFound
from engine.domain.recalculation import Move
from engine.store import calendars, office
from engine.store.calendars import Adoption, Layer, Layers
from engine.store.session import Store

# A decision made on the calendar before has been recorded by then: no request lives so long.
REQUEST_LIFETIME = "interval '1 minute'"


@dataclass(frozen=True, kw_only=True, slots=True)
class Change:
    """A change of a calendar with what has been found out about it; counts are of cases."""

    id: int
    code: str
    version: str  # that it brings
    since: date | None
    letter: str
    person_id: int | None
    state: State
    undoes: int | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    settled_at: datetime | None
    reached: int
    total: int
    looked: int
    moved: int
    earlier: int
    later: int
    becomes_late: int
    saved: int
    recorded: int
    failed: int
    error: str
    texts: Mapping[str, str]  # versions that it brings by code, the heirs' as well
    replaced: Mapping[str, str]  # versions in whose place they come


SELECT = (
    "SELECT h.*, t.texts, t.replaced FROM calendar_changes h CROSS JOIN LATERAL ("
    "SELECT jsonb_object_agg(code, version) AS texts, jsonb_object_agg(code, replaces) AS replaced "
    "FROM calendar_change_texts WHERE change_id = h.id) t "
)
# Work that somebody waits for goes first.
_WORK = (
    "WHERE h.state IN ('previewing', 'applying') OR h.state = 'applied' AND h.settled_at IS NULL "
    f"AND h.started_at < clock_timestamp() - {REQUEST_LIFETIME} "
    "ORDER BY h.state = 'applied', h.id LIMIT 1 FOR UPDATE OF h SKIP LOCKED"
)
_LINES = (
    "INSERT INTO calendar_moves SELECT %s, m.* FROM json_to_recordset(%s) AS m (case_id bigint, "
    "number text, clock text, old_at timestamptz, new_at timestamptz, late_before boolean, "
    "late_after boolean)"
)
Moved = Mapping[int, tuple[str, tuple[Move, ...]]]  # number and moves by case


def next_work(connection: psycopg.Connection[Any]) -> Change | None:
    """The oldest change with work left, locked; those of other workers are skipped."""
    return _first(connection, _WORK)


def locked(connection: psycopg.Connection[Any], change: int) -> Change:
    """A change, locked. Raises NotFound."""
    found = _first(connection, "WHERE h.id = %s FOR UPDATE OF h", (change,))
    if found is None:
        raise NotFound(what="Perubahan kalender ini")
    return found


def change_of(row: Mapping[str, Any]) -> Change:
    """A change out of a row of SELECT."""
    return Change(**{**row, "state": State(row["state"])})


def _first(
    connection: psycopg.Connection[Any], where: str, params: Sequence[Any] = ()
) -> Change | None:
    with connection.cursor(row_factory=dict_row) as cursor:
        row = cursor.execute(SELECT + where, params).fetchone()
    return change_of(row) if row else None


def one_at_a_time(connection: psycopg.Connection[Any]) -> None:
    """Lets nobody else propose a change until this transaction ends."""
    connection.execute("LOCK TABLE calendar_changes IN SHARE ROW EXCLUSIVE MODE")


def must_be_alone(connection: psycopg.Connection[Any], piles: Layers, code: str) -> None:
    """Raises ChangeUnderWay when a calendar, one above it or an heir is changing already."""
    family = [code, *calendars.heirs(piles, code), *calendars.ancestors(piles, code)]
    row = connection.execute(
        "SELECT h.id, h.code FROM calendar_changes h JOIN calendar_change_texts t "
        "ON t.change_id = h.id WHERE h.state = ANY(%s) AND t.code = ANY(%s) LIMIT 1",
        (sorted(UNDER_WAY), family),
    ).fetchone()
    if row:
        raise ChangeUnderWay(change=row[0], calendar=row[1])


def propose(
    connection: psycopg.Connection[Any], new: Adoption, versions: Mapping[str, tuple[str, str]]
) -> int:
    """Writes a change down, to be previewed: by code the version now and the one it brings.

    What `new` undoes is here a change.
    """
    row = connection.execute(
        "INSERT INTO calendar_changes (code, version, since, letter, person_id, state, undoes) "
        "VALUES (%s, %s, %s, %s, %s, 'previewing', %s) RETURNING id",
        (new.code, new.version, new.since, new.letter, new.person, new.undoes),
    ).fetchone()
    assert row is not None
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO calendar_change_texts (change_id, code, replaces, version) "
            "VALUES (%s, %s, %s, %s)",
            [(row[0], code, *pair) for code, pair in versions.items()],
        )
    return int(row[0])


def begin(
    store: Store, connection: psycopg.Connection[Any], change: Change, letter: str = ""
) -> None:
    """Lets the calendars of a change hold from now on; its cases are to be reckoned anew."""
    piles = calendars.layers(store)
    laid = {layer.code: layer.id for layer in undone(piles, change.undoes)} if change.undoes else {}
    for code, version in change.texts.items():
        calendars.adopt(
            connection,
            Adoption(code=code, version=version, since=change.since,
                     letter=letter or change.letter, person=change.person_id, change=change.id,
                     undoes=laid.get(code)),
        )  # fmt: skip
    office.bump(connection)
    _settle_older(connection, change)
    connection.execute(
        "UPDATE calendar_changes SET letter = %s WHERE id = %s",
        (letter or change.letter, change.id),
    )
    come_to(connection, change, State.APPLYING)


def come_to(connection: psycopg.Connection[Any], change: Change, state: State) -> None:
    """Moves a change to its next state; one that is applied already comes to rest."""
    settled = change.state is state is State.APPLIED
    moments = {
        State.APPLYING: ", started_at = clock_timestamp(), reached = 0, looked = 0, total = 0, "
        "failed = 0, error = ''",
        State.APPLIED: f", {'settled_at' if settled else 'finished_at'} = clock_timestamp(), "
        "reached = 0",
    }
    connection.execute(
        f"UPDATE calendar_changes SET state = %s{moments.get(state, '')} WHERE id = %s",
        (state, change.id),
    )


def _settle_older(connection: psycopg.Connection[Any], change: Change) -> None:
    # What older changes of these calendars would still find, this one finds.
    connection.execute(
        "UPDATE calendar_changes h SET settled_at = clock_timestamp() WHERE h.state = 'applied' "
        "AND h.settled_at IS NULL AND EXISTS (SELECT 1 FROM calendar_change_texts t "
        "WHERE t.change_id = h.id AND t.code = ANY(%s))",
        (list(change.texts),),
    )


def progress(
    connection: psycopg.Connection[Any], change: int, reached: int, error: str, **more: int
) -> None:
    """The next chunk begins after this case; adds to counts, and keeps the newest complaint."""
    sets = "".join(f", {name} = {name} + %({name})s" for name in more)
    connection.execute(
        f"UPDATE calendar_changes SET reached = %(reached)s, "
        f"error = coalesce(nullif(%(error)s, ''), error){sets} WHERE id = %(change)s",
        {**more, "change": change, "reached": reached, "error": error},
    )


def keep_lines(
    connection: psycopg.Connection[Any], change: int, moves: Moved, now: datetime
) -> None:
    """Writes the lines of a preview, lateness as of a moment."""
    rows = [
        {
            "case_id": case_id,
            "number": number,
            "clock": move.clock,
            "old_at": move.old,
            "new_at": move.new,
            "late_before": move.late_before(now),
            "late_after": move.late_after(now),
        }
        for case_id, (number, found) in moves.items()
        for move in found
    ]
    if rows:
        told = orjson.dumps(rows, option=orjson.OPT_UTC_Z).decode()
        connection.execute(_LINES, (change, told))


def undone(piles: Layers, change: int) -> list[Layer]:
    """The layers that a change laid."""
    return [layer for pile in piles.values() for layer in pile if layer.change_id == change]


def after(piles: Layers, change: Change) -> dict[str, tuple[Layer, ...]]:
    """The layers of each calendar of a change once it holds."""
    if change.undoes is not None:
        return {
            code: tuple(layer for layer in piles[code] if layer.change_id != change.undoes)
            for code in change.texts
        }
    return {
        code: (
            *piles[code],
            Layer(id=0, code=code, version=version, since=change.since,
                  inherits=piles[code][-1].inherits, change_id=change.id),
        )
        for code, version in change.texts.items()
    }  # fmt: skip


def preview_of(store: Store, piles: Layers, change: Change) -> dict[str, Calendar]:
    """The calendars of a change as they will be once it holds, by code."""
    return {code: calendars.composed(store, pile) for code, pile in after(piles, change).items()}
