"""Verify: does a case's history hold, and does its row say what the history says?

Checked are the chain, the head, the columns by which facts are looked for, the fold against the
row, and every commitment against the words and files that are still there. An erased word is not a
fault: its commitment stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import datetime

from engine.domain.case import Case, decode
from engine.domain.facts import Fact, broken_links, commitment, read
from engine.domain.replay import replay
from engine.store import cases, words
from engine.store.session import Store


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """The result of verifying one case."""

    number: str
    facts: int
    head: str
    faults: tuple[str, ...]
    erased: int  # commitments whose words are gone

    @property
    def holds(self) -> bool:
        """Whether nothing is wrong."""
        return not self.faults


@dataclass(frozen=True, slots=True)
class Link:
    """A fact as stored: its bytes and digest, and the columns beside them."""

    version: int
    body: bytes
    digest: bytes
    kind: str
    happened_at: datetime
    recorded_at: datetime
    actor: int | None


_CHAIN = (
    "SELECT version, body, digest, kind, happened_at, recorded_at, actor FROM history "
    "WHERE case_id = %s ORDER BY version"
)


def chain(store: Store, case_id: int) -> list[Link]:
    """The facts of a case as stored, in order."""
    return [
        Link(version, body.encode(), bytes(digest), *beside)
        for version, body, digest, *beside in store.rows(_CHAIN, (case_id,))
    ]


def verify(store: Store, number: str) -> Verdict:
    """Verifies one case. Raises NotFound."""
    case = cases.load(store, number).case
    links = chain(store, case.id)
    try:
        faults, erased = _faults(store, case, links)
    except (KeyError, TypeError, ValueError) as unread:
        faults, erased = [f"Ada fakta yang isinya tidak terbaca lagi ({unread})."], 0
    return Verdict(
        number=number, facts=len(links), head=case.head.hex(), faults=tuple(faults), erased=erased
    )


def _faults(store: Store, case: Case, links: list[Link]) -> tuple[list[str], int]:
    faults = broken_links([(link.version, link.body, link.digest) for link in links])
    if (links[-1].digest if links else b"") != case.head:
        faults.append(
            "Fakta terakhir tidak sama dengan ujung rantai pada berkas: ada yang terpotong."
        )
    told = [(link, read(link.body)) for link in links]
    if not faults:
        faults = _identity_faults(case, told) + _row_faults(case, links)
    faults += [f"Fakta {link.version}: kolom pencariannya bukan isi fakta itu."
               for link, fact in told if not _agrees(link, fact)]  # fmt: skip
    found, erased = _word_faults(store, case, [fact for _, fact in told])
    return faults + found + _file_faults(store, case, [fact for _, fact in told]), erased


def _agrees(link: Link, fact: Fact) -> bool:
    """Whether the columns say what the sealed bytes say."""
    beside = (link.kind, link.happened_at, link.recorded_at, link.actor)
    return beside == (fact.kind, fact.happened_at, fact.recorded_at, fact.actor)


def _identity_faults(case: Case, told: list[tuple[Link, Fact]]) -> list[str]:
    """What the first fact says of number, unit and SOP must be what the row says."""
    first = told[0][1].says if told else {}
    return [
        f"Berkas menyebut {name} = {getattr(case, name)}, fakta pertama {first[name]}."
        for name in ("number", "unit", "sop")
        if name in first and getattr(case, name) != first[name]
    ]


def _row_faults(case: Case, links: list[Link]) -> list[str]:
    blank = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop)
    folded = replay(blank, [(read(link.body, decode), link.digest) for link in links])
    return [
        f"Berkas menyebut {f.name} = {getattr(case, f.name)}, riwayat {getattr(folded, f.name)}."
        for f in fields(Case)
        if getattr(case, f.name) != getattr(folded, f.name)
    ]


def _word_faults(store: Store, case: Case, facts: list[Fact]) -> tuple[list[str], int]:
    kept = words.committed(store, case.id)
    promised = {(f.version, field): digest for f in facts for field, digest in f.committed.items()}
    faults = [
        f"Fakta {version}: isi {field} bukan yang dahulu dicatat."
        for (version, field), (text, salt) in sorted(kept.items())
        if commitment(salt, text.encode()) != promised.get((version, field))
    ]
    return faults, len(promised.keys() - kept.keys())


def _file_faults(store: Store, case: Case, facts: list[Fact]) -> list[str]:
    promised = {fact.version: fact.says.get("content") for fact in facts}
    return [
        f"Fakta {version}: dokumen bukan yang dahulu dilampirkan."
        for version, (content, salt) in sorted(words.files(store, case.id).items())
        if commitment(salt, content) != promised.get(version)
    ]


def verify_all(store: Store, batch: int = 500) -> Iterator[Verdict]:
    """Verifies every case, oldest first; only those with faults are answered."""
    last = 0
    while rows := store.rows(
        "SELECT id, number FROM cases WHERE id > %s ORDER BY id LIMIT %s", (last, batch)
    ):
        last = rows[-1][0]
        for _, number in rows:
            verdict = verify(store, number)
            if not verdict.holds:
                yield verdict
