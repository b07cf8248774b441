"""Keep the office: units, posts and calendars as the definitions tell them."""

from collections.abc import Mapping

from engine.domain.people import Position, Unit
from engine.formats.calendars import Written
from engine.store import calendars, office, office_book
from engine.store.calendars import Adoption
from engine.store.session import Store


def keep_office(
    store: Store,
    units: list[Unit],
    positions: list[Position],
    written: Mapping[str, Written],
) -> bool:
    """Brings units and positions up to the definitions; False when nothing changed.

    A calendar, by its code, is adopted when there was none; one that is in use changes only by
    `propose_calendar`, since open cases run on it.
    """
    known = calendars.layers(store)
    fresh = {code: one for code, one in written.items() if code not in known}
    with store.transaction() as connection:
        for code, one in fresh.items():
            calendars.keep_text(connection, one.calendar, one.inherits)
            basis = Adoption(code=code, version=one.calendar.version, letter=one.calendar.basis)
            calendars.adopt(connection, basis)
        changes = [office_book.keep_unit(connection, unit) for unit in units]
        changes += [office_book.keep_position(connection, post) for post in positions]
        if any(changes) or fresh:
            office.bump(connection)
    return any(changes) or bool(fresh)
