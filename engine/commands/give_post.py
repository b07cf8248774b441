"""Give a post: a person holds a position, or acts in it, by letter and between dates."""

from datetime import date

from engine.domain import postings as rules
from engine.domain.errors import NotFound
from engine.domain.people import Holding, Standing
from engine.store import office, people
from engine.store.postings import must_keep
from engine.store.session import Store


def give_post(
    store: Store,
    person: int,
    desk: str,
    *,
    by: int | None,
    starts: date,
    ends: date | None = None,
    standing: Standing = Standing.DEFINITIVE,
    letter: str = "",
) -> None:
    """Gives the post at a desk ("unit:code"); it counts from the next decision on.

    Raises NotAllowed, NotFound for an unknown desk, FieldsWrong.
    """
    must_keep(store, by)
    known = office.office(store)
    position = known.positions.get(desk)
    if position is None:
        raise NotFound(what=f"Jabatan {desk}")
    new = Holding(
        position=position, standing=standing, letter=letter.strip(), starts=starts, ends=ends
    )
    rules.check(office.actor(store, person).holdings, new)
    with store.transaction() as connection:
        people.give(
            connection, person, position.unit, position.code, starts=starts, ends=ends,
            standing=standing, letter=new.letter,
        )  # fmt: skip
