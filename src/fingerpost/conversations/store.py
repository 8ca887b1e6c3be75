"""Keep conversations: random ids, answers as they were shown, and nothing that ``protect`` would have taken out."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Row, delete, insert, select, true

from fingerpost.conversations import tables
from fingerpost.conversations.accounts import Accounts
from fingerpost.conversations.audit import AuditLog
from fingerpost.conversations.database import checkpoint, open_engine, storage_errors
from fingerpost.conversations.insights import InsightsTable, hash_of
from fingerpost.conversations.journey_answers import JourneyAnswers
from fingerpost.conversations.outbox import Outbox
from fingerpost.conversations.plan_seals import PlanSeals
from fingerpost.conversations.plans import PlanStore
from fingerpost.conversations.sent_in import Seal
from fingerpost.conversations.tombstones import Tombstones
from fingerpost.conversations.written import read_answer, storable, written
from fingerpost.domain import Answer
from fingerpost.errors import ConversationNotFoundError, FeedbackError
from fingerpost.safeguards.personal_data import Protected, protect

REASONS = (
    "clear", "next_step", "not_my_question", "incomplete", "out_of_date", "hard_to_understand", "wrong", "other",
)  # fmt: skip
"""Why an answer was useful or not."""

LONGEST_COMMENT = 500
"""The most characters of a person's own words."""

WEB, ADVISER = "web", "adviser"
"""Which way a conversation came in: a resident's own page or program, or an adviser who asked for a caller."""

WITHDRAWN = "deleted-submissions.txt"
"""The file, beside that of the conversations, which remembers which submissions were deleted."""

DELETED_PLANS = "deleted-plans.txt"
"""The file that remembers which plans were deleted, beside the one for conversations: they are kept for longer."""

