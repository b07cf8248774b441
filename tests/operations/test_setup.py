"""Setting up: locked to the byte, naming no host, from nothing but Python and make."""

import json
import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-run.lock", "requirements-node.lock")


def pinned(lock: str) -> dict[str, set[str]]:
    """Versions by package: a package may have one for each Python."""
    found: dict[str, set[str]] = {}
    for name, version in re.findall(r"^([\w.-]+)==(\S+)", (ROOT / lock).read_text(), re.MULTILINE):
        found.setdefault(name, set()).add(version)
    return found


def plain(requirement: str) -> str:
    """A package's name as lock files write it."""
    return re.sub(r"[-_.]+", "-", re.split(r"[\[<>=!~ ;]", requirement)[0]).lower()


@pytest.mark.parametrize("lock", LOCKS)
def test_every_locked_package_is_pinned_with_its_hashes(lock: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / lock).read_text().strip())
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry


def test_the_locks_hold_what_the_project_asks_for() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    asked = {plain(one) for one in project["dependencies"]}
    extras = {plain(one) for extra in project["optional-dependencies"].values() for one in extra}
    assert asked <= pinned("requirements-run.lock").keys()
    assert asked | extras <= pinned("requirements.lock").keys()


def test_the_image_runs_the_versions_that_were_tested() -> None:
    tested = pinned("requirements.lock")
    for name, versions in pinned("requirements-run.lock").items():
        assert versions == tested[name], name


def test_front_end_packages_are_locked_with_their_hashes() -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    for name, package in packages.items():
        assert not name or package["integrity"].startswith("sha512-")


@pytest.mark.parametrize("file", [*LOCKS, "package-lock.json", ".npmrc", "pyproject.toml"])
def test_no_file_of_the_setup_names_a_host(file: str) -> None:
    assert "://" not in (ROOT / file).read_text()


def test_make_alone_lists_every_target() -> None:
    told = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    targets = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert targets is not None
    for target in targets[1].split():
        assert f"make {target} " in told


def test_a_python_that_is_too_old_is_told_in_a_sentence(tmp_path: Path) -> None:
    for name in ("Makefile", "requirements.lock", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    done = subprocess.run(
        ["make", "setup", "PYTHON="], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode
    assert "needs Python 3.11 or newer" in done.stderr


@pytest.mark.soak
@pytest.mark.timeout(900)
def test_a_copy_with_nothing_installed_sets_itself_up(tmp_path: Path) -> None:
    for name in ("engine", "web", "workers", "Makefile", "pyproject.toml", ".npmrc"):
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("vendor"))
        else:
            shutil.copy(source, tmp_path)
    for name in (*LOCKS, "package.json", "package-lock.json"):
        shutil.copy(ROOT / name, tmp_path)
    plain_environment = {
        name: text
        for name, text in os.environ.items()
        if not name.startswith(("VIRTUAL", "PYTHON"))
    }
    subprocess.run(["make", "setup"], cwd=tmp_path, env=plain_environment, check=True)
    told = subprocess.run(
        [tmp_path / ".venv/bin/sopan", "--help"],
        cwd="/",
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert "ratified SOPs" in told
    assert (tmp_path / "web/static/vendor/htmx.min.js").stat().st_size > 10_000
