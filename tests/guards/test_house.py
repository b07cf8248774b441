"""The rules of the house, each with its reason, kept by looking at the code itself."""

import ast
import re
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = [
    path
    for room in ("engine", "workers", "web")
    for path in sorted((ROOT / room).rglob("*.py"))
    if "migrations" not in path.parts
]
ALL = [*CODE, *sorted((ROOT / "tests").rglob("*.py"))]


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def functions() -> Iterator[tuple[str, int]]:
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef):
                start = node.body[0]
                docstring = isinstance(start, ast.Expr) and isinstance(start.value, ast.Constant)
                first = node.body[1] if docstring and len(node.body) > 1 else start
                yield f"{short(path)}:{node.name}", node.body[-1].end_lineno - first.lineno + 1


@pytest.mark.parametrize("path", CODE, ids=short)
def test_every_module_opens_with_a_sentence(path):
    docstring = ast.get_docstring(ast.parse(path.read_text())) or ""
    assert re.match(r".+[.:!?]", docstring.split("\n\n")[0].replace("\n", " "))


@pytest.mark.parametrize("path", ALL, ids=short)
def test_no_module_outgrows_its_idea(path):
    assert len(path.read_text().splitlines()) <= 300


def test_modules_and_functions_are_short():
    modules = [len(path.read_text().splitlines()) for path in CODE]
    lengths = [length for _, length in functions()]
    assert statistics.median(modules) <= 100
    assert statistics.median(lengths) <= 9
    assert [name for name, length in functions() if length > 50] == []


@pytest.mark.parametrize(
    ("words", "home", "reason"),
    [
        (r"datetime\.now\(|utcnow\(|date\.today\(", "engine/clock.py", "one place tells the time"),
        (r"\.commit\(", "engine/store/session.py", "transactions are visible in one place"),
        (r"\.delay\(|apply_async\(|send_task\(", "workers/", "the row is the queue"),
        (r"^\s*from transitions|^\s*import transitions", "engine/domain/machine.py", "one machine"),
        (r"\|\s*safe\b", "-", "output is escaped"),
    ],
)
def test_some_words_are_written_in_one_place_only(words, home, reason):
    pages = sorted((ROOT / "web").rglob("*.html"))
    found = {
        short(path)
        for path in [*CODE, *pages]
        if re.search(words, path.read_text(), re.MULTILINE) and not short(path).startswith(home)
    }
    assert found == set(), reason


def test_no_room_is_named_for_no_idea():
    vague = re.compile(r"(^|/)(utils?|helpers?|common|misc|base|managers?)(\.py|/)")
    assert [short(path) for path in CODE if vague.search(short(path))] == []


def test_the_arrows_point_one_way():
    lint = Path(sys.executable).parent / "lint-imports"
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_every_verb_stands_in_the_table_of_contents():
    contents = (ROOT / "engine/commands/__init__.py").read_text()
    verbs = {path.stem for path in (ROOT / "engine/commands").glob("*.py")} - {"__init__", "act"}
    assert {verb for verb in verbs if verb not in contents} == set()


def test_nothing_committed_names_a_registry_or_a_path_of_somebodys_machine():
    tracked = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard"], cwd=ROOT, capture_output=True, text=True,
        check=True,
    ).stdout.split()  # fmt: skip
    bad = re.compile(r"pypi\.org|pythonhosted|registry\.npmjs|files\.python|/home/[a-z]+/|/work/")
    found = [
        name
        for name in tracked
        if name != short(Path(__file__))
        and Path(ROOT / name).is_file()
        and bad.search((ROOT / name).read_bytes().decode("utf-8", "ignore"))
    ]
    assert found == []
