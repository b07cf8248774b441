"""Retry a case: the next sweep tries one that was set aside, because somebody has mended it."""

from engine.domain.errors import NotAllowed, WrongMoment
from engine.domain.people import Duty
from engine.store import office, postings, stuck
from engine.store.session import Store


def retry_case(store: Store, number: str, *, by: int) -> None:
    """Lets the next sweep try this case at once, by an administrator.

    Raises NotAllowed, and WrongMoment when no sweep has failed at it.
    """
    if not office.actor(store, by).with_duty(Duty.ADMIN, postings.today(store)):
        raise NotAllowed(why="permohonan yang tersangkut dicoba lagi oleh administrator")
    if not stuck.retry(store, number):
        raise WrongMoment(why="permohonan ini tidak sedang tersangkut")
