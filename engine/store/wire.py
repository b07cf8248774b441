"""The wire: one statement sent through libpq itself, prepared once a connection, texts in and out.

The driver's general way, with a cursor and an adapter for every value, takes longer than the
server does for the two statements of a step.
"""

from collections.abc import Sequence
from typing import Any
from weakref import WeakKeyDictionary

import orjson
import psycopg
from psycopg import RawCursor
from psycopg.errors import InvalidSqlStatementName, error_from_result
from psycopg.pq import DiagnosticField, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGresult

Param = str | bytes  # a text in PostgreSQL's notation, or raw bytes
Texts = tuple[bytes | None, ...]

_names: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()


def ask(
    connection: psycopg.Connection[Any], statement: str, params: Sequence[Param]
) -> Texts | None:
    """The first row of a statement with $1, $2, ... that commits by itself, or None.

    Raises what the driver raises. Inside a transaction the driver is asked: a statement whose
    preparation was forgotten (it forgets all at a rollback) would break the transaction.
    """
    if connection.pgconn.transaction_status != TransactionStatus.IDLE:
        row = RawCursor(connection).execute(statement, params).fetchone()
        return row and tuple(None if value is None else str(value).encode() for value in row)
    try:
        return _sent(connection, statement, params)
    except InvalidSqlStatementName:
        _names.pop(connection, None)
        return _sent(connection, statement, params)


def _sent(
    connection: psycopg.Connection[Any], statement: str, params: Sequence[Param]
) -> Texts | None:
    pgconn = connection.pgconn
    names = _names.get(connection)
    if names is None:
        names = _names[connection] = {}
    name = names.get(statement)
    if name is None:
        name = f"sopan_{len(names)}".encode()
        _checked(connection, pgconn.prepare(name, statement.encode()))
        names[statement] = name
    result = pgconn.exec_prepared(
        name,
        [one.encode() if isinstance(one, str) else one for one in params],
        [1 if isinstance(one, bytes) else 0 for one in params],
    )
    _checked(connection, result)
    if not result.ntuples:
        return None
    return tuple([result.get_value(0, column) for column in range(result.nfields)])


def _checked(connection: psycopg.Connection[Any], result: PGresult) -> None:
    if result.status in (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK):
        return
    if not result.error_field(DiagnosticField.SQLSTATE):
        # No server has sent this: the connection is lost, though libpq, which may have failed only
        # to write so far, does not always count it as such.
        why = result.get_error_message()
        connection.pgconn.finish()
        raise psycopg.OperationalError(why)
    raise error_from_result(result)


def given(place: int, kind: str = "text") -> str:
    """The value at a place (from 1) of the codes that are the first parameter."""
    return f"($1::text[])[{place}]::{kind}"


def codes(values: Sequence[Any]) -> str:
    """Codes, moments, numbers and JSON as one array in PostgreSQL's notation.

    A JSON list of scalars is such an array once its brackets are braces, as long as no text holds
    control characters: true of everything that the office did not type.
    """
    told = orjson.dumps(values, default=hexadecimal, option=orjson.OPT_UTC_Z).decode()
    return f"{{{told[1:-1]}}}"


def array(texts: Sequence[str]) -> str:
    """Any texts as one array in PostgreSQL's notation."""
    quoted = (text.replace("\\", "\\\\").replace('"', '\\"') for text in texts)
    return "{" + ",".join(f'"{text}"' for text in quoted) + "}"


def hexadecimal(raw: bytes) -> str:
    """Bytes in PostgreSQL's own notation."""
    return f"\\x{raw.hex()}"
