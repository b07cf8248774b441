"""Naming: what exactly is wrong with a case that is not sound, in sentences."""

from collections.abc import Iterator
from dataclasses import fields

from engine.domain.case import Case, decode
from engine.domain.errors import NotFound
from engine.domain.facts import Fact, broken_links, commitment, read
from engine.domain.replay import replay
from engine.queries.verify.reading import Link, Told
from engine.store.cases import COLUMNS, SET_COLUMNS, case_of, columns_of
from engine.store.session import Store

_AT = 4  # where SET_COLUMNS begin in a row
_DERIVED = ("pressing_at", "near_at", "next_at")  # columns kept beside those of the case


def faults_of(store: Store, told: Told) -> list[str]:
    """Everything that is wrong with a case; empty when it is sound."""
    try:
        return list(_faults(store, told))
    except (AttributeError, LookupError, TypeError, ValueError) as unread:
        return [f"Ada fakta yang isinya tidak terbaca lagi ({unread})."]


def number_of(told: Told) -> str:
    """The number of a case, from its row or else from its first fact."""
    if told.row is not None:
        return str(told.row[1])
    try:
        return str(read(told.links[0].body).says["number"])
    except (LookupError, TypeError, ValueError):
        return f"(id {told.id})"


def erased(told: Told) -> int:
    """How many commitments have lost their words."""
    kept = {(version, name) for _, version, name, *_ in told.words}
    return sum((fact.version, name) not in kept for fact in _facts(told) for name in fact.committed)


def _faults(store: Store, told: Told) -> Iterator[str]:
    links = told.links
    broken = broken_links([(link.version, link.body, link.digest) for link in links])
    yield from broken
    case = _case(store, told)
    if case is None:
        yield "Baris berkasnya hilang atau tidak terbaca, padahal faktanya ada."
    elif (links[-1].digest if links else b"") != case.head:
        yield "Fakta terakhir tidak sama dengan ujung rantai pada berkas: ada yang terpotong."
    elif not broken:
        yield from _identity(case, links)
        yield from _differences(told, case, links)
    for link in links:
        if not _agrees(link):
            yield f"Fakta {link.version}: kolom pencariannya bukan isi fakta itu."
    yield from _words(told)
    yield from _files(told)


def _case(store: Store, told: Told) -> Case | None:
    if told.row is None:
        return None
    until = _AT + len(COLUMNS)
    try:
        return case_of(store, (*told.row[:until], told.row[-1]))
    except (LookupError, NotFound, TypeError, ValueError):
        return None


def _agrees(link: Link) -> bool:
    """Whether the columns say what the sealed bytes say."""
    fact = read(link.body)
    beside = (link.kind, link.happened_at, link.recorded_at, link.actor)
    return beside == (fact.kind, fact.happened_at, fact.recorded_at, fact.actor)


def _identity(case: Case, links: list[Link]) -> Iterator[str]:
    """What the first fact says of number, unit and SOP must be what the row says."""
    first = read(links[0].body).says if links else {}
    for name in ("number", "unit", "sop"):
        if first.get(name, getattr(case, name)) != getattr(case, name):
            yield f"Berkas menyebut {name} = {getattr(case, name)}, fakta pertama {first[name]}."


def _differences(told: Told, case: Case, links: list[Link]) -> Iterator[str]:
    """Where the row is not what the facts add up to."""
    blank = Case(id=case.id, number=case.number, unit=case.unit, sop=case.sop)
    folded = replay(blank, [(read(link.body, decode), link.digest) for link in links])
    for one in fields(Case):
        says, should = getattr(case, one.name), getattr(folded, one.name)
        if says != should:
            yield f"Berkas menyebut {one.name} = {says}, riwayat {should}."
    assert told.row is not None
    for name, says, should in zip(SET_COLUMNS, told.row[_AT:], columns_of(folded), strict=True):
        if name in _DERIVED and says != should:
            yield f"Berkas menyebut {name} = {says}, riwayat {should}."


def _facts(told: Told) -> list[Fact]:
    return [read(link.body) for link in told.links]


def _words(told: Told) -> Iterator[str]:
    promised = {(f.version, name): text for f in _facts(told) for name, text in f.committed.items()}
    for _, version, name, text, salt in sorted(told.words):
        if commitment(salt, text.encode()) != promised.get((version, name)):
            yield f"Fakta {version}: isi {name} bukan yang dahulu dicatat."


def _files(told: Told) -> Iterator[str]:
    promised = {fact.version: fact.says.get("content") for fact in _facts(told)}
    for _, version, committed in sorted(told.files):
        if committed != promised.get(version):
            yield f"Fakta {version}: dokumen bukan yang dahulu dilampirkan."
