"""The ground of the bench: real servers with fsync on, the demonstration office, many cases."""

import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.cli.load import load_all
from engine.commands import By, open_case
from engine.demo.people import email_of
from engine.demo.settle import settle
from engine.embedded import services
from engine.settings import Settings, load_settings
from engine.store.schema import upgrade
from engine.store.session import Store, open_store

UNIT = "kec-contoh-utara"
# The way of a certificate of need through six steps: desk, outcome, checklist.
WAY = (
    ("loket", "Terdaftar", "Berkas permohonan"),
    ("kasi_kesos", "Sesuai", "Berkas tercocokkan"),
    ("loket", "Tercetak", "Berkas terverifikasi"),
    ("kasi_kesos", "Benar", "Rancangan surat"),
    ("sekcam", "Benar", "Rancangan surat"),
    ("camat", "Ditandatangani", "Surat berparaf"),
)


@dataclass(kw_only=True)
class Ground:
    """A migrated, loaded and peopled installation."""

    settings: Settings
    store: Store
    people: dict[str, int]

    def person(self, desk: str) -> int:
        """Who sits at a desk of the unit."""
        return self.people[email_of(f"{UNIT}:{desk}")]

    def open_cases(self, count: int) -> list[str]:
        """Opens that many certificates of need; answers their numbers."""
        return [self._open() for _ in range(count)]

    def _open(self) -> str:
        opened = open_case(
            self.store,
            UNIT,
            "SKTM",
            by=By(person=self.person("loket")),
            applicant={"name": "Pemohon Contoh", "birth_date": "1990-03-08"},
            given={"keperluan": "Kesehatan", "desa": "Melati"},
            ticked=frozenset({"pengantar", "identitas"}),
        )
        return opened.case.number


@contextmanager
def ground() -> Iterator[Ground]:
    """Starts everything in a directory that is thrown away; commits are durable."""
    with tempfile.TemporaryDirectory(prefix="sopan-bench-") as place:
        Path(place).chmod(0o755)
        with services(load_settings(data_dir=Path(place)), alone=True) as running:
            upgrade(running.settings.database_owner_url)
            load_all(running.settings)
            store = open_store(running.settings.database_url)
            people = settle(store, secrets.token_hex(8))
            _must_be_durable(store)
            yield Ground(settings=running.settings, store=store, people=people)
            store.close()


def _must_be_durable(store: Store) -> None:
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        row = store.row(f"SHOW {setting}")
        assert row is not None and row[0] == "on", f"{setting} must be on for the bench"
