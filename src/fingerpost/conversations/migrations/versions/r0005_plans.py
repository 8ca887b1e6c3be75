"""Plans, sealed, with what opens them: links and browsers, e-mail addresses, and the codes sent to those."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "plans",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("sealed", sa.Text, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_plans_used_at", "plans", ["used_at"])
    op.create_table(
        "plan_keys",
        sa.Column("key_hash", sa.String(64), primary_key=True),
        sa.Column("plan_id", sa.String(64), sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_plan_keys_plan_id", "plan_keys", ["plan_id"])
    op.create_table(
        "plan_emails",
        sa.Column("email_hash", sa.String(64), primary_key=True),
        sa.Column("plan_id", sa.String(64), sa.ForeignKey("plans.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_plan_emails_plan_id", "plan_emails", ["plan_id"])
    op.create_table(
        "plan_codes",
        sa.Column("id", sa.String(64), primary_key=True),
        sa.Column("email_hash", sa.String(64), nullable=False),
        sa.Column("plan_id", sa.String(64), sa.ForeignKey("plans.id", ondelete="CASCADE")),
        sa.Column("code_hash", sa.String(64), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_plan_codes_email_hash", "plan_codes", ["email_hash"])


def downgrade() -> None:
    """Drop them."""
    op.drop_table("plan_codes")
    op.drop_table("plan_emails")
    op.drop_table("plan_keys")
    op.drop_table("plans")
