"""Logs of other systems, kept as evidence: the files as they came, apart from our own cases."""

from sqlalchemy import BigInteger, Column, Identity, Integer, LargeBinary, Table, Text, text

from engine.store.tables.metadata import metadata, moment

outside_logs = Table(
    "outside_logs",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("digest", Text, nullable=False, unique=True),  # SHA-256 of the file's bytes
    Column("content", LargeBinary, nullable=False),
    Column("columns", Text, nullable=False),  # which columns of a CSV say what, as JSON
    Column("traces", Integer, nullable=False),
    Column("events", Integer, nullable=False),
    moment("imported_at", nullable=False, server_default=text("now()")),
)
