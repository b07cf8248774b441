"""The office written down: calendars, units and posts; each answers whether anything changed."""

from typing import Any

import psycopg

from engine.domain.people import Position, Unit

_UNIT = (
    "INSERT INTO units AS u (code, name, kind, short, parent, calendar, calendar_version, address) "
    "VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT (code) DO UPDATE SET "
    "name = excluded.name, kind = excluded.kind, short = excluded.short, "
    "parent = excluded.parent, calendar = excluded.calendar, "
    "calendar_version = excluded.calendar_version, address = excluded.address "
    "WHERE (u.name, u.kind, u.short, u.parent, u.calendar, u.calendar_version, u.address) "
    "IS DISTINCT FROM (excluded.name, excluded.kind, excluded.short, excluded.parent, "
    "excluded.calendar, excluded.calendar_version, excluded.address)"
)
_POSITION = (
    "INSERT INTO positions AS p (unit, code, title, duties, superior) VALUES (%s, %s, %s, %s, %s) "
    "ON CONFLICT (unit, code) DO UPDATE SET title = excluded.title, duties = excluded.duties, "
    "superior = excluded.superior WHERE (p.title, p.duties, p.superior) "
    "IS DISTINCT FROM (excluded.title, excluded.duties, excluded.superior)"
)


def keep_calendar(connection: psycopg.Connection[Any], code: str, version: str, body: str) -> bool:
    """Keeps a calendar version; versions are never removed, since facts cite them."""
    done = connection.execute(
        "INSERT INTO calendars (code, version, body) VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
        (code, version, body),
    )
    return done.rowcount > 0


def keep_unit(connection: psycopg.Connection[Any], unit: Unit, calendar_version: str) -> bool:
    """Keeps a unit and the calendar version it works by."""
    values = (unit.code, unit.name, unit.kind, unit.short, unit.parent, unit.calendar)
    return connection.execute(_UNIT, (*values, calendar_version, unit.address)).rowcount > 0


def keep_position(connection: psycopg.Connection[Any], post: Position) -> bool:
    """Keeps a post."""
    values = (post.unit, post.code, post.title, sorted(post.duties), post.superior)
    return connection.execute(_POSITION, values).rowcount > 0
