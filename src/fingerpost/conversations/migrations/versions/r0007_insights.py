"""What is counted of conversations: whose they are as a keyed hash, and facets that wait for their month's release."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the columns and make the table. Nobody asked the people of older conversations, so those have no account."""
    op.add_column("conversations", sa.Column("account", sa.String(64)))
    op.add_column("turns", sa.Column("counted", sa.Boolean, nullable=False, server_default=sa.false()))
    op.create_table(
        "insights",
        sa.Column("turn", sa.String(64), primary_key=True),
        sa.Column("conversation", sa.String(64), nullable=False),
        sa.Column("month", sa.String(7), nullable=False),
        sa.Column("account", sa.String(64), nullable=False),
        sa.Column("second", sa.Integer, nullable=False),
        sa.Column("words", sa.Integer, nullable=False),
        sa.Column("copy", sa.LargeBinary, nullable=False),
        sa.Column("facets", sa.Text, nullable=False),
    )
    op.create_index("ix_insights_conversation", "insights", ["conversation"])
    op.create_index("ix_insights_month", "insights", ["month"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("insights")
    with op.batch_alter_table("turns") as turns:
        turns.drop_column("counted")
    with op.batch_alter_table("conversations") as conversations:
        conversations.drop_column("account")
