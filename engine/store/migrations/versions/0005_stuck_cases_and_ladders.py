"""Cases at which a sweep failed, and the ladder of each unit."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sopan_app') THEN
    GRANT SELECT, INSERT, UPDATE, DELETE ON stuck_cases TO sopan_app;
  END IF;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "stuck_cases",
        sa.Column("case_id", sa.BigInteger(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("tries", sa.Integer(), server_default=sa.text("1"), nullable=False),
        sa.Column(
            "since",
            sa.DateTime(timezone=True),
            server_default=sa.text("clock_timestamp()"),
            nullable=False,
        ),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_stuck_cases_case_id"),
        sa.PrimaryKeyConstraint("case_id", name="pk_stuck_cases"),
    )
    op.add_column("units", sa.Column("ladder", sa.Text(), server_default="", nullable=False))
    op.execute(GRANTS)


def downgrade() -> None:
    op.drop_column("units", "ladder")
    op.drop_table("stuck_cases")
