"""The office: units, posts, people and the calendars they work by."""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    text,
)

from engine.store.tables.metadata import metadata, moment

# One row. Its revision is read with every case, so that a changed office is seen at once.
office = Table(
    "office",
    metadata,
    Column("id", SmallInteger, primary_key=True, server_default=text("1")),
    Column("revision", BigInteger, nullable=False, server_default=text("1")),
    CheckConstraint("id = 1", name="one_row"),
)

calendars = Table(
    "calendars",
    metadata,
    Column("code", Text, nullable=False),
    Column("version", Text, nullable=False),  # digest of the definition
    Column("body", Text, nullable=False),
    Column("inherits", Text),  # the code of the calendar it follows
    moment("loaded_at", nullable=False, server_default=text("now()")),
    PrimaryKeyConstraint("code", "version"),
)

units = Table(
    "units",
    metadata,
    Column("code", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("short", Text, nullable=False, unique=True),
    Column("parent", Text, ForeignKey("units.code")),
    Column("calendar", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
    Column("ladder", Text, nullable=False, server_default=""),  # empty: the ordinary one
)

positions = Table(
    "positions",
    metadata,
    Column("unit", Text, ForeignKey("units.code"), nullable=False),
    Column("code", Text, nullable=False),
    Column("title", Text, nullable=False),
    Column("duties", ARRAY(Text), nullable=False, server_default="{}"),
    Column("superior", Text),  # a desk, "unit:code"
    PrimaryKeyConstraint("unit", "code"),
)

people = Table(
    "people",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("name", Text, nullable=False),
    Column("email", Text, nullable=False, unique=True),
    Column("password", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("true")),
    Column("uniquifier", Text, nullable=False, unique=True),  # changing it signs out everywhere
    Column("language", Text, nullable=False, server_default="id"),
    Column("failures", Integer, nullable=False, server_default=text("0")),
    moment("locked_until"),
)

holdings = Table(
    "holdings",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False, index=True),
    Column("unit", Text, nullable=False),
    Column("position", Text, nullable=False),
    Column("standing", Text, nullable=False, server_default="definitive"),
    Column("letter", Text, nullable=False, server_default=""),
    Column("starts", Date, nullable=False),
    Column("ends", Date),
    CheckConstraint("ends IS NULL OR ends >= starts", name="in_order"),
    Index("ix_holdings_desk", "unit", "position"),
)
