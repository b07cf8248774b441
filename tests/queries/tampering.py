"""Tampering: a superuser in the database, whom no trigger, grant or foreign key holds back."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import orjson
import psycopg

from tests.services import Servers

Admin = psycopg.Connection[Any]


@contextmanager
def superuser(servers: Servers) -> Iterator[Admin]:
    """A connection on which everything is possible."""
    with servers.admin() as admin:
        admin.execute("SET session_replication_role = replica")
        yield admin


def reckoned_anew(admin: Admin, case_id: int, at: int) -> None:
    """Makes somebody else the doer of one fact, and reckons the whole chain anew, row and all."""
    rows = admin.execute(
        "SELECT version, body FROM history WHERE case_id = %s ORDER BY version", (case_id,)
    ).fetchall()
    head = b""
    for version, body in rows:
        raw = orjson.loads(body)
        raw["before"] = head.hex()
        if version == at:
            raw["position"] = "kec-contoh-utara:camat"
        told = orjson.dumps(raw, option=orjson.OPT_SORT_KEYS)
        head = hashlib.sha256(told).digest()
        admin.execute(
            "UPDATE history SET body = %s, digest = %s WHERE case_id = %s AND version = %s",
            (told.decode(), head, case_id, version),
        )
    admin.execute("UPDATE cases SET head = %s WHERE id = %s", (head, case_id))


@contextmanager
def put_back_to_now(admin: Admin, *tables: str) -> Iterator[None]:
    """At the end, puts tables back to what they hold at the beginning: yesterday's backup."""
    for table in tables:
        admin.execute(f"CREATE TABLE yesterday_{table} AS TABLE {table}")
    yield
    for table in tables:
        admin.execute(f"DELETE FROM {table}")
        admin.execute(
            f"INSERT INTO {table} OVERRIDING SYSTEM VALUE TABLE yesterday_{table}; "
            f"DROP TABLE yesterday_{table}"
        )
