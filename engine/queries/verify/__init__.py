"""Verify: does a history hold, does its row say what it says, and is it still what was sealed?

Checked are the chain, the head, the columns by which facts are looked for, the fold against the
row, every commitment against the words and files that are still there, and the seals. An erased
word is not a fault: its commitment stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from engine.domain.errors import NotFound
from engine.queries.verify.naming import erased, faults_of, number_of
from engine.queries.verify.reading import Link, all_told, chain, told
from engine.queries.verify.sound import is_sound
from engine.queries.verify.under_seal import faults_of_seals, sealed_links
from engine.store.session import Store
from engine.witness import Witness

__all__ = ["Link", "Verdict", "chain", "verify", "verify_all"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The result of verifying one case; without a number, of the seals themselves."""

    number: str
    facts: int
    head: str
    faults: tuple[str, ...]
    erased: int = 0  # commitments whose words are gone
    sealed: int = 0  # the facts up to here lie under a seal; those after it not yet

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


def verify(store: Store, number: str) -> Verdict:
    """Verifies one case, and the seals that bind it. Raises NotFound."""
    row = store.row("SELECT id FROM cases WHERE number = %s", (number,))
    if row is None:
        raise NotFound(what=f"Permohonan {number}")
    found = told(store, row[0], row[0])[row[0]]
    links, faults = found.links, faults_of(store, found)
    sealed, broken = sealed_links(store, found.id, links)
    return Verdict(
        number=number,
        facts=len(links),
        head=links[-1].digest.hex() if links else "",
        faults=(*faults, *broken),
        erased=0 if faults else erased(found),
        sealed=sealed,
    )


def verify_all(
    store: Store, witness: Witness | None = None, batch: int = 1000
) -> Iterator[Verdict]:
    """Verifies every case and every seal; only what has faults is answered, each case once."""
    bound: dict[str, list[str]] = {}
    for number, fault in faults_of_seals(store, witness):
        bound.setdefault(number, []).append(fault)
    sops: dict[int, str] = dict(store.rows("SELECT id, digest FROM sops"))
    for found in all_told(store, batch):
        faults = [] if is_sound(found, sops) else faults_of(store, found)
        if not faults and not bound:
            continue
        number = number_of(found)
        if faults := [*faults, *bound.pop(number, ())]:
            yield _verdict(number, faults, found.links)
    # What is left over: the seals themselves, and cases of which nothing is there any more.
    for number, lost in bound.items():
        yield _verdict(number, lost, [])


def _verdict(number: str, faults: list[str], links: list[Link]) -> Verdict:
    head = links[-1].digest.hex() if links else ""
    return Verdict(number=number, facts=len(links), head=head, faults=tuple(faults))
