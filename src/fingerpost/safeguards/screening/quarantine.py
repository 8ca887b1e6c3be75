"""The pages that wait for a person, and what was decided about each: one JSON file beside the service's settings.

Every change reads the file, changes it and writes it whole while a lock is held, so that a release made during a sync
is not lost. The file holds words of pages, which are published, and nothing of anybody's question.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal, cast

from filelock import FileLock

from fingerpost.errors import QuarantineError, StorageError
from fingerpost.safeguards.screening.caught import Caught, Kind

State = Literal["waiting", "released", "held"]

_LOCK_SECONDS = 10.0
_FORMAT = 1


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about a page: ``released`` or ``held``, who, why, and when (ISO 8601, UTC)."""

    action: str
    by: str
    why: str
    at: str


@dataclass(frozen=True, slots=True)
class Quarantined:
    """One page in the book.

    Attributes:
        id: eight hex characters, the same for the same page in every sync.
        source: the source's name.
        key: what the source knows the page by.
        url: where it is published.
        title: its title.
        content: names the exact content that was caught, or released; see ``content_name``.
        caught: why.
        since: when this content was first caught (ISO 8601, UTC).
        state: ``waiting`` for a person; ``released``, so that this very content is served; ``held`` by a person,
            whatever it says, until it is released.
        serving: whether the last good version goes on being served meanwhile.
        decisions: everything that was decided, oldest first.
    """

    id: str
    source: str
    key: str
    url: str
    title: str
    content: str
    caught: tuple[Caught, ...]
    since: str
    state: State = "waiting"
    serving: bool = False
    decisions: tuple[Decision, ...] = ()


