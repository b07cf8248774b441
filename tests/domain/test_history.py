"""Facts, their chain, and the fold that gives the case back."""

import hashlib

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.domain import steps
from engine.domain.case import Case, decode
from engine.domain.facts import Happening, Word, broken_links, commitment, read, seal
from engine.domain.replay import fold, replay
from tests.domain.stage import Stage, officer, sop, wita

UNIT = "kec-contoh-utara"


@pytest.fixture
def chain() -> tuple[Stage, list[tuple[int, bytes, bytes]]]:
    """A short history, sealed."""
    stage = Stage(sop("kecamatan/sktm/1"), UNIT, wita("2026-04-09 10:00"))
    stage.open()
    loket, kasi = officer(f"{UNIT}:loket"), officer(f"{UNIT}:kasi_kesos")
    ticks = frozenset({"Berkas permohonan", "Berkas tercocokkan"})
    stage.act(loket, lambda at: steps.complete(at, "Terdaftar", ticked=ticks, note="KK cocok"))
    stage.act(kasi, steps.claim)
    stage.act(kasi, lambda at: steps.complete(at, "Sesuai", ticked=ticks))
    head, rows = b"", []
    for fact in stage.facts:
        sealed = seal(fact, head)
        rows.append((fact.version, sealed.body, sealed.digest))
        head = sealed.digest
    return stage, rows


def test_a_case_is_the_fold_of_its_facts_read_back_from_their_bytes(chain):
    stage, rows = chain
    blank = Case(id=1, number="X-1", unit=UNIT, sop=stage.text.digest)
    folded = replay(blank, [(read(body, decode), b"x") for _, body, _ in rows])
    assert folded == stage.case


def test_the_bytes_are_canonical_sorted_without_spaces_and_hold_no_float(chain):
    _, rows = chain
    for _, body, digest in rows:
        raw = orjson.loads(body)
        assert orjson.dumps(raw, option=orjson.OPT_SORT_KEYS) == body
        assert hashlib.sha256(body).digest() == digest
        assert not any(isinstance(value, float) for value in _values(raw))


def _values(raw):
    if isinstance(raw, dict):
        for value in raw.values():
            yield from _values(value)
    elif isinstance(raw, list):
        for value in raw:
            yield from _values(value)
    else:
        yield raw


def test_personal_words_are_not_in_the_chain_only_commitments_to_them(chain):
    stage, rows = chain
    text = b"".join(body for _, body, _ in rows)
    assert b"Siti" not in text and b"KK cocok" not in text
    note = next(word for word in stage.facts[1].words if word.field == "note")
    assert read(rows[1][1]).committed["note"] == commitment(note.salt, b"KK cocok")


def test_an_intact_chain_has_no_faults(chain):
    assert broken_links(chain[1]) == []


@given(st.data())
def test_any_edit_swap_or_drop_inside_a_chain_is_found(data):
    rows = _sealed(data.draw(st.integers(3, 8)))
    place = data.draw(st.integers(0, len(rows) - 2))
    kind = data.draw(st.sampled_from(["edit", "edit and rehash", "swap", "drop"]))
    assert broken_links(_tampered(rows, place, kind))


def _sealed(count: int) -> list[tuple[int, bytes, bytes]]:
    stage = Stage(sop("kecamatan/sktm/1"), UNIT, wita("2026-04-09 10:00"))
    stage.open()
    fact, head, rows = stage.facts[0], b"", []
    for version in range(1, count + 1):
        sealed = seal(type(fact)(**{**_fields(fact), "version": version}), head)
        rows.append((version, sealed.body, sealed.digest))
        head = sealed.digest
    return rows


def _fields(fact):
    return {name: getattr(fact, name) for name in fact.__slots__}


def _tampered(rows, place, kind):
    rows = list(rows)
    version, body, digest = rows[place]
    if kind == "drop":
        return rows[:place] + rows[place + 1 :]
    if kind == "swap":
        rows[place], rows[place + 1] = rows[place + 1], rows[place]
        return rows
    edited = body.replace(b"2026-04-09", b"2026-04-08", 1)
    digest = digest if kind == "edit" else hashlib.sha256(edited).digest()
    return [*rows[:place], (version, edited, digest), *rows[place + 1 :]]


def test_a_fact_out_of_sequence_is_not_folded(chain):
    stage, _ = chain
    with pytest.raises(ValueError, match="does not follow"):
        fold(stage.case, stage.facts[0])


def test_replay_gives_the_same_case_a_year_later(chain):
    stage, rows = chain
    blank = Case(id=1, number="X-1", unit=UNIT, sop=stage.text.digest)
    facts = [(read(body, decode), digest) for _, body, digest in rows]
    assert replay(blank, facts) == replay(blank, list(facts))
    assert all(fact.kind in Happening for fact, _ in facts)


@given(st.text(min_size=1), st.text(min_size=1))
def test_equal_words_have_different_commitments_and_only_their_own(one, other):
    first, second = Word.of("note", one), Word.of("note", one)
    assert first.commitment != second.commitment
    assert (commitment(first.salt, other.encode()) == first.commitment) == (one == other)
