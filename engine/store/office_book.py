"""The office written down: units and posts; each answers whether anything changed."""

from typing import Any

import psycopg

from engine.domain.people import Position, Unit
from engine.formats.definitions.ladder import ladder_text

_UNIT = (
    "INSERT INTO units AS u (code, name, kind, short, parent, calendar, address, ladder) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO UPDATE SET "
    "name = excluded.name, kind = excluded.kind, short = excluded.short, "
    "parent = excluded.parent, calendar = excluded.calendar, address = excluded.address, "
    "ladder = excluded.ladder "
    "WHERE (u.name, u.kind, u.short, u.parent, u.calendar, u.address, u.ladder) "
    "IS DISTINCT FROM (excluded.name, excluded.kind, excluded.short, excluded.parent, "
    "excluded.calendar, excluded.address, excluded.ladder)"
)
_POSITION = (
    "INSERT INTO positions AS p (unit, code, title, duties, superior) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (unit, code) DO UPDATE SET title = excluded.title, duties = excluded.duties, "
    "superior = excluded.superior WHERE (p.title, p.duties, p.superior) "
    "IS DISTINCT FROM (excluded.title, excluded.duties, excluded.superior)"
)


def keep_unit(connection: psycopg.Connection[Any], unit: Unit) -> bool:
    """Keeps a unit and the calendar it works by."""
    values = (unit.code, unit.name, unit.kind, unit.short, unit.parent, unit.calendar, unit.address,
              ladder_text(unit.ladder))  # fmt: skip
    return connection.execute(_UNIT, values).rowcount > 0


def keep_position(connection: psycopg.Connection[Any], post: Position) -> bool:
    """Keeps a post."""
    values = (post.unit, post.code, post.title, sorted(post.duties), post.superior)
    return connection.execute(_POSITION, values).rowcount > 0