class Quarantine:
    """The book of pages that wait. Opened afresh for every look, so two processes agree."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / ".fingerpost" / "quarantine.json"

    def pages(self) -> tuple[Quarantined, ...]:
        """Return every page in the book, in order of source and key. Raises ``StorageError`` when it can't be read."""
        return tuple(sorted(self._read().values(), key=lambda page: (page.source, page.key)))

    def waiting(self) -> tuple[Quarantined, ...]:
        """Return the pages that are not served as they are now: those that wait and those a person holds."""
        return tuple(page for page in self.pages() if page.state != "released")

    def find(self, name: str) -> Quarantined:
        """Return a page by its id, the start of it, its address or its key.

        Raises:
            QuarantineError: there is none, or more than one.
        """
        pages = self.pages()
        found = [page for page in pages if name in {page.id, page.url, page.key}]
        found = found or [page for page in pages if len(name) >= 3 and page.id.startswith(name)]
        if len(found) == 1:
            return found[0]
        what = "no page in quarantine" if not found else f"{len(found)} pages in quarantine"
        raise QuarantineError(
            f"{what} has the id or address {name[:200]!r}",
            where="content quarantine",
            fix="'fingerpost content quarantine list --all' shows the id of each",
        )

    def record(self, page: Quarantined) -> Quarantined:
        """Write that a page was caught and return it as it now stands, with what was decided of it before."""

        def change(held: dict[str, Quarantined]) -> Quarantined:
            before = held.get(page.id)
            now = page
            if before is not None:
                same = before.content == page.content and before.state == page.state
                now = replace(page, decisions=before.decisions, since=before.since if same else page.since)
            held[page.id] = now
            return now

        return self._change(change)

    def forget(self, page_id: str) -> None:
        """Take out a page that waits and is no longer caught. One that was released or held stays, for the record."""

        def change(held: dict[str, Quarantined]) -> None:
            page = held.get(page_id)
            if page is not None and page.state == "waiting":
                if page.decisions:
                    held[page_id] = replace(page, state="released", caught=())
                else:
                    del held[page_id]

        self._change(change)

    def decide(self, name: str, action: Literal["released", "held"], *, by: str, why: str) -> Quarantined:
        """Release or hold a page, and return it as it now stands.

        Args:
            name: its id or address.
            action: ``released`` serves this very content from the next sync on; ``held`` serves none of the page.
            by: who decides.
            why: a sentence for the record.

        Raises:
            QuarantineError: there is no such page, it is already so, or who or why is missing.
        """
        _require(by, "who decides", "--by")
        _require(why, "the reason", "--why")
        page = self.find(name)
        if page.state == action:
            raise QuarantineError(
                f"the page {page.id} is {action} already",
                where="content quarantine",
                fix=f"'fingerpost content quarantine show {page.id}' says by whom and why",
            )
        decision = Decision(action, by.strip(), why.strip(), _now())

        def change(held: dict[str, Quarantined]) -> Quarantined:
            current = held.get(page.id, page)
            held[page.id] = replace(current, state=action, decisions=(*current.decisions, decision))
            return held[page.id]

        return self._change(change)

    def hold(self, source: str, key: str, url: str, title: str, *, by: str, why: str) -> Quarantined:
        """Hold a page that is served and not in the book. Raises ``QuarantineError`` when who or why is missing."""
        _require(by, "who decides", "--by")
        _require(why, "the reason", "--why")
        decision = Decision("held", by.strip(), why.strip(), _now())
        caught = (Caught(Kind.HELD, "person", f"{by.strip()} held this page: {why.strip()}"),)
        page = Quarantined(
            page_name(source, key), source, key, url, title, "", caught, _now(), "held", False, (decision,)
        )

        def change(held: dict[str, Quarantined]) -> Quarantined:
            before = held.get(page.id)
            held[page.id] = page if before is None else replace(page, decisions=(*before.decisions, decision))
            return held[page.id]

        return self._change(change)

    def _change(self, change: Callable[[dict[str, Quarantined]], Any]) -> Any:
        with self._locked():
            held = self._read()
            made = change(held)
            self._write(held)
        return made

    @contextmanager
    def _locked(self) -> Generator[None]:
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            with FileLock(self._file.with_suffix(".lock"), timeout=_LOCK_SECONDS):
                yield
        except (OSError, TimeoutError) as problem:
            raise self._unwritable(problem) from problem

    def _read(self) -> dict[str, Quarantined]:
        try:
            held: Any = json.loads(self._file.read_text(encoding="utf-8"))
            return {row["id"]: _page_of(row) for row in held["pages"]}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, KeyError, TypeError) as problem:
            # Never taken for empty: every page that waits would be forgotten, and every release.
            raise StorageError(
                f"the book of quarantined pages can't be read ({type(problem).__name__})",
                where=str(self._file),
                fix="put back a copy of the file; or move it away, which forgets every release, and sync again",
            ) from problem

    def _write(self, held: dict[str, Quarantined]) -> None:
        rows = [asdict(page) for page in sorted(held.values(), key=lambda page: (page.source, page.key))]
        text = json.dumps({"format": _FORMAT, "pages": rows}, ensure_ascii=False, indent=2) + "\n"
        unfinished = self._file.with_suffix(".new")
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(self._file)

    def _unwritable(self, problem: Exception) -> StorageError:
        return StorageError(
            f"the book of quarantined pages can't be written ({type(problem).__name__})",
            where=str(self._file),
            fix="let this user write the service's folder; a page that can't be set down can't be held back safely",
        )


def page_name(source: str, key: str) -> str:
    """Return a page's id in the book: eight hex characters."""
    return hashlib.sha256(f"{source}\n{key}".encode()).hexdigest()[:8]


def content_name(content_hash: str, title: str, caught: tuple[Caught, ...]) -> str:
    """Return what names a page's exact content: what it says, its title, and whatever was found out of sight.

    Not the bytes that were fetched: many sites put a new token into every copy they send.
    """
    unseen = sorted(
        {f"{each.kind}\t{each.words}" for each in caught if each.kind not in {Kind.LARGE_CHANGE, Kind.HELD}}
    )
    return hashlib.sha256("\n".join([content_hash, title, *unseen]).encode()).hexdigest()[:32]


def new_page(
    source: str, key: str, url: str, title: str, content: str, caught: tuple[Caught, ...], *, serving: bool
) -> Quarantined:
    """Return a page that was caught now and waits."""
    return Quarantined(page_name(source, key), source, key, url, title, content, caught, _now(), "waiting", serving)


def _page_of(row: dict[str, Any]) -> Quarantined:
    caught = tuple(
        Caught(Kind(each["kind"]), each["layer"], each["reason"], each["words"], each["score"])
        for each in row["caught"]
    )
    decisions = tuple(Decision(**each) for each in row["decisions"])
    fields = cast("dict[str, Any]", {**row, "caught": caught, "decisions": decisions})
    return Quarantined(**fields)


def _require(text: str, what: str, option: str) -> None:
    if not text.strip():
        raise QuarantineError(f"{what} is missing", where="content quarantine", fix=f"say it with {option}")


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
