"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:

    op.create_table(
        "calendars",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "loaded_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.PrimaryKeyConstraint("code", "version", name=op.f("pk_calendars")),
    )
    op.create_table(
        "counters",
        sa.Column("prefix", sa.Text(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("prefix", name=op.f("pk_counters")),
    )
    op.create_table(
        "history",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("happened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor", sa.BigInteger(), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_history")),
    )
    op.create_index(
        "ix_history_opened",
        "history",
        ["actor", "recorded_at"],
        unique=False,
        postgresql_where=sa.text("kind = 'opened'"),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("addressee", sa.Text(), nullable=False),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("worked_off_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(
        "ix_notices_outbox",
        "notices",
        ["id"],
        unique=False,
        postgresql_where=sa.text("worked_off_at IS NULL"),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.SmallInteger(), server_default=sa.text("1"), nullable=False),
        sa.Column("revision", sa.BigInteger(), server_default=sa.text("1"), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_one_row")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "onces",
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_onces")),
    )
    op.create_table(
        "people",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("password", sa.Text(), nullable=False),
        sa.Column("active", sa.Boolean(), server_default=sa.text("true"), nullable=False),
        sa.Column("uniquifier", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), server_default="id", nullable=False),
        sa.Column("failures", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("locked_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("uniquifier", name=op.f("uq_people_uniquifier")),
    )
    op.create_table(
        "sops",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sops")),
        sa.UniqueConstraint("digest", name=op.f("uq_sops_digest")),
        sa.UniqueConstraint("path", name=op.f("uq_sops_path")),
    )
    op.create_index("ix_sops_code", "sops", ["code", "version"], unique=False)
    op.create_table(
        "turns",
        sa.Column("desk", sa.Text(), nullable=False),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("desk", "turn", name=op.f("pk_turns")),
    )
    op.create_table(
        "units",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("short", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("calendar_version", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(["parent"], ["units.code"], name=op.f("fk_units_parent")),
        sa.PrimaryKeyConstraint("code", name=op.f("pk_units")),
        sa.UniqueConstraint("short", name=op.f("uq_units_short")),
    )
    op.create_table(
        "watches",
        sa.Column("job", sa.Text(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("rows", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("behind", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.PrimaryKeyConstraint("job", name=op.f("pk_watches")),
    )
    op.create_table(
        "words",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "version", "field", name=op.f("pk_words")),
    )
    op.create_index(
        "ix_words_exact",
        "words",
        ["text"],
        unique=False,
        postgresql_where=sa.text("field IN ('applicant.nik', 'applicant.phone')"),
    )
    op.create_index(
        "ix_words_name",
        "words",
        [sa.literal_column("to_tsvector('simple', text)")],
        unique=False,
        postgresql_using="gin",
        postgresql_where=sa.text("field = 'applicant.name'"),
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("sop_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("turn", sa.Text(), nullable=False),
        sa.Column("holder", sa.BigInteger(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("pressing_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("near_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("memory", sa.Text(), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["holder"], ["people.id"], name=op.f("fk_cases_holder")),
        sa.ForeignKeyConstraint(["sop_id"], ["sops.id"], name=op.f("fk_cases_sop_id")),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_cases_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("code", name=op.f("uq_cases_code")),
        sa.UniqueConstraint("number", name=op.f("uq_cases_number")),
        postgresql_with={"fillfactor": 80},
    )
    op.create_index(
        "ix_cases_board",
        "cases",
        ["unit", "sop_id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_index(
        "ix_cases_holder",
        "cases",
        ["holder"],
        unique=False,
        postgresql_where=sa.text("holder IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_next",
        "cases",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("next_at IS NOT NULL"),
    )
    op.create_index(
        "ix_cases_register", "cases", ["unit", "sop_id", "opened_at", "id"], unique=False
    )
    op.create_index(
        "ix_cases_turn",
        "cases",
        ["turn", sa.literal_column("coalesce(pressing_at, 'infinity'::timestamptz)"), "id"],
        unique=False,
        postgresql_where=sa.text("closed_at IS NULL"),
    )
    op.create_table(
        "deliveries",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("notice_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=True),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("next_try_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.SmallInteger(), server_default=sa.text("0"), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_deliveries_notice_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_deliveries_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deliveries")),
    )
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["next_try_at"],
        unique=False,
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
    op.create_index("ix_deliveries_person", "deliveries", ["person_id", "id"], unique=False)
    op.create_index(
        "ix_deliveries_unread",
        "deliveries",
        ["person_id", "id"],
        unique=False,
        postgresql_where=sa.text("read_at IS NULL"),
    )
    op.create_index(
        "uq_deliveries_once",
        "deliveries",
        ["notice_id", sa.literal_column("coalesce(person_id, 0)"), "channel"],
        unique=True,
    )
    op.create_table(
        "drafts",
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column(
            "saved_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_drafts_person_id")),
        sa.PrimaryKeyConstraint("person_id", "place", name=op.f("pk_drafts")),
    )
    op.create_table(
        "holdings",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("standing", sa.Text(), server_default="definitive", nullable=False),
        sa.Column("letter", sa.Text(), server_default="", nullable=False),
        sa.Column("starts", sa.Date(), nullable=False),
        sa.Column("ends", sa.Date(), nullable=True),
        sa.CheckConstraint("ends IS NULL OR ends >= starts", name=op.f("ck_holdings_in_order")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_holdings_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holdings")),
    )
    op.create_index("ix_holdings_desk", "holdings", ["unit", "position"], unique=False)
    op.create_index(op.f("ix_holdings_person_id"), "holdings", ["person_id"], unique=False)
    op.create_table(
        "positions",
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("duties", sa.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("superior", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_positions_unit")),
        sa.PrimaryKeyConstraint("unit", "code", name=op.f("pk_positions")),
    )
    op.create_table(
        "practices",
        sa.Column("id", sa.Integer(), sa.Identity(always=True), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["unit"], ["units.code"], name=op.f("fk_practices_unit")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practices")),
        sa.UniqueConstraint("unit", "code", name="uq_practices_unit_code"),
    )
    op.create_table(
        "adoptions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("practice_id", sa.Integer(), nullable=False),
        sa.Column("sop_id", sa.Integer(), nullable=False),
        sa.Column("during", postgresql.DATERANGE(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("letter", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.Text(), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["practice_id"], ["practices.id"], name=op.f("fk_adoptions_practice_id")
        ),
        sa.ForeignKeyConstraint(["sop_id"], ["sops.id"], name=op.f("fk_adoptions_sop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adoptions")),
    )
    op.create_index(op.f("ix_adoptions_sop_id"), "adoptions", ["sop_id"], unique=False)
    op.create_table(
        "disclosures",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("person_id", sa.BigInteger(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column(
            "at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_disclosures_case_id")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name=op.f("fk_disclosures_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_disclosures")),
    )
    op.create_index(op.f("ix_disclosures_case_id"), "disclosures", ["case_id"], unique=False)
    op.create_table(
        "documents",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("salt", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_documents_case_id")),
        sa.PrimaryKeyConstraint("case_id", "version", name=op.f("pk_documents")),
    )


def downgrade() -> None:

    op.drop_table("documents")
    op.drop_index(op.f("ix_disclosures_case_id"), table_name="disclosures")
    op.drop_table("disclosures")
    op.drop_index(op.f("ix_adoptions_sop_id"), table_name="adoptions")
    op.drop_table("adoptions")
    op.drop_table("practices")
    op.drop_table("positions")
    op.drop_index(op.f("ix_holdings_person_id"), table_name="holdings")
    op.drop_index("ix_holdings_desk", table_name="holdings")
    op.drop_table("holdings")
    op.drop_table("drafts")
    op.drop_index("uq_deliveries_once", table_name="deliveries")
    op.drop_index(
        "ix_deliveries_unread", table_name="deliveries", postgresql_where=sa.text("read_at IS NULL")
    )
    op.drop_index("ix_deliveries_person", table_name="deliveries")
    op.drop_index(
        "ix_deliveries_due",
        table_name="deliveries",
        postgresql_where=sa.text("next_try_at IS NOT NULL"),
    )
    op.drop_table("deliveries")
    op.drop_index(
        "ix_cases_turn", table_name="cases", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_index("ix_cases_register", table_name="cases")
    op.drop_index(
        "ix_cases_next", table_name="cases", postgresql_where=sa.text("next_at IS NOT NULL")
    )
    op.drop_index(
        "ix_cases_holder", table_name="cases", postgresql_where=sa.text("holder IS NOT NULL")
    )
    op.drop_index(
        "ix_cases_board", table_name="cases", postgresql_where=sa.text("closed_at IS NULL")
    )
    op.drop_table("cases")
    op.drop_index(
        "ix_words_name",
        table_name="words",
        postgresql_using="gin",
        postgresql_where=sa.text("field = 'applicant.name'"),
    )
    op.drop_index(
        "ix_words_exact",
        table_name="words",
        postgresql_where=sa.text("field IN ('applicant.nik', 'applicant.phone')"),
    )
    op.drop_table("words")
    op.drop_table("watches")
    op.drop_table("units")
    op.drop_table("turns")
    op.drop_index("ix_sops_code", table_name="sops")
    op.drop_table("sops")
    op.drop_table("people")
    op.drop_table("onces")
    op.drop_table("office")
    op.drop_index(
        "ix_notices_outbox", table_name="notices", postgresql_where=sa.text("worked_off_at IS NULL")
    )
    op.drop_table("notices")
    op.drop_index(
        "ix_history_opened", table_name="history", postgresql_where=sa.text("kind = 'opened'")
    )
    op.drop_table("history")
    op.drop_table("counters")
    op.drop_table("calendars")