_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class Feedback:
    """What somebody thought of an answer. ``reason`` is one of ``REASONS`` or empty."""

    useful: bool
    reason: str
    comment: str
    given_at: datetime


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """One question and its answer, as they were shown."""

    id: str
    answer: Answer
    asked_at: datetime
    feedback: Feedback | None


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation with its turns, oldest first."""

    id: str
    locale: str
    started_at: datetime
    turns: tuple[StoredTurn, ...]
    channel: str = WEB


class ConversationStore:
    """The store. Safe to share between threads, and between processes that open the same database."""

    def __init__(
        self,
        engine: Engine,
        *,
        max_turns: int,
        protect: Callable[[str], Protected] = protect,
        tombstones: Tombstones | None = None,
        audit_head: Path | None = None,
        submissions: Outbox | None = None,
        deleted_plans: Tombstones | None = None,
    ) -> None:
        self._engine = engine
        self._deleted_plans = deleted_plans
        self._submissions = submissions or Outbox(engine)
        self._audit = AuditLog(engine, audit_head)
        self._protect = protect
        self._tombstones = tombstones
        self._max_turns = max_turns
        self._accounts = Accounts(engine)

    @classmethod
    def open(
        cls,
        url: str,
        *,
        max_turns: int = 50,
        protect: Callable[[str], Protected] = protect,
        tombstones: Path | None = None,
        seal: Seal | None = None,
    ) -> ConversationStore:
        """Open the store, making its tables or bringing them up to date.

        What was deleted and is here again, because a backup was restored, is deleted again before anything is read.

        Args:
            url: ``sqlite:///path`` or ``postgresql://user@host/name``.
            max_turns: the most turns kept of one conversation; the oldest make room for new ones.
            protect: takes personal data out of what is kept.
            tombstones: the file that remembers what was deleted; nothing does without one. The head of the audit log
                is kept beside it.
            seal: encrypts what people send in.

        Raises:
            SettingsError: the URL is not one, or its driver is not installed.
            StorageError: the database can't be reached or written.
        """
        deleted = Tombstones(tombstones) if tombstones else None
        head = tombstones.with_name("audit-head") if tombstones else None
        # In a file of their own, which is never emptied: what was never delivered may be in the oldest backup.
        withdrawn = Tombstones(tombstones.with_name(WITHDRAWN)) if tombstones else None
        engine = open_engine(url)
        store = cls(
            engine,
            max_turns=max_turns,
            protect=protect,
            tombstones=deleted,
            audit_head=head,
            submissions=Outbox(engine, seal=seal, tombstones=withdrawn),
            deleted_plans=Tombstones(tombstones.with_name(DELETED_PLANS)) if tombstones else None,
        )
        store.delete_again()
        store.plans().delete_again()
        return store

    @property
    def accounts(self) -> Accounts:
        """The accounts of the people who work with the service, in the same database."""
        return self._accounts

    @property
    def audit(self) -> AuditLog:
        """What changed the service, in the same database; how far it goes is kept beside the tombstones as well."""
        return self._audit

    @property
    def journeys(self) -> JourneyAnswers:
        """Where the answers of journeys under way are kept, in the same database."""
        return JourneyAnswers(self._engine)

    @property
    def submissions(self) -> Outbox:
        """The outbox: what people sent in and has yet to be delivered, in the same database."""
        return self._submissions

    def plans(self, seals: PlanSeals | None = None) -> PlanStore:
        """Return where plans are kept, in the same database. Without ``seals`` they can only expire or be deleted."""
        return PlanStore(self._engine, seals, self._deleted_plans)

    @property
    def insights(self) -> InsightsTable:
        """What is counted of conversations, and waits for its month's release, in the same database."""
        return InsightsTable(self._engine)

    def start(self, locale: str, channel: str = WEB, account: str | None = None) -> str:
        """Start a conversation and return its id: 192 random bits, which nobody can guess.

        ``account`` is a hash, keyed for the month, of whose it is; ``None`` where nothing is counted.
        """
        conversation_id = secrets.token_urlsafe(24)
        with storage_errors(), self._engine.begin() as connection:
            connection.execute(
                insert(tables.conversations).values(
                    id=conversation_id, locale=locale, started_at=datetime.now(UTC), channel=channel, account=account
                )
            )
        return conversation_id

    def add(self, conversation_id: str, answer: Answer) -> str:
        """Keep an answer and return its turn's id.

        ``answer.question`` is the question after ``protect``; it is protected again here, which changes nothing then,
        so that no caller's slip can put personal data on disk.

        Raises:
            ConversationNotFoundError: there is no such conversation.
        """
        kept = replace(
            answer,
            question=self._protect(answer.question).text,
            asked_as=self._protect(answer.asked_as).text if answer.asked_as else "",
        )
        turn_id = secrets.token_urlsafe(24)
        with storage_errors(), self._engine.begin() as connection:
            self._row(connection, conversation_id, lock=True)
            connection.execute(
                insert(tables.turns).values(
                    id=turn_id,
                    conversation_id=conversation_id,
                    asked_at=datetime.now(UTC),
                    outcome=kept.outcome.value,
                    answer=written(kept),
                )
            )
            newest = (
                select(tables.turns.c.id)
                .where(tables.turns.c.conversation_id == conversation_id)
                .order_by(tables.turns.c.asked_at.desc(), (tables.turns.c.id == turn_id).desc())
            )
            too_many = connection.execute(newest.offset(self._max_turns)).scalars().all()
            if too_many:
                connection.execute(delete(tables.turns).where(tables.turns.c.id.in_(too_many)))
        return turn_id

    def get(self, conversation_id: str) -> StoredConversation:
        """Return a conversation with its turns. Raises ``ConversationNotFoundError``."""
        with storage_errors(), self._reading() as connection:
            found = self._row(connection, conversation_id)
            rows = connection.execute(
                select(tables.turns, tables.feedback)
                .outerjoin(tables.feedback)
                .where(tables.turns.c.conversation_id == conversation_id)
                .order_by(tables.turns.c.asked_at)
            ).all()
        turns = tuple(_turn(row) for row in rows)
        return StoredConversation(found.id, found.locale, found.started_at, turns, found.channel)

    def turns(self, conversation_id: str) -> list[StoredTurn]:
        """Return a conversation's turns, oldest first. Raises ``ConversationNotFoundError``."""
        return list(self.get(conversation_id).turns)

    def newest(self, most: int, among: Collection[str] | None = None) -> dict[str, Answer]:
        """Return the answers given last by their turns' ids, the newest first; only those of turns ``among`` these."""
        turns, named = tables.turns.c, true() if among is None else tables.turns.c.id.in_(among)
        rows = select(turns.id, turns.answer).where(named).order_by(turns.asked_at.desc()).limit(most)
        with storage_errors(), self._reading() as connection:
            return {row.id: read_answer(row.answer) for row in connection.execute(rows)}

    def give_feedback(
        self, conversation_id: str, turn_id: str, useful: bool, reason: str = "", comment: str = ""
    ) -> None:
        """Keep what somebody thought of an answer, in place of what they said of it before.

        Args:
            conversation_id: the conversation.
            turn_id: the turn of it.
            useful: whether the answer was useful.
            reason: one of ``REASONS``, or empty. Any other words are taken as the comment of an ``other`` reason.
            comment: the person's own words, kept only after personal data is taken out.

        Raises:
            ConversationNotFoundError: there is no such conversation, or no such turn of it.
            FeedbackError: the words are too long.
        """
        if reason and reason not in REASONS:
            reason, comment = "other", f"{reason}\n{comment}".strip()
        if len(comment) > LONGEST_COMMENT:
            raise FeedbackError(
                f"the comment is {len(comment)} characters long",
                where="comment",
                fix=f"shorten it to {LONGEST_COMMENT} characters or fewer",
            )
        given = {
            "useful": useful,
            "reason": reason,
            "comment": self._protect(storable(comment)).text,
            "given_at": datetime.now(UTC),
        }
        with storage_errors(), self._engine.begin() as connection:
            self._row(connection, conversation_id, lock=True)
            turn = select(tables.turns.c.id).where(
                tables.turns.c.id == turn_id, tables.turns.c.conversation_id == conversation_id
            )
            if connection.execute(turn).first() is None:
                raise _not_found("no turn of this conversation has this id")
            connection.execute(delete(tables.feedback).where(tables.feedback.c.turn_id == turn_id))
            connection.execute(insert(tables.feedback).values(turn_id=turn_id, **given))

    def delete(self, conversation_id: str) -> None:
        """Delete a conversation, all that was said in it and what is counted of it, here and in any restored backup.

        What is counted goes even when the conversation has expired, until its month is released.

        Raises:
            ConversationNotFoundError: there is no such conversation.
            StorageError: the database or the list of what was deleted can't be written.
        """
        counted = self.insights.holds(conversation_id)
        with storage_errors(), self._reading() as connection:
            if not counted:
                self._row(connection, conversation_id)
        # Remembered first: should the deletion then be cut short, opening the store again finishes it.
        if self._tombstones is not None:
            self._tombstones.add(conversation_id, datetime.now(UTC).date())
        if not self._delete([conversation_id]) and not counted:
            raise _not_found("no conversation has this id")

    def delete_again(self) -> int:
        """Delete what was deleted before and a restored backup has brought back.

        Returns:
            How many conversations and submissions that were.
        """
        withdrawn = self._submissions.delete_again()
        if self._tombstones is None or not self._tombstones.any():
            return withdrawn
        with storage_errors(), self._reading() as connection:
            held = connection.execute(select(tables.conversations.c.id)).scalars().all()
        back = self._tombstones.among(held)
        self.insights.delete(self._tombstones.hashes())
        return withdrawn + (self._delete(back) if back else 0)

    def _delete(self, conversation_ids: list[str]) -> int:
        gone = 0
        with storage_errors():
            with self._engine.begin() as connection:
                for start in range(0, len(conversation_ids), _AT_ONCE):
                    some = conversation_ids[start : start + _AT_ONCE]
                    gone += connection.execute(
                        delete(tables.conversations).where(tables.conversations.c.id.in_(some))
                    ).rowcount
            # After the conversations: a turn that was being counted meanwhile is waited for there.
            counted = self.insights.delete(map(hash_of, conversation_ids))
            if gone or counted:
                checkpoint(self._engine)
        return gone

    def expire(self, before: datetime) -> int:
        """Delete the turns asked before a time, and the conversations left empty that started before it.

        Returns:
            How many turns and conversations were deleted.
        """
        left = select(tables.turns.c.id).where(tables.turns.c.conversation_id == tables.conversations.c.id).exists()
        with storage_errors():
            with self._engine.begin() as connection:
                old = connection.execute(delete(tables.turns).where(tables.turns.c.asked_at < before)).rowcount
                empty = connection.execute(
                    delete(tables.conversations).where(tables.conversations.c.started_at < before, ~left)
                ).rowcount
            if old or empty:
                checkpoint(self._engine)
        if self._tombstones is not None:
            # A backup from before then holds only turns that have expired, and nothing that is counted of them.
            day = (before - timedelta(days=1)).date()
            self._tombstones.forget(min(day, self.insights.oldest() or day))
        return old + empty

    def check(self) -> None:
        """Return if the store can be read. Raises ``StorageError`` if not."""
        with storage_errors(), self._reading() as connection:
            connection.execute(select(tables.conversations.c.id).limit(1)).first()

    def close(self) -> None:
        """Let go of every connection."""
        self._engine.dispose()

    def _reading(self) -> Connection:
        return self._engine.connect().execution_options(reading=True)

    def _row(self, connection: Connection, conversation_id: str, *, lock: bool = False) -> Row[Any]:
        query = select(tables.conversations).where(tables.conversations.c.id == conversation_id)
        # The lock keeps a conversation from being deleted while a turn is added to it; SQLite has one writer anyway.
        found = connection.execute(query.with_for_update() if lock else query).first()
        if found is None:
            raise _not_found("no conversation has this id")
        return found


def _not_found(what: str) -> ConversationNotFoundError:
    return ConversationNotFoundError(what, fix="start a new conversation: this one may have expired or been deleted")


def _turn(row: Row[Any]) -> StoredTurn:
    given = row.useful is not None
    return StoredTurn(
        id=row.id,
        answer=read_answer(row.answer),
        asked_at=row.asked_at,
        feedback=Feedback(row.useful, row.reason, row.comment, row.given_at) if given else None,
    )
