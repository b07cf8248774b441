"""The seals, how far they reach into each case, and the faults of the last check of all."""

from sqlalchemy import BigInteger, Column, Identity, Integer, LargeBinary, Table, Text

from engine.store.tables.metadata import metadata, moment

# Insert only, like the history. No foreign keys: a seal must outlive what it speaks of.
seals = Table(
    "seals",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("body", Text, nullable=False),  # canonical bytes of the statement, signed as stored
    Column("signature", LargeBinary, nullable=False),
    Column("lines", LargeBinary, nullable=False),  # the leaves, one a line, deflated
)

# How far the newest seal of each case reaches: a convenience, the leaves are the truth.
sealed_heads = Table(
    "sealed_heads",
    metadata,
    Column("case_id", BigInteger, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),
    Column("seal", Integer, nullable=False, index=True),
)

# What the nightly check found wrong, replaced as a whole by the next.
faults = Table(
    "faults",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("number", Text, nullable=False),  # of the case; empty: of the seals themselves
    Column("fault", Text, nullable=False),
    moment("found_at", nullable=False),
)
