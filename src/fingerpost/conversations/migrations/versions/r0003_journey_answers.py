"""The answers of journeys under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "journey_answers",
        sa.Column("visitor", sa.String(64), primary_key=True),
        sa.Column("journey", sa.String(64), primary_key=True),
        sa.Column("answers", sa.Text, nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_journey_answers_changed_at", "journey_answers", ["changed_at"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("journey_answers")
