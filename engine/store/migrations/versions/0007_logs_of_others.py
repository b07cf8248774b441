"""Event logs of other systems, kept as evidence."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sopan_app') THEN
    GRANT SELECT, INSERT ON outside_logs TO sopan_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sopan_app;
  END IF;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "outside_logs",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("columns", sa.Text(), nullable=False),
        sa.Column("traces", sa.Integer(), nullable=False),
        sa.Column("events", sa.Integer(), nullable=False),
        sa.Column(
            "imported_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outside_logs")),
        sa.UniqueConstraint("digest", name=op.f("uq_outside_logs_digest")),
    )
    op.execute(GRANTS)


def downgrade() -> None:
    op.drop_table("outside_logs")
