"""Seals over the heads of all chains, and the faults that the nightly check finds."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

FORBID = """
CREATE TRIGGER seals_rows_stand BEFORE UPDATE OR DELETE ON seals
  FOR EACH ROW EXECUTE FUNCTION forbid_changing_history();
CREATE TRIGGER seals_stand BEFORE TRUNCATE ON seals
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_changing_history();
"""
GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'sopan_app') THEN
    GRANT SELECT, INSERT ON seals TO sopan_app;
    GRANT SELECT, INSERT, UPDATE ON sealed_heads TO sopan_app;
    GRANT SELECT, INSERT, DELETE ON faults TO sopan_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sopan_app;
  END IF;
END
$$
"""


def upgrade() -> None:
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_seals")),
    )
    op.create_table(
        "sealed_heads",
        sa.Column("case_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("head", sa.LargeBinary(), nullable=False),
        sa.Column("seal", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", name=op.f("pk_sealed_heads")),
    )
    op.create_index(op.f("ix_sealed_heads_seal"), "sealed_heads", ["seal"])
    op.create_table(
        "faults",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("fault", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_faults")),
    )
    op.execute(FORBID)
    op.execute(GRANTS)


def downgrade() -> None:
    op.drop_table("faults")
    op.drop_table("sealed_heads")
    op.drop_table("seals")
