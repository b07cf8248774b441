"""Verify: does a case's history hold, and does its row say what the history says?

Checked are the chain, the head, the fold against the row, and every commitment against the
words and files that are still there. An erased word is not a fault: its commitment stays.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields

from engine.domain.case import Case, decode
from engine.domain.facts import broken_links, commitment, read
from engine.domain.replay import replay
from engine.store import cases, history, words
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


def verify(store: Store, number: str) -> Verdict:
    """Verifies one case. Raises NotFound."""
    case = cases.load(store, number).case
    rows = history.chain_of(store, case.id)
    faults = broken_links(rows)
    if (rows[-1][2] if rows else b"") != case.head:
        faults.append(
            "Fakta terakhir tidak sama dengan ujung rantai pada berkas: ada yang terpotong."
        )
    if not faults:
        faults += _row_faults(case, rows)
    word_faults, erased = _word_faults(store, case, rows)
    return Verdict(
        number=number,
        facts=len(rows),
        head=case.head.hex(),
        faults=tuple(faults + word_faults),
        erased=erased,
    )


def _row_faults(case: Case, rows: list[tuple[int, bytes, bytes]]) -> list[str]:
    blank = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop)
    folded = replay(blank, [(read(body, decode), digest) for _, body, digest in rows])
    return [
        f"Berkas menyebut {f.name} = {getattr(case, f.name)}, riwayat {getattr(folded, f.name)}."
        for f in fields(Case)
        if getattr(case, f.name) != getattr(folded, f.name)
    ]


def _word_faults(
    store: Store, case: Case, rows: list[tuple[int, bytes, bytes]]
) -> tuple[list[str], int]:
    kept, files = words.committed(store, case.id), words.files(store, case.id)
    faults, erased = [], 0
    for version, body, _ in rows:
        fact = read(body)
        for field, promised in fact.committed.items():
            text = kept.get((version, field))
            if text is None:
                erased += 1
            elif commitment(text[1], text[0].encode()) != promised:
                faults.append(f"Fakta {version}: isi {field} bukan yang dahulu dicatat.")
        if version in files and commitment(files[version][1], files[version][0]) != fact.says.get(
            "content"
        ):
            faults.append(f"Fakta {version}: dokumen bukan yang dahulu dilampirkan.")
    return faults, erased


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
