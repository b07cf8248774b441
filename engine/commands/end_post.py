"""End a post: a posting gets its last day; what was done by it stays as it was done."""

from datetime import date, timedelta

from engine.domain.postings import check_end
from engine.store import office, postings
from engine.store.session import Store


def end_post(store: Store, holding: int, ends: date, *, by: int | None) -> None:
    """Sets the last day of a posting. Raises NotAllowed, NotFound, FieldsWrong, LastKeeper."""
    postings.must_keep(store, by)
    with store.transaction() as connection:
        starts, keeps = postings.begun(connection, holding)
        check_end(starts, ends)
        postings.end(connection, holding, ends)
        if keeps:
            following = max(ends, postings.today(store)) + timedelta(days=1)
            postings.must_leave_a_keeper(connection, following)
        office.bump(connection)
