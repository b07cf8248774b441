"""Keep the office: units, posts and calendars as the definitions tell them."""

from collections.abc import Mapping

from engine.domain.people import Position, Unit
from engine.store import office, office_book
from engine.store.session import Store


def keep_office(
    store: Store,
    units: list[Unit],
    positions: list[Position],
    calendars: Mapping[str, tuple[str, str]],
) -> bool:
    """Brings units, positions and calendars up to the definitions; False when nothing changed.

    `calendars` are code -> (version, text). Every calendar version ever used is kept.
    """
    with store.transaction() as connection:
        changes = [office_book.keep_calendar(connection, c, *calendars[c]) for c in calendars]
        changes += [
            office_book.keep_unit(connection, unit, calendars[unit.calendar][0]) for unit in units
        ]
        changes += [office_book.keep_position(connection, post) for post in positions]
        if any(changes):
            office.bump(connection)
    return any(changes)
