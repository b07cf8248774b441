"""Settings: the few names an installation may set in its environment, checked once at start."""

import os
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import (
    AliasChoices,
    ByteSize,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, SettingsConfigDict

_SECRET = frozenset({
    "database_url", "database_owner_url", "redis_url", "smtp_url", "secret_key", "seal_key",
})  # fmt: skip
_UNPREFIXED = frozenset({"database_url", "database_owner_url", "redis_url"})


class SettingsWrong(Exception):
    """The environment holds a value that cannot be used; the sentence names it and the remedy."""


class Settings(BaseSettings):
    """One installation's settings, from `SOPAN_*`, `DATABASE_[OWNER_]URL` and `REDIS_URL`.

    Without addresses of servers those of `engine.embedded` serve, which hands out a copy with
    all addresses filled in. Each description completes the sentence "..., padahal harus ...".
    """

    model_config = SettingsConfigDict(env_prefix="SOPAN_", frozen=True, populate_by_name=True)

    database_url: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("database_url", "DATABASE_URL"),
        description="alamat PostgreSQL, misalnya postgresql://sopan_app:rahasia@server/sopan",
    )
    database_owner_url: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("database_owner_url", "DATABASE_OWNER_URL"),
        description="alamat PostgreSQL dengan peran pemilik tabel, dipakai hanya oleh migrasi",
    )
    redis_url: str = Field(
        default="",
        repr=False,
        validation_alias=AliasChoices("redis_url", "REDIS_URL"),
        pattern=r"^(rediss?://.+)?$",
        description="alamat Valkey atau Redis, misalnya redis://server:6379/0",
    )
    data_dir: Path = Field(
        default=Path(".data"), description="direktori untuk basis data tertanam, kunci, dan surat"
    )
    secret_key: str = Field(
        default="",
        repr=False,
        pattern=r"^(.{32,})?$",
        description="rangkaian acak sedikitnya 32 karakter",
    )
    seal_key: str = Field(
        default="",
        repr=False,
        pattern=r"^([0-9a-fA-F]{64})?$",
        description="64 angka heksadesimal (kosong: dibuat di direktori data)",
    )
    public_url: str = Field(
        default="",
        pattern=r"^(https?://[^\s/]+)?/?$",
        description="alamat yang dibuka warga, misalnya https://sopan.contohkab.go.id",
    )
    listen: str = Field(
        default="127.0.0.1:8000",
        pattern=r"^[^\s:]+:\d{1,5}$",
        description="alamat dan porta halaman web, misalnya 127.0.0.1:8000",
    )
    smtp_url: str = Field(
        default="",
        repr=False,
        pattern=r"^(smtps?://.+)?$",
        description="alamat server surat, misalnya smtp://server:25 (kosong: ditulis ke berkas)",
    )
    web_processes: int = Field(default=2, ge=1, le=64, description="bilangan bulat 1 sampai 64")
    worker_processes: int = Field(default=2, ge=1, le=64, description="bilangan bulat 1 sampai 64")
    regency: str = Field(
        default="Kabupaten Contoh", min_length=1, description="nama kabupaten atau kota"
    )
    log_format: Literal["text", "json"] = Field(default="text", description="text atau json")
    definitions_dir: Path = Field(
        default=Path(__file__).parent.parent / "definitions", description="direktori naskah SOP"
    )
    attachment_cap: ByteSize = Field(
        default=ByteSize(10 * 1024 * 1024),
        ge=1024,
        le=512 * 1024 * 1024,
        description="ukuran lampiran terbesar, 1KiB sampai 512MiB, misalnya 10MiB",
    )

    @property
    def host(self) -> str:
        """The address the web server binds."""
        return self.listen.rpartition(":")[0]

    @property
    def port(self) -> int:
        """The port the web server binds."""
        return int(self.listen.rpartition(":")[2])

    @field_validator("listen")
    @classmethod
    def _possible_port(cls, listen: str) -> str:
        if not 1 <= int(listen.rpartition(":")[2]) <= 65535:
            raise ValueError("no such port")
        return listen

    @field_validator("database_url", "database_owner_url")
    @classmethod
    def _with_driver(cls, url: str) -> str:
        """Addresses as hosting providers write them, completed with the driver's name."""
        if not url:
            return url
        scheme, separator, rest = url.partition("://")
        if not separator or scheme not in ("postgres", "postgresql", "postgresql+psycopg"):
            raise ValueError("not PostgreSQL")
        return f"postgresql+psycopg://{rest}"

    @field_validator("data_dir", "definitions_dir")
    @classmethod
    def _absolute(cls, path: Path) -> Path:
        return path.expanduser().absolute()

    @model_validator(mode="after")
    def _complete(self) -> Self:
        """A database elsewhere is shared by several processes, so they must share one secret."""
        if self.database_url and not self.secret_key:
            raise ValueError("secret_key")
        values = self.__dict__
        values["public_url"] = self.public_url.rstrip("/") or f"http://{self.listen}"
        values["database_owner_url"] = self.database_owner_url or self.database_url
        return self

    def environment(self) -> dict[str, str]:
        """These settings as environment variables, for the processes this one starts."""
        return {variable(name): str(value) for name, value in self if value not in ("", None)}


def variable(field: str) -> str:
    """The environment variable behind a setting's name."""
    return field.upper() if field in _UNPREFIXED else f"SOPAN_{field.upper()}"


def load_settings(**given: Any) -> Settings:
    """Settings from the environment; what is `given` by name goes before it.

    Raises SettingsWrong with one sentence for each value that cannot be used.
    """
    _refuse_unknown(os.environ)
    try:
        return Settings(**given)
    except ValidationError as wrong:
        raise SettingsWrong("\n".join(_sentence(error) for error in wrong.errors())) from None


def _refuse_unknown(environment: Mapping[str, str]) -> None:
    known = sorted(variable(field) for field in Settings.model_fields)
    for name in environment:
        if name.startswith("SOPAN_") and name not in known:
            near = get_close_matches(name, known, n=1) or [", ".join(known)]
            raise SettingsWrong(
                f"Variabel lingkungan {name} tidak dikenal. Mungkin maksudnya {near[0]}; "
                "betulkan namanya atau hapus."
            )


def _sentence(error: Any) -> str:
    if not error["loc"]:
        return (
            "SOPAN_SECRET_KEY belum diisi, padahal wajib bila DATABASE_URL diisi. Buatlah dengan "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    field = str(error["loc"][0]).lower()
    shown = "nilai yang tidak dapat dipakai" if field in _SECRET else repr(error["input"])
    expected = Settings.model_fields[field].description
    return f"{variable(field)} berisi {shown}, padahal harus {expected}."
