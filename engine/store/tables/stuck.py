"""Stuck cases: those at which a sweep failed, kept out of its way and shown until they move."""

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, Table, Text, text

from engine.store.tables.metadata import metadata, moment

stuck_cases = Table(
    "stuck_cases",
    metadata,
    Column("case_id", BigInteger, ForeignKey("cases.id"), primary_key=True),
    Column("error", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default=text("1")),
    moment("since", nullable=False, server_default=text("clock_timestamp()")),
    moment("retry_at", nullable=False),
)
