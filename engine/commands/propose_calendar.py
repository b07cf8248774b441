"""Propose a calendar: a new text of it, looked at by a preview before anybody applies it."""

from datetime import date

from engine.domain.calendar_changes import NoDifference, must_keep_calendars
from engine.domain.errors import NotFound
from engine.formats.calendars import parse_calendar
from engine.store import calendar_changes, calendars, office, postings
from engine.store.calendars import Adoption
from engine.store.session import Store


def propose_calendar(
    store: Store,
    code: str,
    body: str,
    *,
    since: date | None,
    letter: str,
    by: int | None,
    inherits: str | None = None,
) -> int:
    """Proposes a text for a calendar from a date on, or (None) for all days; answers the change.

    Calendars that inherit from it follow in the same change. `by` is None for the operator of the
    machine; `inherits` names another calendar above it than it has now.
    Raises NotAllowed, NotFound, DefinitionFaulty, NoDifference, HeirCannotFollow, ChangeUnderWay.
    """
    must_keep(store, by)
    new = parse_calendar(body, code)
    with store.transaction() as connection:
        calendar_changes.one_at_a_time(connection)
        piles = calendars.layers(store)
        if code not in piles:
            raise NotFound(what=f"Kalender {code}")
        if piles[code][-1].version == new.version:
            raise NoDifference(calendar=code)
        calendar_changes.must_be_alone(connection, piles, code)
        texts = {code: new, **dict(calendars.following(store, piles, new))}
        for one, text in texts.items():
            above = inherits if one == code and inherits else piles[one][-1].inherits
            calendars.keep_text(connection, text, above)
        return calendar_changes.propose(
            connection,
            Adoption(code=code, version=new.version, since=since, letter=letter.strip(), person=by),
            {one: (piles[one][-1].version, text.version) for one, text in texts.items()},
        )


def must_keep(store: Store, by: int | None) -> None:
    """Raises NotAllowed unless a keeper of calendars acts, or (None) the machine's operator."""
    if by is not None:
        must_keep_calendars(office.actor(store, by), postings.today(store))
