"""What lies on people's desks: notices, drafts, and the workers' marks."""

from sqlalchemy import (
    BigInteger,
    Column,
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

notices = Table(
    "notices",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("case_id", BigInteger, nullable=False),
    Column("version", Integer, nullable=False),
    Column("kind", Text, nullable=False),
    Column("addressee", Text, nullable=False),  # "turn:…", "person:…" or "applicant"
    moment("promised_at", nullable=False),
    moment("worked_off_at"),
    Index("ix_notices_outbox", "id", postgresql_where=text("worked_off_at IS NULL")),
    Index("ix_notices_case", "case_id", "version"),
)

FAILED = "channel = 'mail' AND error IS NOT NULL AND next_try_at IS NULL AND delivered_at IS NULL"
UNREAD = "channel = 'screen' AND read_at IS NULL AND settled IS NULL"

# One row a person and channel: what became of a notice.
deliveries = Table(
    "deliveries",
    metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("notice_id", BigInteger, ForeignKey("notices.id"), nullable=False),
    Column("person_id", BigInteger, ForeignKey("people.id")),  # null: the applicant
    Column("channel", Text, nullable=False),  # "screen" or "mail"
    moment("delivered_at"),
    moment("read_at"),
    moment("next_try_at"),
    Column("tries", SmallInteger, nullable=False, server_default=text("0")),
    Column("error", Text),
    # Why nothing is left to tell: "closed", "moved", "taken", "eased" or "gone".
    Column("settled", Text),
    # The letter it is going out with, by the id of one of its deliveries; null while it waits.
    Column("letter", BigInteger),
    Index(
        "uq_deliveries_once",
        "notice_id",
        text("coalesce(person_id, 0)"),
        "channel",
        unique=True,
    ),
    Index("ix_deliveries_person", "person_id", "id"),
    Index("ix_deliveries_unread", "person_id", "id", postgresql_where=text(UNREAD)),
    Index("ix_deliveries_due", "next_try_at", postgresql_where=text("next_try_at IS NOT NULL")),
    Index("ix_deliveries_waiting", "person_id", postgresql_where=text("next_try_at IS NOT NULL")),
    Index(
        "ix_deliveries_sent",
        "person_id",
        "delivered_at",
        postgresql_where=text("channel = 'mail' AND delivered_at IS NOT NULL"),
    ),
    Index("ix_deliveries_failed", "id", postgresql_where=text(FAILED)),
)

drafts = Table(
    "drafts",
    metadata,
    Column("person_id", BigInteger, ForeignKey("people.id"), nullable=False),
    Column("place", Text, nullable=False),  # "case:<number>:<step>" or "open:<code>"
    Column("body", Text, nullable=False),
    moment("saved_at", nullable=False, server_default=text("now()")),
    PrimaryKeyConstraint("person_id", "place"),
)

# Each periodic job's last run, so that everybody sees whether the workers live.
watches = Table(
    "watches",
    metadata,
    Column("job", Text, primary_key=True),
    moment("started_at", nullable=False),
    moment("finished_at"),
    Column("rows", Integer, nullable=False, server_default=text("0")),
    Column("behind", Integer, nullable=False, server_default=text("0")),  # seconds
)
