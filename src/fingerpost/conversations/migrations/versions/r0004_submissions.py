"""The outbox: what people sent in from a journey, until it is delivered."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "submissions",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("reference", sa.String(16), nullable=False),
        sa.Column("journey", sa.String(64), nullable=False),
        sa.Column("destination", sa.String(64), nullable=False),
        sa.Column("locale", sa.String(40), nullable=False),
        sa.Column("channel", sa.String(20), nullable=False),
        sa.Column("visitor", sa.String(64)),
        sa.Column("request", sa.String(64)),
        sa.Column("fingerprint", sa.String(64)),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease", sa.String(64)),
        sa.Column("problem", sa.String(200), nullable=False),
        sa.Column("body", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("delivered_at", sa.DateTime(timezone=True)),
    )
    op.create_index("ix_submissions_reference", "submissions", ["reference"], unique=True)
    op.create_index("ix_submissions_request", "submissions", ["request"], unique=True)
    op.create_index("ix_submissions_visitor", "submissions", ["visitor"])
    op.create_index("ix_submissions_state_due_at", "submissions", ["state", "due_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("submissions")
