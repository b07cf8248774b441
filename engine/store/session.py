"""The session: one pool of connections, and the only places where anything is committed.

The hot path sends single statements that commit by themselves; `transaction` is for the few verbs
that need more than one. Both speak psycopg through SQLAlchemy's pool, without its unit of work.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import psycopg
from psycopg.rows import dict_row
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import TimeoutError as PoolTimeout

from engine.domain.errors import Overloaded

Params = Mapping[str, Any] | Sequence[Any]
Row = tuple[Any, ...]


@dataclass(kw_only=True)
class Store:
    """The database, with what this process remembers of ratified texts and of the office."""

    engine: Engine
    texts: dict[Any, Any] = field(default_factory=dict)  # SOPs by id and digest: never stale
    offices: dict[str, Any] = field(default_factory=dict)  # the office at its latest revision

    @contextmanager
    def connection(self) -> Iterator[psycopg.Connection[Row]]:
        """A connection on which every statement commits by itself."""
        try:
            pooled = self.engine.raw_connection()
        except PoolTimeout as full:
            raise Overloaded from full
        try:
            yield pooled.driver_connection  # type: ignore[misc]
        except psycopg.OperationalError:
            if pooled.driver_connection.broken:  # type: ignore[union-attr]
                # The server has gone or was restarted: every pooled connection is as dead as this.
                pooled.invalidate()
                self.engine.dispose()
            raise
        finally:
            pooled.close()

    @contextmanager
    def transaction(self) -> Iterator[psycopg.Connection[Row]]:
        """A connection whose statements are committed together, or not at all."""
        with self.connection() as connection, connection.transaction():
            yield connection

    def rows(self, statement: str, params: Params = ()) -> list[Row]:
        """All rows of one statement."""
        with self.connection() as connection:
            return connection.execute(statement, params).fetchall()

    def row(self, statement: str, params: Params = ()) -> Row | None:
        """The first row of one statement, or None."""
        with self.connection() as connection:
            return connection.execute(statement, params).fetchone()

    def named(self, statement: str, params: Params = ()) -> list[dict[str, Any]]:
        """All rows of one statement, each by column name."""
        with self.connection() as connection, connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(statement, params).fetchall()

    def run(self, statement: str, params: Params = ()) -> int:
        """Runs one statement that commits by itself; answers how many rows it touched."""
        with self.connection() as connection:
            return connection.execute(statement, params).rowcount

    def close(self) -> None:
        """Gives every connection back."""
        self.engine.dispose()


# What a hanging process has locked is free again after a minute: its session is ended.
_SESSION = "-c TimeZone=UTC -c idle_in_transaction_session_timeout=60s"


def open_store(database_url: str, *, pool: int = 8) -> Store:
    """A store on a PostgreSQL address; connects when first used."""
    engine = create_engine(
        driver_url(database_url),
        pool_size=pool,
        max_overflow=pool,
        pool_timeout=10,
        pool_reset_on_return=None,
        isolation_level="AUTOCOMMIT",
        connect_args={"options": _SESSION, "application_name": "sopan"},
    )
    return Store(engine=engine)


def driver_url(address: str) -> str:
    """The address with SQLAlchemy's name for psycopg 3."""
    scheme, _, rest = address.partition("://")
    return f"postgresql+psycopg://{rest}" if scheme in ("postgresql", "postgres") else address
