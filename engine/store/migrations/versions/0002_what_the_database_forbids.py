"""What the database itself forbids: changed history, two versions in force; and who may what."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

FORBID = """
CREATE FUNCTION forbid_changing_history() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'history is only ever inserted: % on % is refused', TG_OP, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER history_rows_stand BEFORE UPDATE OR DELETE ON history
  FOR EACH ROW EXECUTE FUNCTION forbid_changing_history();
CREATE TRIGGER history_stands BEFORE TRUNCATE ON history
  FOR EACH STATEMENT EXECUTE FUNCTION forbid_changing_history();
"""

# A range of one number stands for the practice, since GiST compares ranges without an extension.
ONE_IN_FORCE = """
ALTER TABLE adoptions ADD CONSTRAINT one_in_force EXCLUDE USING gist
  (int4range(practice_id, practice_id, '[]') WITH &&, during WITH &&);
"""

GRANTS = """
DO $$
BEGIN
  IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = 'sopan_app') THEN
    GRANT USAGE ON SCHEMA public TO sopan_app;
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO sopan_app;
    GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO sopan_app;
    REVOKE UPDATE, DELETE, TRUNCATE ON history FROM sopan_app;
    REVOKE INSERT, UPDATE, DELETE ON alembic_version FROM sopan_app;
  END IF;
END $$;
"""


def upgrade() -> None:
    op.execute(FORBID)
    op.execute(ONE_IN_FORCE)
    op.execute(GRANTS)
    op.execute("INSERT INTO office (id, revision) VALUES (1, 1)")


def downgrade() -> None:
    op.execute("DELETE FROM office")
    op.execute("ALTER TABLE adoptions DROP CONSTRAINT one_in_force")
    op.execute("DROP TRIGGER history_stands ON history")
    op.execute("DROP TRIGGER history_rows_stand ON history")
    op.execute("DROP FUNCTION forbid_changing_history")
