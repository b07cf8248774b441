"""The data directory of the embedded servers: where it may lie, and who holds it."""

import fcntl
import os
import pwd
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar

from engine.domain.errors import Refusal
from engine.settings import Settings

_ROOTS_PLACE = Path("/var/lib/sopan")


class PlaceUnfit(Refusal):
    """PostgreSQL refuses to run as root, and its other account could not reach the directory."""

    says: ClassVar[str] = (
        "Direktori data %(place)s tidak dapat dipakai oleh root karena %(closed)s tertutup bagi "
        "akun lain. Pilih direktori lain lewat SOPAN_DATA_DIR, misalnya /var/lib/sopan, atau "
        "jalankan sopan sebagai pengguna biasa."
    )


class AlreadyRunning(Refusal):
    """Another process already runs its servers on this data directory."""

    says: ClassVar[str] = (
        "Sopan sudah berjalan di direktori data %(place)s (proses %(pid)s). Hentikan dahulu, "
        "atau pilih direktori lain lewat SOPAN_DATA_DIR."
    )


def prepare_place(settings: Settings) -> Path:
    """The data directory, made and fit for use; raises PlaceUnfit before anything is changed."""
    place = settings.data_dir.resolve()
    closed = closed_parent(place)
    if server_account() and closed:
        if "data_dir" in settings.model_fields_set:
            raise PlaceUnfit(place=place, closed=closed)
        place = _ROOTS_PLACE
    place.mkdir(parents=True, exist_ok=True)
    place.chmod(0o711 if server_account() else 0o700)
    return place


def server_account() -> pwd.struct_passwd | None:
    """The account the servers run as when Sopan is run by root; None for everybody else."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PlaceUnfit(place="-", closed="/etc/passwd")


def closed_parent(path: Path) -> Path | None:
    """The highest existing directory above `path` through which other accounts cannot pass."""
    for parent in reversed(path.parents):
        if parent.is_dir() and not parent.stat().st_mode & 0o001:
            return parent
    return None


@contextmanager
def held(place: Path) -> Iterator[bool]:
    """Holds the directory while inside; gives False when another process holds it.

    The system lets go of the lock even when the holder is killed; the programs which the holder
    has started do not inherit it.
    """
    with (place / "lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
            return
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield True


def holder(place: Path) -> str:
    """The number of the process that holds the directory, for people to read."""
    return (place / "lock").read_text() or "?"


def kept_secret(place: Path) -> str:
    """The installation's secret key: made once, readable by its owner only."""
    path = place / "secret.key"
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text()


def write_private(path: Path, text: str) -> None:
    """Writes a file that only its owner can read, whole or not at all."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    draft.replace(path)
