"""Broken definitions: each gets its faults at once, with line and remedy, never a traceback."""

import json
import string
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.domain.errors import DefinitionFaulty
from engine.domain.soundness.flaw import Level
from engine.formats.definitions import DOCUMENT, check_definition, read_definition
from engine.formats.definitions.fields import FIELD
from engine.formats.definitions.identity import IDENTITY, SERVICE
from engine.formats.definitions.steps import EXIT, STEP

BROKEN = sorted((Path(__file__).parent / "broken").glob("*.yaml"))
SOUND = (Path(__file__).parents[2] / "definitions/kecamatan/sktm/1.yaml").read_bytes()


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_a_broken_definition_is_told_exactly_this(file: Path) -> None:
    _, faults = check_definition(file)
    report = "".join(f"{fault.level} {fault}\n" for fault in faults)
    assert report == file.with_suffix(".report").read_text()


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_every_fault_names_a_line_of_the_file_and_what_to_do(file: Path) -> None:
    lines = file.read_bytes().count(b"\n") + 1
    _, faults = check_definition(file)
    assert faults
    for fault in faults:
        assert 1 <= fault.line <= lines
        assert f"{fault.message} {fault.remedy}".count(". ") >= 1


def test_there_are_at_least_twenty_broken_definitions_and_most_cannot_be_used() -> None:
    unusable = [file for file in BROKEN if check_definition(file)[0] is None]
    assert len(BROKEN) >= 20
    assert len(unusable) >= 20


def test_a_refusal_lists_every_error_and_no_warning() -> None:
    file = Path(__file__).parent / "broken" / "many-at-once.yaml"
    _, faults = check_definition(file)
    with pytest.raises(DefinitionFaulty) as refused:
        read_definition(file, "sktm")
    sentences = str(refused.value)
    assert sentences.startswith("Definisi sktm belum dapat dipakai:\n")
    for fault in faults:
        assert (fault.message in sentences) == (fault.level is Level.ERROR)


def test_a_file_that_is_no_text_gets_a_sentence(tmp_path: Path) -> None:
    huge = tmp_path / "huge.yaml"
    huge.write_bytes(SOUND + b"#" * 1_100_000)
    for path in (tmp_path, huge, tmp_path / "missing.yaml", tmp_path / "nul\0.yaml"):
        sop, faults = check_definition(path)
        assert sop is None
        assert [fault.line for fault in faults] == [1]


def test_a_byte_order_mark_is_no_fault() -> None:
    sop, _ = check_definition(b"\xef\xbb\xbf" + SOUND)
    assert sop is not None


cuts = st.tuples(
    st.integers(0, len(SOUND)),
    st.integers(0, 60),
    st.one_of(
        st.binary(max_size=8),
        st.sampled_from([b"\t", b": ", b"- ", b"{", b"]", b"'", b'"', b"\n", b"&a ", b"*a", b"!x"]),
    ),
)


@settings(max_examples=100, deadline=None)
@given(st.lists(cuts, min_size=1, max_size=3))
def test_a_damaged_file_is_answered_with_sentences(damage: list[tuple[int, int, bytes]]) -> None:
    content = SOUND
    for start, length, put in damage:
        content = content[:start] + put + content[start + length :]
    _must_answer(content)


keys = st.sampled_from([*DOCUMENT, *IDENTITY, *SERVICE, *STEP, *EXIT, *FIELD, "x", ""])
scalars = st.one_of(
    st.sampled_from(["1", "2", "ready", "end", "yes", "loket", "file complete", "3 hari", ""]),
    st.text(alphabet=string.printable, max_size=8),
)
trees = st.recursive(
    scalars,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(keys, inner, max_size=4)),
    max_leaves=12,
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from(list(DOCUMENT)), trees, max_size=8))
def test_any_tree_under_known_keys_is_answered_with_sentences(tree: dict[str, object]) -> None:
    # JSON is YAML, so a generated tree needs no YAML writer.
    _must_answer(json.dumps(tree).encode())


def _must_answer(content: bytes) -> None:
    sop, faults = check_definition(content)
    assert sop is not None or any(fault.level is Level.ERROR for fault in faults)
    for fault in faults:
        assert 1 <= fault.line <= content.count(b"\n") + content.count(b"\r") + 2
        assert fault.message
