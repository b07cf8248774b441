"""Evidence: everything that the file of one case holds, for checking it outside the office."""

from collections.abc import Iterator
from datetime import datetime

from engine.domain import merkle
from engine.domain.errors import Refusal
from engine.domain.seals import Leaf
from engine.formats.evidence import CaseFile, Proof
from engine.queries.verify import chain
from engine.store import cases, seals, sops, words
from engine.store.session import Store

_SOP = "SELECT body FROM sops WHERE digest = %s"
# Every text that the calendars of these units have ever held.
_CALENDARS = (
    "SELECT DISTINCT c.code, c.version, c.body FROM units u "
    "JOIN calendar_adoptions a ON a.code = u.calendar "
    "JOIN calendars c ON (c.code, c.version) = (a.code, a.version) "
    "WHERE u.code = ANY(%s) ORDER BY c.code, c.version"
)


class NoSuchFact(Refusal):
    """A slice must end at a fact of the case."""

    says = "Permohonan %(number)s tidak mempunyai fakta %(version)s; faktanya 1 sampai %(last)s."


def evidence(
    store: Store, number: str, *, until: int | None = None, with_words: bool = False
) -> CaseFile:
    """The file of a case, up to a fact when asked; without words it holds only their commitments.

    Raises NotFound, NoSuchFact. The caller guards who may see the words, and records the look.
    """
    loaded = cases.load(store, number)
    case, links = loaded.case, chain(store, loaded.case.id)
    last = len(links) if until is None else until
    if not 1 <= last <= len(links):
        raise NoSuchFact(number=number, version=last, last=len(links))
    opened_at = min(links[0].happened_at, links[0].recorded_at)
    text = store.row(_SOP, (case.sop,))
    assert text is not None
    units = {case.unit, *sops.by_digest(store, case.sop).of_others()}
    return CaseFile(
        id=case.id,
        number=number,
        made_at=loaded.now,
        facts=[(link.body, link.digest) for link in links[:last]],
        total=len(links),
        words=_words(store, case.id, last) if with_words else None,
        sop=bytes(text[0]),
        calendars=[(code, version, body) for code, version, body in
                   store.rows(_CALENDARS, (sorted(units),))],
        seals=list(_proofs(store, case.id, opened_at, last)),
    )  # fmt: skip


def _words(store: Store, case_id: int, last: int) -> list[tuple[int, str, str, bytes]]:
    kept = sorted(words.committed(store, case_id).items())
    return [(version, field, text, salt) for (version, field), (text, salt) in kept
            if version <= last]  # fmt: skip


def _proofs(store: Store, case_id: int, opened_at: datetime, last: int) -> Iterator[Proof]:
    """The seals whose head of the case is within the file, each with the way to its root."""
    for _, found, place in seals.covering(store, case_id, opened_at, last):
        leaf = Leaf.of(found.lines[place])
        if leaf.version <= last:
            yield Proof(
                statement=found.body,
                signature=found.signature,
                version=leaf.version,
                head=leaf.head,
                place=place,
                hashes=merkle.proof(found.lines, place),
            )
