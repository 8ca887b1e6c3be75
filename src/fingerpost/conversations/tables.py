"""The tables conversations are kept in, as SQLAlchemy knows them. ``migrations`` makes them."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import (
    Boolean,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    false,
)

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware UTC time. SQLite keeps no zone, so it goes in and comes out as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Return ``value`` in UTC; a time without a zone is a mistake."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time to be stored must know its zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's
        """Return the stored time with its zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


conversations = Table(
    "conversations",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("locale", String(40), nullable=False),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("channel", String(20), nullable=False, server_default="web"),
    # A hash keyed for the month, given only where the service counts what people need.
    Column("account", String(64)),
)

turns = Table(
    "turns",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversations.id", ondelete="CASCADE"), nullable=False),
    Column("asked_at", UtcDateTime, nullable=False, index=True),
    Column("outcome", String(40), nullable=False),
    # Text, not JSON: it comes back as it went in, and PostgreSQL's jsonb would refuse a written-out null character.
    Column("answer", Text, nullable=False),
    Column("counted", Boolean, nullable=False, server_default=false()),
    Index("ix_turns_conversation_id_asked_at", "conversation_id", "asked_at"),
)

feedback = Table(
    "feedback",
    metadata,
    Column("turn_id", String(64), ForeignKey("turns.id", ondelete="CASCADE"), primary_key=True),
    Column("useful", Boolean, nullable=False),
    Column("reason", String(40), nullable=False),
    Column("comment", Text, nullable=False),
    Column("given_at", UtcDateTime, nullable=False),
)

accounts = Table(
    "accounts",
    metadata,
    Column("name", String(64), primary_key=True),
    Column("role", String(40), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("password_at", UtcDateTime, nullable=False),
    Column("disabled_at", UtcDateTime),
    Column("signed_in_at", UtcDateTime),
)

sign_ins = Table(
    "sign_ins",
    metadata,
    Column("id_hash", String(64), primary_key=True),
    Column("account", String(64), ForeignKey("accounts.name", ondelete="CASCADE"), nullable=False, index=True),
    Column("started_at", UtcDateTime, nullable=False),
    Column("seen_at", UtcDateTime, nullable=False),
    Column("conversation_id", String(64), ForeignKey("conversations.id", ondelete="SET NULL")),
)

journey_answers = Table(
    "journey_answers",
    metadata,
    Column("visitor", String(64), primary_key=True),
    Column("journey", String(64), primary_key=True),
    Column("answers", Text, nullable=False),
    Column("changed_at", UtcDateTime, nullable=False, index=True),
)

submissions = Table(
    "submissions",
    metadata,
    # The key that stays the same at every try, so that the receiver counts it once.
    Column("id", String(64), primary_key=True),
    Column("reference", String(16), nullable=False, unique=True, index=True),
    Column("journey", String(64), nullable=False),
    Column("destination", String(64), nullable=False),
    Column("locale", String(40), nullable=False),
    Column("channel", String(20), nullable=False),
    # Hashes: the visitor who sent it, and what a program said its request was known by.
    Column("visitor", String(64), index=True),
    Column("request", String(64), unique=True, index=True),
    Column("fingerprint", String(64)),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    # When it may be tried: while a worker has it, when another may take it over.
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease", String(64)),
    Column("problem", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("delivered_at", UtcDateTime),
    Index("ix_submissions_state_due_at", "state", "due_at"),
)

plans = Table(
    "plans",
    metadata,
    Column("id", String(64), primary_key=True),
    # The whole plan, encrypted. Nothing of it stands anywhere else in the database.
    Column("sealed", Text, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False, index=True),
)

plan_keys = Table(
    "plan_keys",
    metadata,
    Column("key_hash", String(64), primary_key=True),
    Column("plan_id", String(64), ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
    Column("used_at", UtcDateTime, nullable=False),
)

plan_emails = Table(
    "plan_emails",
    metadata,
    Column("email_hash", String(64), primary_key=True),
    Column("plan_id", String(64), ForeignKey("plans.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("made_at", UtcDateTime, nullable=False),
)

plan_codes = Table(
    "plan_codes",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("email_hash", String(64), nullable=False, index=True),
    Column("plan_id", String(64), ForeignKey("plans.id", ondelete="CASCADE")),
    Column("code_hash", String(64), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("made_at", UtcDateTime, nullable=False),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", String(80), nullable=False),
    Column("action", String(40), nullable=False, index=True),
    Column("subject", String(200), nullable=False),
    Column("details", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
)

insights = Table(
    "insights",
    metadata,
    # SHA-256 of the turn's and the conversation's ids, as the list of deleted conversations has them.
    Column("turn", String(64), primary_key=True),
    Column("conversation", String(64), nullable=False, index=True),
    Column("month", String(7), nullable=False, index=True),
    Column("account", String(64), nullable=False),
    Column("second", Integer, nullable=False),
    Column("words", Integer, nullable=False),
    Column("copy", LargeBinary, nullable=False),
    Column("facets", Text, nullable=False),
)
