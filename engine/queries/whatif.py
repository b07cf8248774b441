"""What if a calendar were another: the due moments that would move now; nothing is written."""

from collections.abc import Iterator, Mapping
from datetime import date

from engine.domain.calendar import Calendar
from engine.domain.errors import NotFound
from engine.queries.calendars import MoveLine
from engine.store import calendars, office, opening, whatif
from engine.store.calendars import laid
from engine.store.session import Store

CHUNK = 5_000


def what_if(store: Store, new: Calendar, since: date | None = None) -> Iterator[MoveLine]:
    """The lines that a preview of this text would hold, by case; heirs follow it.

    Raises NotFound for a calendar that the office does not have, HeirCannotFollow.
    """
    known, proposed = office.directory(store), _proposed(store, new, since)
    with store.connection() as connection:
        now = opening.now(connection)
        reach = whatif.reach_of(store, known, proposed.keys())
        scene, after, looked = whatif.scene(store, known, proposed, now), 0, CHUNK
        while looked == CHUNK:
            found = whatif.chunk(connection, scene, reach, after, CHUNK)
            looked, after = found.looked, found.last
            for case_id, (number, moves) in found.moves.items():
                for move in moves:
                    yield MoveLine(
                        case_id=case_id, number=number, clock=move.clock, old_at=move.old,
                        new_at=move.new, late_before=move.late_before(now),
                        late_after=move.late_after(now),
                    )  # fmt: skip


def _proposed(store: Store, new: Calendar, since: date | None) -> Mapping[str, Calendar]:
    piles = calendars.layers(store)
    if new.code not in piles:
        raise NotFound(what=f"Kalender {new.code}")
    texts = {new.code: new, **dict(calendars.following(store, piles, new))}
    return {
        code: laid(text, calendars.composed(store, piles[code]), since)
        for code, text in texts.items()
    }
