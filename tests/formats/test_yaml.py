"""What the office's YAML means, and what is refused with its line."""

import json

import pytest

from engine.formats.yaml import DocumentUnreadable, Fault, Marked, read


def plain(marked: Marked) -> object:
    value = marked.value
    if isinstance(value, dict):
        return {key: plain(inner) for key, inner in value.items()}
    return [plain(inner) for inner in value] if isinstance(value, list) else value


def refused(text: str) -> Fault:
    with pytest.raises(DocumentUnreadable) as caught:
        read(text, "contoh.yaml")
    assert str(caught.value).startswith("contoh.yaml tidak dapat dibaca: baris ")
    return caught.value.fault


@pytest.mark.parametrize(
    "written",
    ["07.30", "070", "no", "on", "null", "~", "1e3", "2026-02-19", "0x1F", "12:30:45", "true", "-"],
)
def test_a_scalar_stays_the_text_that_the_eye_reads(written: str) -> None:
    quoted = f'"{written}"' if written == "-" else written
    assert plain(read(f"jam: {quoted}", "contoh")) == {"jam": written}


def test_an_empty_value_and_an_empty_document_are_empty_text() -> None:
    assert plain(read("batas:\nlain: x", "contoh")) == {"batas": "", "lain": "x"}
    assert plain(read("# hanya catatan\n", "contoh")) == ""


def test_a_value_stands_on_the_line_of_its_key_and_an_item_on_its_own() -> None:
    tree = read("a: 1\nb:\n  - x\n  - y\nc: >-\n  panjang\n  sekali\nd:\n  e: 2\n", "contoh")
    assert isinstance(tree.value, dict)
    lines = {key: inner.line for key, inner in tree.value.items()}
    assert lines == {"a": 1, "b": 2, "c": 5, "d": 8}
    items, deeper = tree.value["b"].value, tree.value["d"].value
    assert isinstance(items, list)
    assert isinstance(deeper, dict)
    assert [item.line for item in items] == [3, 4]
    assert deeper["e"].line == 9


def test_json_reads_as_the_same_tree() -> None:
    tree = {"kode": 'a/b: "c"', "daftar": ["1", "é", "\U0001f600"], "kosong": {}}
    assert plain(read(json.dumps(tree, ensure_ascii=False), "contoh")) == tree


def test_a_duplicate_key_is_refused_with_both_lines() -> None:
    fault = refused("a: 1\nb: 2\na: 3\n")
    assert fault.line == 3
    assert fault.details == {"key": "a", "first": 1}
    assert "baris 1" in str(fault)


@pytest.mark.parametrize(
    ("text", "line", "word"),
    [
        ("a: &x 1\n", 1, "jangkar"),
        ("a: 1\nb: *x\n", 2, "alias"),
        ("a: 1\nb: !!python/object:os.system x\n", 2, "penanda"),
        ("a: 1\n---\nb: 2\n", 2, "kedua"),
        ("a: 1\n? [x, y]\n: 2\n", 2, "kunci"),
        ("a: [1\nb: 2\n", 2, "YAML"),
        ("a: 1\n\tb: 2\n", 2, "YAML"),
        ("a: 1\nb: \x00\n", 2, "kendali"),
        ('a: 1\nb: "\\0"\n', 2, "kendali"),
        ('a: 1\n"\\ud83d": 2\n', 2, "kendali"),
        ('a: 1\nb: "\\N \\L"\n', 2, "kendali"),
        ("a: " + "[" * 20_000, 1, "dalam"),
        ("a: " + "[" * 40 + "]" * 40, 1, "dalam"),
        ("# " + "x" * 2**20, 1, "KiB"),
    ],
)
def test_what_could_mislead_the_reader_is_refused_at_its_line(
    text: str, line: int, word: str
) -> None:
    fault = refused(text)
    assert fault.line == line
    assert word in str(fault)


def test_a_merge_key_is_a_word_like_any_other() -> None:
    assert plain(read("<<: {a: 1}", "contoh")) == {"<<": {"a": "1"}}
