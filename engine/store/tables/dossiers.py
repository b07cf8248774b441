"""The dossiers: cases, their history, and the words that lie beside it."""

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
    Uuid,
    text,
)

from engine.store.tables.metadata import metadata, moment

_OPEN = text("closed_at IS NULL")

counters = Table(
    "counters",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

cases = Table(
    "cases",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("number", Text, nullable=False, unique=True),
    Column("unit", Text, ForeignKey("units.code"), nullable=False),
    Column("sop_id", Integer, ForeignKey("sops.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("head", LargeBinary, nullable=False),  # digest of the last fact
    Column("status", Text, nullable=False),
    Column("step", Text),
    Column("turn", Text, nullable=False),
    Column("holder", BigInteger, ForeignKey("people.id")),
    moment("opened_at", nullable=False),
    moment("due_at"),
    moment("pressing_at"),  # the due moment that is missed first
    moment("near_at"),  # when the first running clock is due soon
    moment("promised_at"),
    moment("ready_at"),
    moment("closed_at"),
    moment("next_at"),  # when the sweep must look again
    Column("ending", Text),
    Column("memory", Text, nullable=False),  # the rest of the folded case, as JSON
    Column("code", LargeBinary, nullable=False, unique=True),  # SHA-256 of the receipt's secret
    Index("ix_cases_next", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    Index(
        "ix_cases_turn",
        "turn",
        text("coalesce(pressing_at, 'infinity'::timestamptz)"),
        "id",
        postgresql_where=_OPEN,
    ),
    Index("ix_cases_holder", "holder", postgresql_where=text("holder IS NOT NULL")),
    Index("ix_cases_board", "unit", "sop_id", postgresql_where=_OPEN),
    Index("ix_cases_register", "unit", "sop_id", "opened_at", "id"),
    # Steps change far more often than cases are opened: leave room for rows to stay on their page.
    postgresql_with={"fillfactor": 80},
)

# No foreign key here nor on words: both are only ever written by the statement that moves the case,
# which finds its row first; the check would cost a quarter of that statement.
history = Table(
    "history",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    moment("happened_at", nullable=False),
    moment("recorded_at", nullable=False),
    Column("actor", BigInteger),  # null: the system, which has a name too
    Column("body", Text, nullable=False),  # canonical bytes, hashed as stored
    Column("digest", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "version"),
    Index("ix_history_opened", "actor", "recorded_at", postgresql_where=text("kind = 'opened'")),
)

# Personal words and their salts: erasable, committed to by the chain.
words = Table(
    "words",
    metadata,
    Column("case_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("field", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "version", "field"),
    Index(
        "ix_words_name",
        text("to_tsvector('simple', text)"),
        postgresql_using="gin",
        postgresql_where=text("field = 'applicant.name'"),
    ),
    Index(
        "ix_words_exact",
        "text",
        postgresql_where=text("field IN ('applicant.nik', 'applicant.phone')"),
    ),
)

documents = Table(
    "documents",
    metadata,
    Column("case_id", BigInteger, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("salt", LargeBinary, nullable=False),
    PrimaryKeyConstraint("case_id", "version"),
)

# A form that creates something carries a one-time key: the second click finds it taken.
onces = Table(
    "onces",
    metadata,
    Column("key", Uuid, primary_key=True),
    Column("case_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
)

# Who looked at unmasked personal data of which case, and when.
disclosures = Table(
    "disclosures",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("case_id", BigInteger, ForeignKey("cases.id"), nullable=False, index=True),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("what", Text, nullable=False),
    moment("at", nullable=False, server_default=text("now()")),
)
