"""The witness: the key that seals, and a copy of every seal, in files outside the database.

Whoever owns the database can neither sign nor take back what lies here. Copied to another machine
or medium now and then, the copies tell even when the whole installation is put back to an old day.
Where the database runs under the same account as Sopan, its superuser could read these files: let
it run under another, or on another machine, or give the key by SOPAN_SEAL_KEY.
"""

import gzip
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

import orjson

from engine.domain import seals
from engine.domain.errors import Refusal
from engine.domain.seals import Seal
from engine.embedded.place import write_private
from engine.settings import Settings


class KeyUnreadable(Refusal):
    """The file does not hold a key."""

    says = (
        "Kunci penyegel di %(place)s bukan 64 angka heksadesimal. Pulihkan berkas itu dari "
        "cadangannya."
    )


@dataclass(frozen=True, slots=True)
class Witness:
    """What this machine keeps beside the database; nothing is there before the first seal."""

    folder: Path
    given: str  # the key from the environment, or nothing

    def secret_key(self) -> bytes:
        """The key that seals; its file is made at first use."""
        if not self.given and not self._key_file.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            write_private(self._key_file, secrets.token_hex(32))
        return self._key()

    def public_key(self) -> bytes | None:
        """The public half; None where no key is at hand."""
        if self.given or self._key_file.exists():
            return seals.public_key(self._key())
        return None

    def numbers(self) -> list[int]:
        """The numbers of the seals of which there is a copy, in order."""
        found = self.folder.glob("seals/*.json.gz")
        return sorted(int(path.name.partition(".")[0]) for path in found)

    def copy(self, number: int) -> Seal | None:
        """The copy of a seal, or None. Raises OSError, KeyError or ValueError when it is spoilt."""
        path = self._file(number)
        if not path.exists():
            return None
        raw = orjson.loads(gzip.decompress(path.read_bytes()))
        return Seal(
            body=raw["statement"].encode(),
            signature=bytes.fromhex(raw["signature"]),
            lines=tuple(line.encode() for line in raw["leaves"]),
        )

    def keep(self, number: int, copy: Seal) -> None:
        """Writes the copy of a seal, whole or not at all."""
        told = {
            "statement": copy.body.decode(),
            "signature": copy.signature.hex(),
            "leaves": [line.decode() for line in copy.lines],
        }
        path = self._file(number)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{os.getpid()}")
        draft.write_bytes(gzip.compress(orjson.dumps(told)))
        draft.replace(path)

    def _key(self) -> bytes:
        try:
            key = bytes.fromhex(self.given or self._key_file.read_text().strip())
        except ValueError:
            key = b""
        if len(key) != 32:
            raise KeyUnreadable(place=self._key_file)
        return key

    @property
    def _key_file(self) -> Path:
        return self.folder / "seal.key"

    def _file(self, number: int) -> Path:
        return self.folder / "seals" / f"{number:06}.json.gz"


def witness_of(settings: Settings) -> Witness:
    """The witness of an installation, in its data directory."""
    return Witness(settings.data_dir, settings.seal_key)
