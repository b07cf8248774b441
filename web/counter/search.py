"""The counter's one box: a service, a number, a name, or the code of a scanned receipt."""

import re
from dataclasses import dataclass

from engine.domain.people import reading_scope
from engine.queries import catalog
from engine.queries.applicant import by_code, tidy
from engine.queries.catalog import Offer
from engine.queries.search import Found, Wanted, search
from web.counter.desk import officer, own_units
from web.reader import store

# A scanner types the address in the receipt's code; somebody may copy only its end.
_CODE = re.compile(r"(?:.*/lacak/k/)?([A-Za-z0-9_-]{22})/?")
_NUMBER = re.compile(r"[A-Z0-9-]+-\d{4}-\d{5}")
MOST = 20


@dataclass(frozen=True, kw_only=True, slots=True)
class Hits:
    """What fits: services opened here, and requests this officer may read, newest first."""

    offers: list[Offer]
    found: list[Found]
    more: bool


def only_one(words: str) -> str | None:
    """The number of the one request that is meant: by its receipt's code, or by its number."""
    code = _CODE.fullmatch(words)
    if code and (scanned := by_code(store(), code[1])):
        return scanned
    number = tidy(words)
    if not _NUMBER.fullmatch(number):
        return None
    return next((case.number for case in _search(number, None) if case.number == number), None)


def look(words: str, before: int | None = None) -> Hits:
    """Services and requests in which the words occur; all services where nothing is asked."""
    who = officer()
    offered = catalog.offers(store(), who.today, own_units(who))
    found = _search(words, before) if words else []
    return Hits(
        offers=catalog.matching(offered, words, who.office),
        found=found[:MOST],
        more=len(found) > MOST,
    )


def _search(words: str, before: int | None) -> list[Found]:
    who = officer()
    scope = reading_scope(who.actor, who.office, who.today)
    return search(store(), scope, Wanted(words=words), who.now, before=before, limit=MOST)
