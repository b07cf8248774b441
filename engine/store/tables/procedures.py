"""The procedures: adopted texts, and where and when each is in force."""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE

from engine.store.tables.metadata import metadata, moment

sops = Table(
    "sops",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("digest", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False),
    Column("version", Integer, nullable=False),
    Column("title", Text, nullable=False),
    Column("path", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),  # the file's bytes as adopted
    UniqueConstraint("path"),
    Index("ix_sops_code", "code", "version"),
)

# A unit's practice of an SOP: the thing of which one version at a time is in force.
practices = Table(
    "practices",
    metadata,
    Column("id", Integer, Identity(always=True), primary_key=True),
    Column("unit", Text, ForeignKey("units.code"), nullable=False),
    Column("code", Text, nullable=False),
    UniqueConstraint("unit", "code", name="uq_practices_unit_code"),
)

# The exclusion constraint that forbids two in force is written in the migration.
adoptions = Table(
    "adoptions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("practice_id", Integer, ForeignKey("practices.id"), nullable=False),
    Column("sop_id", Integer, ForeignKey("sops.id"), nullable=False, index=True),
    Column("during", DATERANGE, nullable=False),
    Column("basis", Text, nullable=False),  # "adopted as ratified on paper"
    Column("letter", Text, nullable=False),
    Column("recorded_by", Text, nullable=False),
    moment("recorded_at", nullable=False, server_default=text("now()")),
)

# Which desks a turn names, so that a person's worklist is one index range a turn.
turns = Table(
    "turns",
    metadata,
    Column("desk", Text, nullable=False),
    Column("turn", Text, nullable=False),
    PrimaryKeyConstraint("desk", "turn"),
)
