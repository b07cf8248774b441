"""The tables: office, SOPs, cases, their history and what surrounds it.

The case row is a convenience; the history is the truth. What the constraints here forbid cannot
happen, whatever the code above them does.
"""

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    Date,
    DateTime,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    SmallInteger,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.dialects.postgresql import DATERANGE

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _moment(name: str, **options: object) -> Column:  # type: ignore[type-arg]
    return Column(name, DateTime(timezone=True), **options)  # type: ignore[arg-type]


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
    _moment("loaded_at", nullable=False, server_default=text("now()")),
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
    Column("calendar_version", Text, nullable=False),
    Column("address", Text, nullable=False, server_default=""),
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
    _moment("locked_until"),
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
    _moment("recorded_at", nullable=False, server_default=text("now()")),
)

# Which desks a turn names, so that a person's worklist is one index range a turn.
turns = Table(
    "turns",
    metadata,
    Column("desk", Text, nullable=False),
    Column("turn", Text, nullable=False),
    PrimaryKeyConstraint("desk", "turn"),
)

counters = Table(
    "counters",
    metadata,
    Column("prefix", Text, primary_key=True),
    Column("last", Integer, nullable=False),
)

_OPEN = text("closed_at IS NULL")

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
    _moment("opened_at", nullable=False),
    _moment("due_at"),
    _moment("warn_at"),
    _moment("promised_at"),
    _moment("ready_at"),
    _moment("closed_at"),
    _moment("next_at"),  # when the sweep must look again
    Column("ending", Text),
    Column("memory", Text, nullable=False),  # the rest of the folded case, as JSON
    Column("code", LargeBinary, nullable=False, unique=True),  # SHA-256 of the receipt's secret
    Index("ix_cases_next", "next_at", postgresql_where=text("next_at IS NOT NULL")),
    Index(
        "ix_cases_turn",
        "turn",
        text("coalesce(due_at, 'infinity'::timestamptz)"),
        "id",
        postgresql_where=_OPEN,
    ),
    Index("ix_cases_holder", "holder", postgresql_where=text("holder IS NOT NULL")),
    Index("ix_cases_board", "unit", "sop_id", postgresql_where=_OPEN),
    Index("ix_cases_register", "unit", "sop_id", "opened_at", "id"),
    # Steps change far more often than cases are opened: leave room for rows to stay on their page.
    postgresql_with={"fillfactor": 80},
)

history = Table(
    "history",
    metadata,
    Column("case_id", BigInteger, ForeignKey("cases.id"), nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    _moment("happened_at", nullable=False),
    _moment("recorded_at", nullable=False),
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
    Column("case_id", BigInteger, ForeignKey("cases.id"), nullable=False),
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

notices = Table(
    "notices",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("case_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("addressee", Text, nullable=False),  # "turn:…", "person:…" or "applicant"
    _moment("promised_at", nullable=False),
    _moment("worked_off_at"),
    Index("ix_notices_outbox", "id", postgresql_where=text("worked_off_at IS NULL")),
)

# One row a person and channel: what became of a notice.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("notice_id", BigInteger, ForeignKey("notices.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id")),  # null: the applicant
    Column("channel", Text, nullable=False),  # "screen" or "mail"
    _moment("delivered_at"),
    _moment("read_at"),
    _moment("next_try_at"),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("error", Text),
    Index(
        "uq_deliveries_once",
        "notice_id",
        text("coalesce(person_id, 0)"),
        "channel",
        unique=True,
    ),
    Index("ix_deliveries_unread", "person_id", "id", postgresql_where=text("read_at IS NULL")),
    Index("ix_deliveries_due", "next_try_at", postgresql_where=text("next_try_at IS NOT NULL")),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("place", Text, nullable=False),  # "case:<number>:<step>" or "open:<code>"
    Column("body", Text, nullable=False),
    _moment("saved_at", nullable=False, server_default=text("now()")),
    PrimaryKeyConstraint("person_id", "place"),
)

# Who looked at unmasked personal data of which case, and when.
disclosures = Table(
    "disclosures",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("case_id", BigInteger, ForeignKey("cases.id"), nullable=False, index=True),
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("what", Text, nullable=False),
    _moment("at", nullable=False, server_default=text("now()")),
)

# Each periodic job's last run, so that everybody sees whether the workers live.
watches = Table(
    "watches",
    metadata,
    Column("job", Text, primary_key=True),
    _moment("started_at", nullable=False),
    _moment("finished_at"),
    Column("rows", Integer, nullable=False, server_default=text("0")),
    Column("behind", Integer, nullable=False, server_default=text("0")),  # seconds
)
