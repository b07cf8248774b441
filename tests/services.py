"""The real parts a test stands on: PostgreSQL, Valkey, Sopan's own processes, a browser."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import redis
from psycopg import sql

from engine.cli import health
from engine.cli.run import command, environment
from engine.embedded import services
from engine.embedded.valkey import free_port
from engine.settings import Settings
from engine.store import schema

# The servers live in a directory that is thrown away, so no test waits for a disk.
_NOT_DURABLE = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")
_EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class Servers:
    """One PostgreSQL and one Valkey for the whole run, in a directory of their own."""

    settings: Settings

    @property
    def admin_dsn(self) -> str:
        """The superuser's address of the test database, for what no role of Sopan may do."""
        return dsn(self.settings.database_owner_url.replace("sopan_owner@", "postgres@"))

    @contextmanager
    def admin(self) -> Iterator[psycopg.Connection]:
        """A superuser's connection on which every statement commits by itself."""
        with psycopg.connect(self.admin_dsn, autocommit=True) as connection:
            yield connection

    @contextmanager
    def another_database(self, name: str) -> Iterator[Settings]:
        """Settings for an empty database without tables, dropped at the end."""
        with self.admin() as admin:
            quoted = sql.Identifier(name)
            admin.execute(sql.SQL("CREATE DATABASE {} OWNER sopan_owner").format(quoted))
            try:
                yield self.settings.model_copy(
                    update={
                        "database_url": self.settings.database_url.replace("/sopan?", f"/{name}?"),
                        "database_owner_url": self.settings.database_owner_url.replace(
                            "/sopan?", f"/{name}?"
                        ),
                    }
                )
            finally:
                admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(quoted))


@contextmanager
def started_servers() -> Iterator[Servers]:
    """Both servers with a migrated database, remembered as empty."""
    place = Path(tempfile.mkdtemp(prefix="sopan-tests-"))
    try:
        settings = Settings(data_dir=place)
        with services(settings, alone=True, postgres_options=_NOT_DURABLE) as running:
            schema.upgrade(running.settings.database_owner_url)
            servers = Servers(settings=running.settings)
            remember(servers, _EMPTY)
            yield servers
    finally:
        shutil.rmtree(place, ignore_errors=True)


def remember(servers: Servers, name: str) -> None:
    """Keeps a copy of everything in the database, to be recalled by later tests."""
    with servers.admin() as admin:
        kept = sql.Identifier(f"kept_{name}")
        admin.execute(sql.SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(kept))
        admin.execute(sql.SQL("CREATE SCHEMA {}").format(kept))
        for table in _tables(admin):
            name_of = sql.Identifier(table)
            admin.execute(sql.SQL("CREATE TABLE {}.{} AS TABLE {}").format(kept, name_of, name_of))


def recall(servers: Servers, name: str = _EMPTY) -> None:
    """Puts the database back to what was remembered: rows only, so it takes milliseconds."""
    with servers.admin() as admin, admin.transaction():
        _end_stuck_sessions(admin)
        # Triggers and foreign keys are off for this one transaction, history's included.
        admin.execute("SET LOCAL session_replication_role = replica")
        admin.execute("SET LOCAL lock_timeout = '10s'")
        for table in _tables(admin):
            name_of, kept = sql.Identifier(table), sql.Identifier(f"kept_{name}")
            admin.execute(sql.SQL("DELETE FROM {}").format(name_of))
            admin.execute(
                sql.SQL("INSERT INTO {} OVERRIDING SYSTEM VALUE TABLE {}.{}").format(
                    name_of, kept, name_of
                )
            )
    with redis.Redis.from_url(servers.settings.redis_url) as valkey:
        valkey.flushall()


def _tables(admin: psycopg.Connection) -> list[str]:
    return [
        name
        for (name,) in admin.execute(
            "SELECT tablename FROM pg_tables "
            "WHERE schemaname = 'public' AND tablename <> 'alembic_version'"
        )
    ]


def _end_stuck_sessions(admin: psycopg.Connection) -> None:
    admin.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
        "AND pid <> pg_backend_pid() AND state LIKE 'idle in transaction%'"
    )


def dsn(url: str) -> str:
    """SQLAlchemy's address as libpq takes it."""
    return url.replace("postgresql+psycopg://", "postgresql://")


@contextmanager
def running(process: str, settings: Settings) -> Iterator[subprocess.Popen[bytes]]:
    """One real process of Sopan (web, worker or beat), given back once it is well."""
    check = {"web": health.web, "worker": health.worker, "beat": health.beat}[process]
    program = subprocess.Popen(
        command(process, settings), env={**os.environ, **environment(process, settings)}
    )
    try:
        until = time.monotonic() + 30
        while why := check(settings):
            assert program.poll() is None, f"{process} ended with {program.returncode}"
            assert time.monotonic() < until, f"{process} is not well: {why}"
            time.sleep(0.1)
        yield program
    finally:
        program.terminate()
        try:
            program.wait(20)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()


def on_free_port(settings: Settings) -> Settings:
    """The settings with a web address nobody else uses."""
    listen = f"127.0.0.1:{free_port()}"
    return settings.model_copy(update={"listen": listen, "public_url": f"http://{listen}"})
