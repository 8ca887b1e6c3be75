"""One month's turns as facets and hashes, in a file of their own until the month is released.

The file is SQLite, so that memory stays flat however much comes in and an interrupted run goes on where it stopped. It
holds no words. Only this user can read it, and it is deleted with the month's key.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from fingerpost.errors import StorageError
from fingerpost.insights.facet_json import read, written
from fingerpost.insights.facets import NOT_CLASSIFIED, Facets, LifeEvent, UrgencyGroup
from fingerpost.insights.near_copies import LONG, are_alike, bands
from fingerpost.insights.records import ConversationKept, LeftOut, TurnKept

MOST_CONVERSATIONS = 5
"""How many conversations of one account count in one month: nobody weighs more than five people do."""

_TABLES = """
CREATE TABLE IF NOT EXISTS turns (
  turn TEXT PRIMARY KEY, conversation TEXT NOT NULL, account TEXT NOT NULL, second INTEGER NOT NULL,
  words INTEGER NOT NULL, copy BLOB NOT NULL, facets TEXT NOT NULL, pass INTEGER NOT NULL
) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS passes (number INTEGER NOT NULL);
"""
_SETTLED = """
DROP TABLE IF EXISTS conversations;
DROP TABLE IF EXISTS bands;
CREATE TABLE conversations (
  conversation TEXT PRIMARY KEY, account TEXT NOT NULL, second INTEGER NOT NULL, words INTEGER NOT NULL,
  copy BLOB NOT NULL, facets TEXT NOT NULL, near_copy INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE TABLE bands (band BLOB NOT NULL, conversation TEXT NOT NULL, PRIMARY KEY (band, conversation)) WITHOUT ROWID;
"""
_COUNTED = """
SELECT account, facets FROM (
  SELECT account, facets, conversation, ROW_NUMBER() OVER (PARTITION BY account ORDER BY conversation) AS place
  FROM conversations WHERE near_copy = 0
) WHERE place <= ? ORDER BY account, conversation
"""
_OVER = """
SELECT COALESCE(SUM(MAX(held - ?, 0)), 0) FROM (
  SELECT COUNT(*) AS held FROM conversations WHERE near_copy = 0 GROUP BY account
)
"""
# Earlier is what came first, and by its hash where two came in the same second: the same whatever order they are read.
_COPIES = """
SELECT DISTINCT other.account, other.copy, other.words FROM bands JOIN conversations AS other USING (conversation)
WHERE bands.band IN ({}) AND (other.second < ? OR (other.second = ? AND other.conversation < ?))
"""
_AT_ONCE = 1000


class MonthFile:
    """The turns of one month. One process writes it at a time.

    Raises:
        StorageError: the file can't be made, read or written; so does every method.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        with _errors(file):
            file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            file.touch(mode=0o600, exist_ok=True)
            self._database = sqlite3.connect(file)
            self._database.execute("PRAGMA secure_delete = ON")
            self._database.execute("PRAGMA journal_mode = TRUNCATE")
            self._database.executescript(_TABLES)
            (number,) = self._database.execute("SELECT COALESCE(MAX(number), 0) + 1 FROM passes").fetchone()
            self._database.execute("INSERT INTO passes VALUES (?)", (number,))
            self._database.commit()
        self._pass = int(number)

    def already(self, turn: str) -> LeftOut | bool:
        """Say whether a turn is here already: ``REPEATED`` if it was met in this pass, true if in an earlier one."""
        with _errors(self._file):
            found = self._database.execute("SELECT pass FROM turns WHERE turn = ?", (turn,)).fetchone()
            if found is None:
                return False
            if found[0] == self._pass:
                return LeftOut.REPEATED
            self._database.execute("UPDATE turns SET pass = ? WHERE turn = ?", (self._pass, turn))
        return True

    def add(self, turns: Iterable[TurnKept]) -> int:
        """Keep some turns, all or none of them. Returns how many were here already."""
        repeated = 0
        with _errors(self._file):
            for each in turns:
                row = (each.turn, each.conversation, each.account, each.second, each.words, each.copy)
                done = self._database.execute(
                    "INSERT OR IGNORE INTO turns VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                    (*row, written(each.facets), self._pass),
                )
                repeated += 1 - done.rowcount
            self._database.commit()
        return repeated

    def settle(self) -> dict[LeftOut, int]:
        """Make conversations of the turns met in this pass, and return how many are left out and why.

        What an earlier pass met and this one did not is gone from the input, so it goes from here.
        """
        with _errors(self._file):
            self._database.execute("DELETE FROM turns WHERE pass <> ?", (self._pass,))
            self._database.executescript(_SETTLED)
            self._database.executemany("INSERT INTO conversations VALUES (?, ?, ?, ?, ?, ?, 0)", self._joined())
            self._mark_copies()
            copies = self._one("SELECT COUNT(*) FROM conversations WHERE near_copy = 1")
            over = self._one(_OVER, MOST_CONVERSATIONS)
            self._database.commit()
        return {LeftOut.NEAR_COPY: copies, LeftOut.OVER_ACCOUNT_LIMIT: over}

    def conversations(self) -> Iterator[ConversationKept]:
        """Yield what counts, after ``settle``, an account at a time.

        Which five of an account's many count is decided by their hashes, so it is as good as drawn.
        """
        with _errors(self._file):
            for account, facets in self._database.execute(_COUNTED, (MOST_CONVERSATIONS,)):
                yield ConversationKept(account, read(facets))

    def close(self) -> None:
        """Let go of the file."""
        self._database.close()

    def delete(self) -> None:
        """Let go of the file and delete it."""
        self.close()
        with _errors(self._file):
            for left in (self._file, self._file.with_name(f"{self._file.name}-journal")):
                left.unlink(missing_ok=True)

    def _joined(self) -> Iterator[tuple[Any, ...]]:
        rows = self._database.cursor().execute(
            "SELECT conversation, account, second, words, copy, facets FROM turns ORDER BY conversation, second, turn"
        )
        first: tuple[Any, ...] | None = None
        turns: list[Facets] = []
        for row in rows:
            if first is not None and row[0] != first[0]:
                yield *first[:5], written(joined(turns))
                turns = []
            first = row if not turns else first
            turns.append(read(row[5]))
        if first is not None:
            yield *first[:5], written(joined(turns))

    def _mark_copies(self) -> None:
        """Mark each conversation that is a near-copy of an earlier one. Which ones does not hang on reading order."""
        cursor = self._database.cursor()
        for conversation, copy in cursor.execute("SELECT conversation, copy FROM conversations WHERE copy <> x''"):
            self._database.executemany(
                "INSERT OR IGNORE INTO bands VALUES (?, ?)", ((band, conversation) for band in bands(copy))
            )
        found: list[tuple[str]] = []
        ordered = "SELECT conversation, account, second, words, copy FROM conversations WHERE copy <> x''"
        for conversation, account, second, words, copy in cursor.execute(ordered):
            looked_up = list(bands(copy))
            query = _COPIES.format(",".join("?" * len(looked_up)))
            earlier = self._database.execute(query, (*looked_up, second, second, conversation))
            if any(
                (other == account or min(words, long) >= LONG) and are_alike(copy, signed)
                for other, signed, long in earlier
            ):
                found.append((conversation,))
        self._database.executemany("UPDATE conversations SET near_copy = 1 WHERE conversation = ?", found)

    def _one(self, query: str, *values: object) -> int:
        return int(self._database.execute(query, values).fetchone()[0])


def joined(turns: list[Facets]) -> Facets:
    """Return one conversation's facets from its turns', oldest first.

    What it was about is what the first turn that can be classified was about. How it ended is how the last turn ended.
    It was urgent if any turn was.
    """
    first, last = turns[0], turns[-1]
    asked = next((each for each in turns if each.topic != NOT_CLASSIFIED), first)
    return replace(
        asked,
        life_event=next(
            (each.life_event for each in turns if each.life_event != LifeEvent.NOT_CLASSIFIED), first.life_event
        ),
        outcome=last.outcome,
        success=last.success,
        urgency=next((each.urgency for each in turns if each.urgency != UrgencyGroup.NONE), first.urgency),
        nation=next((each.nation for each in turns if each.nation != "not_stated"), first.nation),
    )


@contextmanager
def _errors(file: Path) -> Generator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as problem:
        raise StorageError(
            f"the month's file can't be used ({type(problem).__name__})",
            where=str(file),
            fix="check that the disk is not full, that this user may write here, and that no other run uses the month",
        ) from None
