"""Calendars over time: adoptions with their date, and changes looked at before they are made."""

from datetime import datetime

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# What the units worked by becomes the first adoption of each calendar.
FIRST_ADOPTIONS = """
INSERT INTO calendar_adoptions (code, version, letter, recorded_at)
SELECT DISTINCT ON (c.code) c.code, c.version, '', c.loaded_at
FROM units u JOIN calendars c ON (c.code, c.version) = (u.calendar, u.calendar_version)
ORDER BY c.code, c.loaded_at DESC
"""
LATEST_ADOPTIONS = """
UPDATE units u SET calendar_version = (
  SELECT a.version FROM calendar_adoptions a WHERE a.code = u.calendar ORDER BY a.id DESC LIMIT 1
)
"""
GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sopan_app') THEN
    GRANT SELECT, INSERT ON calendar_adoptions, calendar_change_texts TO sopan_app;
    GRANT SELECT, INSERT, UPDATE ON calendar_changes TO sopan_app;
    GRANT SELECT, INSERT ON calendar_moves TO sopan_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sopan_app;
  END IF;
END $$
"""
WORK = "state IN ('previewing', 'applying') OR state = 'applied' AND settled_at IS NULL"
COUNTS = (
    "total", "looked", "moved", "earlier", "later", "becomes_late", "saved", "recorded", "failed",
)  # fmt: skip


def upgrade() -> None:
    op.add_column("calendars", sa.Column("inherits", sa.Text()))
    _adoptions()
    _changes()
    op.create_table(
        "calendar_moves",
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("clock", sa.Text(), nullable=False),
        sa.Column("old_at", sa.DateTime(timezone=True)),
        sa.Column("new_at", sa.DateTime(timezone=True)),
        sa.Column("late_before", sa.Boolean(), nullable=False),
        sa.Column("late_after", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "case_id", "clock", name=op.f("pk_calendar_moves")),
    )
    op.execute(FIRST_ADOPTIONS)
    op.drop_column("units", "calendar_version")
    op.execute(GRANTS)


def _adoptions() -> None:
    op.create_table(
        "calendar_adoptions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        _moment("recorded_at"),
        sa.Column("undoes", sa.BigInteger()),
        sa.Column("change_id", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_adoptions")),
        sa.ForeignKeyConstraint(
            ["code", "version"],
            ["calendars.code", "calendars.version"],
            name=op.f("fk_calendar_adoptions_code"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_adoptions_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["calendar_adoptions.id"], name=op.f("fk_calendar_adoptions_undoes")
        ),
    )
    op.create_index("ix_calendar_adoptions_code", "calendar_adoptions", ["code", "id"])


def _changes() -> None:
    op.create_table(
        "calendar_changes",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("since", sa.Date()),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("person_id", sa.BigInteger()),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("undoes", sa.BigInteger()),
        _moment("created_at"),
        *(
            sa.Column(name, sa.DateTime(timezone=True))
            for name in ("started_at", "finished_at", "settled_at")
        ),
        sa.Column("reached", sa.BigInteger(), nullable=False, server_default=sa.text("0")),
        *(
            sa.Column(name, sa.Integer(), nullable=False, server_default=sa.text("0"))
            for name in COUNTS
        ),
        sa.Column("error", sa.Text(), nullable=False, server_default=""),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_changes")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_calendar_changes_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["calendar_changes.id"], name=op.f("fk_calendar_changes_undoes")
        ),
    )
    op.create_index(
        "ix_calendar_changes_work", "calendar_changes", ["id"], postgresql_where=sa.text(WORK)
    )
    op.create_table(
        "calendar_change_texts",
        sa.Column("change_id", sa.BigInteger(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("replaces", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("change_id", "code", name=op.f("pk_calendar_change_texts")),
        sa.ForeignKeyConstraint(
            ["change_id"],
            ["calendar_changes.id"],
            name=op.f("fk_calendar_change_texts_change_id"),
        ),
        sa.ForeignKeyConstraint(
            ["code", "version"],
            ["calendars.code", "calendars.version"],
            name=op.f("fk_calendar_change_texts_code"),
        ),
    )


def _moment(name: str) -> sa.Column[datetime]:
    return sa.Column(
        name,
        sa.DateTime(timezone=True),
        server_default=sa.text("clock_timestamp()"),
        nullable=False,
    )


def downgrade() -> None:
    op.add_column("units", sa.Column("calendar_version", sa.Text()))
    op.execute(LATEST_ADOPTIONS)
    op.alter_column("units", "calendar_version", nullable=False)
    op.drop_table("calendar_moves")
    op.drop_table("calendar_change_texts")
    op.drop_table("calendar_changes")
    op.drop_table("calendar_adoptions")
    op.drop_column("calendars", "inherits")
