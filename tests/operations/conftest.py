"""Directories in which embedded servers may lie."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture
def empty_place() -> Iterator[Path]:
    """A new directory which other accounts can pass, also when root runs the tests."""
    made = Path(tempfile.mkdtemp(prefix="sopan-embedded-"))
    made.chmod(0o755)
    yield made
    shutil.rmtree(made)
