"""Calendars over time: which text holds from when, and the changes that are looked at before."""

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    PrimaryKeyConstraint,
    Table,
    Text,
    text,
)

from engine.store.tables.metadata import metadata, moment


def _count(name: str) -> Column:  # type: ignore[type-arg]
    return Column(name, Integer, nullable=False, server_default=text("0"))


# Inserted only: the calendar of a code is the fold of its adoptions in order of id.
calendar_adoptions = Table(
    "calendar_adoptions",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("code", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("since", Date),  # null: for all days
    Column("letter", Text, nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id")),  # null: loaded from a file
    moment("recorded_at", nullable=False, server_default=text("clock_timestamp()")),
    Column("undoes", BigInteger, ForeignKey("calendar_adoptions.id")),
    Column("change_id", BigInteger),
    ForeignKeyConstraint(["code", "version"], ["calendars.code", "calendars.version"]),
    Index("ix_calendar_adoptions_code", "code", "id"),
)

calendar_changes = Table(
    "calendar_changes",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("code", Text, nullable=False),
    Column("version", Text, nullable=False),
    Column("since", Date),
    Column("letter", Text, nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id")),
    Column("state", Text, nullable=False),
    Column("undoes", BigInteger, ForeignKey("calendar_changes.id")),
    moment("created_at", nullable=False, server_default=text("clock_timestamp()")),
    moment("started_at"),  # when its calendars came to hold
    moment("finished_at"),  # when the last case had been reckoned anew
    moment("settled_at"),  # when cases decided meanwhile on the old calendar had been, too
    Column("reached", BigInteger, nullable=False, server_default=text("0")),  # id of a case
    _count("total"),
    _count("looked"),
    _count("moved"),
    _count("earlier"),
    _count("later"),
    _count("becomes_late"),
    _count("saved"),
    _count("recorded"),
    _count("failed"),
    Column("error", Text, nullable=False, server_default=""),
    Index(
        "ix_calendar_changes_work",
        "id",
        postgresql_where=text(
            "state IN ('previewing', 'applying') OR state = 'applied' AND settled_at IS NULL"
        ),
    ),
)

# The texts that a change brings: its own calendar's and those of the heirs.
calendar_change_texts = Table(
    "calendar_change_texts",
    metadata,
    Column("change_id", BigInteger, ForeignKey("calendar_changes.id"), nullable=False),
    Column("code", Text, nullable=False),
    Column("replaces", Text, nullable=False),  # the version before
    Column("version", Text, nullable=False),
    PrimaryKeyConstraint("change_id", "code"),
    ForeignKeyConstraint(["code", "version"], ["calendars.code", "calendars.version"]),
)

# What a preview found: one line a due moment that moves.
calendar_moves = Table(
    "calendar_moves",
    metadata,
    Column("change_id", BigInteger, nullable=False),
    Column("case_id", BigInteger, nullable=False),
    Column("number", Text, nullable=False),
    Column("clock", Text, nullable=False),
    moment("old_at"),
    moment("new_at"),
    Column("late_before", Boolean, nullable=False),
    Column("late_after", Boolean, nullable=False),
    PrimaryKeyConstraint("change_id", "case_id", "clock"),
)
