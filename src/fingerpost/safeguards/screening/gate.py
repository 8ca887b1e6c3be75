"""The gate of a sync: a page passes, or waits in quarantine while its last good version goes on being served."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fingerpost.content.source import Fetched
from fingerpost.domain import Document
from fingerpost.safeguards.screening.caught import Caught, Kind
from fingerpost.safeguards.screening.quarantine import Quarantine, Quarantined, content_name, new_page, page_name
from fingerpost.safeguards.screening.screen import screen_page
from fingerpost.search.embed import Embedder


@dataclass(frozen=True, slots=True)
class HeldBack:
    """A page that did not pass: its id in the book, why, and whether its last good version is still served."""

    id: str
    source: str
    key: str
    reasons: tuple[str, ...]
    serving: bool


class ContentGate:
    """Screens the pages of one sync.

    Args:
        book: where pages that are held back are written.
        embedder: the sync's own.
        last_version: returns the text of the version of a page that serves, by page id; empty when there is none.
        passed_over: kinds of finding the service does not want.
        writes: whether to write the book; a dry run does not.
    """

    def __init__(
        self,
        book: Quarantine,
        embedder: Embedder,
        last_version: Callable[[str], str],
        *,
        passed_over: frozenset[str] = frozenset(),
        writes: bool = True,
    ) -> None:
        self._book = book
        self._embedder = embedder
        self._last_version = last_version
        self._passed_over = passed_over
        self._writes = writes
        self._known = {page.id: page for page in book.pages()}

    def read_again(self, source: str, key: str) -> bool:
        """Say whether a page must be read even if it has not changed, because a person holds it or it waits."""
        page = self._known.get(page_name(source, key))
        return page is not None and page.state != "released"

    def hold_back(self, source: str, fetched: Fetched, document: Document, *, good: bool) -> HeldBack | None:
        """Return why a page is held back, or ``None`` when it passes.

        Args:
            source: the source's name.
            fetched: where it came from.
            document: what was extracted.
            good: whether the index holds a version that passed this same screening. That one stays while this waits.
        """
        name = page_name(source, fetched.key)
        known = self._known.get(name)
        if known is not None and known.state == "held":
            return self._held_by_person(known)
        page = document.page
        before = self._last_version(page.id) if good else ""
        found = screen_page(
            document, body=fetched.body, media_type=fetched.media_type, before=before, embedder=self._embedder
        )
        caught = tuple(each for each in found if each.kind not in self._passed_over)
        if not caught:
            if known is not None and self._writes:
                self._book.forget(name)
            return None
        content = content_name(page.content_hash, page.title, caught)
        if known is not None and known.state == "released" and known.content == content:
            return None
        waits = new_page(source, fetched.key, page.url, page.title, content, caught, serving=good)
        if self._writes:
            waits = self._book.record(waits)
        return _told(waits)

    def _held_by_person(self, known: Quarantined) -> HeldBack:
        last = known.decisions[-1] if known.decisions else None
        why = f"{last.by} held this page: {last.why}" if last else "a person held this page"
        shown = known.caught or (Caught(Kind.HELD, "person", why),)
        return _told(Quarantined(known.id, known.source, known.key, known.url, known.title, "", shown, known.since))


def _told(page: Quarantined) -> HeldBack:
    reasons = tuple(dict.fromkeys(each.reason for each in page.caught))
    return HeldBack(page.id, page.source, page.key, reasons, page.serving)
