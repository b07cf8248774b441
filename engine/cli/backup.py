"""`sopan backup` and `sopan restore`: the whole database in one file, and back."""

import subprocess
from pathlib import Path

import click
import psycopg

from engine.domain.errors import Refusal
from engine.embedded import services
from engine.embedded.programs import wheel_programs
from engine.settings import load_settings
from engine.store.schema import upgrade


class NotEmpty(Refusal):
    """A restore would overwrite cases."""

    says = (
        "Basis data ini sudah berisi %(count)s permohonan. Pulihkan ke basis data kosong, atau "
        "tambahkan --overwrite bila isinya memang boleh hilang."
    )


class ToolFailed(Refusal):
    """pg_dump or pg_restore said no."""

    says = "%(tool)s gagal: %(why)s. Tidak ada yang berubah."


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
def backup(file: Path) -> None:
    """Write the whole database, attachments included, to FILE; consistent while in use."""
    part = file.with_name(file.name + ".part")
    with services(load_settings()) as running:
        address = _plain(running.settings.database_owner_url)
        _run(
            "pg_dump", "--format=custom", "--no-owner", "--schema=public", f"--file={part}", address
        )
    part.replace(file)
    click.echo(f"Cadangan ditulis: {file} ({file.stat().st_size:,} bita).")


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--overwrite", is_flag=True, help="Replace a database that holds cases.")
def restore(file: Path, *, overwrite: bool) -> None:
    """Replace the database with the backup in FILE, all or nothing, and bring it up to date."""
    with services(load_settings()) as running:
        address = _plain(running.settings.database_owner_url)
        count = _cases(address)
        if count and not overwrite:
            raise NotEmpty(count=count)
        _run("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction",
             f"--dbname={address}", str(file))  # fmt: skip
        upgrade(running.settings.database_owner_url)
    click.echo("Basis data dipulihkan.")


def _plain(url: str) -> str:
    return url.replace("postgresql+psycopg://", "postgresql://", 1)


def _cases(address: str) -> int:
    with psycopg.connect(address) as connection:
        found = connection.execute("SELECT to_regclass('public.cases')").fetchone()
        if found is None or found[0] is None:
            return 0
        counted = connection.execute("SELECT count(*) FROM cases").fetchone()
        return int(counted[0]) if counted else 0


def _run(tool: str, *words: str) -> None:
    done = subprocess.run(
        [str(wheel_programs() / tool), *words], capture_output=True, text=True, check=False
    )
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["tanpa keterangan"]
        raise ToolFailed(tool=tool, why=lines[-1])
