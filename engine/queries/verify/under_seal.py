"""Under seal: whether the seals are whole, and the histories still what they bind."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from engine.domain import merkle, seals
from engine.domain.seals import Leaf, Seal, Statement
from engine.queries.verify.reading import Link
from engine.store import seals as kept_seals
from engine.store.session import Store
from engine.witness import Witness

Fault = tuple[str, str]  # the number of the case (empty: of no case), and the sentence

# What the leaves of one seal say that the history does not.
_LOST = (
    "SELECT l.place, h.digest IS NULL FROM "
    "unnest(%s::bigint[], %s::int[], %s::bytea[]) WITH ORDINALITY l (id, version, head, place) "
    "LEFT JOIN history h ON (h.case_id, h.version) = (l.id, l.version) "
    "WHERE h.digest IS DISTINCT FROM l.head ORDER BY l.place"
)
# Cases that are marked as reached by a seal which does not bind them so.
_MARKED = (
    "SELECT coalesce(c.number, '(id ' || s.case_id || ')'), s.version FROM sealed_heads s "
    "LEFT JOIN cases c ON c.id = s.case_id "
    "LEFT JOIN unnest(%s::bigint[], %s::int[], %s::bytea[]) l (id, version, head) "
    "ON (l.id, l.version, l.head) = (s.case_id, s.version, s.head) "
    "WHERE s.seal = %s AND l.id IS NULL"
)
_MARKED_BY_NONE = (
    "SELECT coalesce(c.number, '(id ' || s.case_id || ')'), s.version FROM sealed_heads s "
    "LEFT JOIN cases c ON c.id = s.case_id "
    "WHERE NOT EXISTS (SELECT FROM seals WHERE number = s.seal)"
)


@dataclass(slots=True)
class _Walk:
    """What is remembered from seal to seal."""

    before: Seal | None = None
    good: dict[int, int] = field(default_factory=dict)  # case id -> last version that fits
    broken: set[int] = field(default_factory=set)


def faults_of_seals(store: Store, witness: Witness | None) -> Iterator[Fault]:
    """What is wrong with the seals, and with the cases that they bind.

    With a witness each seal is also compared with its copy, and must be signed by a key known here;
    without, its signature is only held against the key it names itself.
    """
    numbers = kept_seals.numbers(store)
    last = max([0, *numbers, *(witness.numbers() if witness else ())])
    own = witness.public_key() if witness else None
    walk = _Walk()
    for number in range(1, last + 1):
        kept = kept_seals.by_number(store, number)
        copy, spoilt = _copy(witness, number)
        yield from (("", fault) for fault in [*spoilt, *_beside(number, kept, copy)])
        found = copy or kept
        if found is not None:
            faults = list(faults_of_seal(number, found))
            if not copy and own and not faults and seals.read(found.body).key != own:
                faults.append(f"Segel {number}: kuncinya bukan kunci instalasi ini.")
            yield from (("", fault) for fault in [*faults, *_link(number, found, walk.before)])
            if not faults:
                yield from _bound(store, number, found, walk)
        walk.before = found
    for case, version in store.rows(_MARKED_BY_NONE):
        yield case, f"Ditandai tersegel sampai fakta {version} oleh segel yang tidak ada."


def _copy(witness: Witness | None, number: int) -> tuple[Seal | None, list[str]]:
    try:
        return witness.copy(number) if witness else None, []
    except (OSError, EOFError, LookupError, TypeError, ValueError):
        return None, [f"Segel {number}: salinannya di luar basis data tidak terbaca."]


def _beside(number: int, kept: Seal | None, copy: Seal | None) -> Iterator[str]:
    """What the copy outside and the seal in the database say of each other."""
    if kept is None:
        there = ", padahal salinannya di luar basis data ada" if copy else ""
        yield f"Segel {number} hilang dari basis data{there}."
    elif copy and kept != copy:
        yield f"Segel {number} di basis data bukan lagi seperti salinannya di luar basis data."


def faults_of_seal(number: int, found: Seal) -> Iterator[str]:
    """What is wrong with one seal in itself."""
    try:
        said = seals.read(found.body)
    except (LookupError, TypeError, ValueError):
        yield f"Segel {number}: isinya tidak terbaca."
        return
    if not seals.is_signed(found.body, found.signature, said.key):
        yield f"Segel {number}: tanda tangannya tidak cocok dengan isinya."
    if said.number != number:
        yield f"Segel {number}: nomor di dalamnya {said.number}."
    if not _fits(said, found.lines):
        yield f"Segel {number}: daftar ujung rantainya tidak cocok dengan akarnya."


def _link(number: int, found: Seal, before: Seal | None) -> Iterator[str]:
    """Whether a seal names the one before it (None: it is the first, or that one is lost)."""
    try:
        named = seals.read(found.body).before
    except (LookupError, TypeError, ValueError):
        return
    if before and named != before.digest:
        yield f"Segel {number}: tidak menyambung pada segel sebelumnya."


def _fits(said: Statement, lines: tuple[bytes, ...]) -> bool:
    return len(lines) == said.cases and merkle.root(lines) == said.root


def _bound(store: Store, number: int, found: Seal, walk: _Walk) -> Iterator[Fault]:
    """What the histories lack of what this seal binds; each case is named at its first break."""
    leaves = [Leaf.of(line) for line in found.lines]
    columns = (
        [leaf.case_id for leaf in leaves],
        [leaf.version for leaf in leaves],
        [leaf.head for leaf in leaves],
    )
    lost = {leaves[place - 1]: gone for place, gone in store.rows(_LOST, columns)}
    for leaf in leaves:
        if leaf not in lost:
            walk.good[leaf.case_id] = leaf.version
        elif leaf.case_id not in walk.broken:
            walk.broken.add(leaf.case_id)
            yield leaf.number, _break(leaf, number, walk.good.get(leaf.case_id, 0), lost[leaf])
    for case, version in store.rows(_MARKED, (*columns, number)):
        yield case, f"Ditandai tersegel sampai fakta {version}, tetapi segel {number} tidak begitu."


def _break(leaf: Leaf, number: int, good: int, gone: bool) -> str:
    """Which facts are not those that were sealed."""
    first = good + 1
    which = f"Fakta {first}" if first == leaf.version else f"Fakta {first} sampai {leaf.version}"
    what = "hilang atau terpotong" if gone else "diganti atau dihitung ulang"
    return f"{which} {what}: bukan lagi yang diikat segel {number}."


def sealed_links(store: Store, case_id: int, links: list[Link]) -> tuple[int, list[str]]:
    """Up to which fact a case lies under seals that hold, and what those bind that is not there."""
    if not links:
        return 0, []
    digests = {link.version: link.digest for link in links}
    good, faults = 0, list[str]()
    opened_at = min(links[0].happened_at, links[0].recorded_at)
    for number, found, place in kept_seals.covering(store, case_id, opened_at, links[-1].version):
        leaf = Leaf.of(found.lines[place])
        faults += faults_of_seal(number, found)
        if digests.get(leaf.version) != leaf.head:
            faults.append(_break(leaf, number, good, leaf.version not in digests))
            break
        good = leaf.version
    return good, faults
