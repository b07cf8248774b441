"""People in the store: accounts, failed sign-ins, and the posts they are given."""

from datetime import date, datetime, timedelta
from typing import Any

import psycopg

from engine.domain.errors import Refusal
from engine.domain.people import Standing
from engine.store import office
from engine.store.session import Store

LOCK_AFTER, LOCK_FOR = 5, timedelta(minutes=15)
_PERSON = (
    "SELECT p.id, p.name, p.email, p.password, p.active, p.uniquifier, p.language, p.failures, "
    "p.locked_until, o.revision, clock_timestamp() AS now FROM people p, office o WHERE "
)


class MailTaken(Refusal):
    """An account with this address exists."""

    says = "Alamat %(email)s sudah dipakai akun lain. Pakai alamat lain, atau ubah akun itu."


def by_email(store: Store, email: str) -> dict[str, Any] | None:
    """The account with this address."""
    return next(iter(store.named(_PERSON + "p.email = %s", (email.strip().lower(),))), None)


def by_id(store: Store, person_id: int) -> dict[str, Any] | None:
    """The account with this id."""
    return next(iter(store.named(_PERSON + "p.id = %s", (person_id,))), None)


def by_uniquifier(store: Store, uniquifier: str) -> dict[str, Any] | None:
    """The account a session belongs to, with the office's revision: one query a request."""
    return next(iter(store.named(_PERSON + "p.uniquifier = %s", (uniquifier,))), None)


def failed(store: Store, person_id: int, now: datetime) -> None:
    """Counts a wrong password; the fifth locks the account for a quarter of an hour.

    When a lock is over, the count begins anew.
    """
    store.run(
        "UPDATE people p SET failures = n.misses, locked_until = "
        "CASE WHEN n.misses >= %s THEN %s END FROM (SELECT CASE WHEN locked_until <= %s THEN 1 "
        "ELSE failures + 1 END AS misses FROM people WHERE id = %s) n WHERE p.id = %s",
        (LOCK_AFTER, now + LOCK_FOR, now, person_id, person_id),
    )


def succeeded(store: Store, person_id: int) -> None:
    """Forgets earlier wrong passwords."""
    store.run(
        "UPDATE people SET failures = 0, locked_until = NULL WHERE id = %s AND "
        "(failures > 0 OR locked_until IS NOT NULL)",
        (person_id,),
    )


def set_password(store: Store, person_id: int, password: str, uniquifier: str) -> None:
    """Replaces the password hash; the new uniquifier signs out every session."""
    store.run(
        "UPDATE people SET password = %s, uniquifier = %s, failures = 0, locked_until = NULL "
        "WHERE id = %s",
        (password, uniquifier, person_id),
    )


def set_language(store: Store, person_id: int, language: str) -> None:
    """The language this person reads."""
    store.run("UPDATE people SET language = %s WHERE id = %s", (language, person_id))


def add(
    connection: psycopg.Connection[Any], *, name: str, email: str, password: str, uniquifier: str
) -> int:
    """Adds an account; `password` is a hash. Raises MailTaken."""
    row = connection.execute(
        "INSERT INTO people (name, email, password, uniquifier) VALUES (%s, %s, %s, %s) "
        "ON CONFLICT (email) DO NOTHING RETURNING id",
        (name, email.strip().lower(), password, uniquifier),
    ).fetchone()
    if row is None:
        raise MailTaken(email=email)
    return int(row[0])


def give(
    connection: psycopg.Connection[Any],
    person_id: int,
    unit: str,
    position: str,
    *,
    starts: date,
    ends: date | None = None,
    standing: Standing = Standing.DEFINITIVE,
    letter: str = "",
) -> None:
    """Gives a person a position between dates; every process sees it at its next decision."""
    connection.execute(
        "INSERT INTO holdings (person_id, unit, position, standing, letter, starts, ends) "
        "VALUES (%s, %s, %s, %s, %s, %s, %s)",
        (person_id, unit, position, standing, letter, starts, ends),
    )
    office.bump(connection)


def names(store: Store, ids: set[int]) -> dict[int, str]:
    """The names of these people."""
    if not ids:
        return {}
    rows = store.rows("SELECT id, name FROM people WHERE id = ANY(%s)", (sorted(ids),))
    return dict(rows)


def holders(store: Store, desks: tuple[str, ...], day: date) -> list[int]:
    """Who sits at any of these desks on a day."""
    rows = store.rows(
        "SELECT DISTINCT p.id FROM holdings h JOIN people p ON p.id = h.person_id "
        "JOIN positions d ON (d.unit, d.code) = (h.unit, h.position) "
        "WHERE p.active AND h.starts <= %s AND coalesce(h.ends, %s) >= %s AND "
        "(h.unit || ':' || h.position = ANY(%s) OR ('counter' = ANY(d.duties) AND "
        "h.unit || ':@loket' = ANY(%s)))",
        (day, day, day, list(desks), list(desks)),
    )
    return [person for (person,) in rows]


def holding(store: Store, desks: tuple[str, ...], day: date) -> list[tuple[int, str]]:
    """Id and name of whoever may sit at these desks on a day, for lists to choose from."""
    ids = set(holders(store, desks, day))
    return sorted(names(store, ids).items(), key=lambda pair: pair[1])
