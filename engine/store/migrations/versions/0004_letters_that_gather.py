"""Letters that gather a person's notices, and notices about which nothing is left to tell."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

UNREAD = "channel = 'screen' AND read_at IS NULL AND settled IS NULL"
FAILED = "channel = 'mail' AND error IS NOT NULL AND next_try_at IS NULL AND delivered_at IS NULL"
SENT = "channel = 'mail' AND delivered_at IS NOT NULL"
WAITING = "next_try_at IS NOT NULL"


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("settled", sa.Text(), nullable=True))
    op.add_column("deliveries", sa.Column("letter", sa.BigInteger(), nullable=True))
    op.create_index("ix_notices_case", "notices", ["case_id", "version"])
    op.drop_index("ix_deliveries_unread", table_name="deliveries")
    _index("ix_deliveries_unread", ["person_id", "id"], UNREAD)
    _index("ix_deliveries_waiting", ["person_id"], WAITING)
    _index("ix_deliveries_sent", ["person_id", "delivered_at"], SENT)
    _index("ix_deliveries_failed", ["id"], FAILED)


def downgrade() -> None:
    for name in ("failed", "sent", "waiting", "unread"):
        op.drop_index(f"ix_deliveries_{name}", table_name="deliveries")
    op.drop_index("ix_notices_case", table_name="notices")
    op.drop_column("deliveries", "letter")
    op.drop_column("deliveries", "settled")
    _index("ix_deliveries_unread", ["person_id", "id"], "read_at IS NULL")


def _index(name: str, columns: list[str], where: str) -> None:
    op.create_index(name, "deliveries", columns, postgresql_where=sa.text(where))
