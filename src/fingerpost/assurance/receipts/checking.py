"""Whether a receipt is genuine, and whether the guidance it quotes has changed since."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from fingerpost.assurance.receipts.keys import PublicKey
from fingerpost.assurance.receipts.receipt import Receipt
from fingerpost.domain import Section

_WORDS = re.compile(r"\s+|[^\s]+")
_NEAR = 0.4
"""How alike two passages must be, from 0 to 1, for one to be shown as what became of the other."""


class Standing(StrEnum):
    """What a receipt's signature says."""

    GENUINE = "genuine"
    ALTERED = "altered"
    UNKNOWN_KEY = "unknown_key"


class PageState(StrEnum):
    """What became of a quotation's page."""

    SAME = "same"
    """The page is, to the letter, what it was."""
    STILL_SAID = "still_said"
    """The page changed elsewhere: it still says this, word for word."""
    CHANGED = "changed"
    """The page no longer says this."""
    GONE = "gone"
    """The page is not in the service's guidance any more."""


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one quotation.

    ``pieces`` show what changed, in reading order: each is ``same``, ``removed`` or ``added`` and its words. They are
    empty unless the page no longer says it and something near it was found.
    """

    number: int
    title: str
    url: str
    quote: str
    state: PageState
    pieces: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a receipt. ``changes`` is empty unless it is genuine: of another, nothing else matters."""

    standing: Standing
    reference: str
    key: str
    changes: tuple[Change, ...] = ()

    @property
    def still_holds(self) -> bool:
        """Whether it is genuine and the guidance still says all that it quotes."""
        said = {PageState.SAME, PageState.STILL_SAID}
        return self.standing is Standing.GENUINE and all(change.state in said for change in self.changes)


Page = Callable[[str], Sequence[Section]]
"""Looks up a page's sections by its address; none where it is not held."""


def check(receipt: Receipt, keys: Sequence[PublicKey], page: Page | None = None) -> Checked:
    """Say whether a receipt is genuine, and if so, what became of the guidance.

    Args:
        receipt: as it was read.
        keys: the public keys of the service that is said to have issued it.
        page: looks up what the guidance says now; nothing is said of it without.

    Raises:
        ReceiptError: its text is none that can be signed.
    """
    signed = receipt.signed_bytes()
    named = [key for key in keys if key.name == receipt.key]
    if any(key.verifies(str(receipt.held["signature"]), signed) for key in named):
        changes = compare(receipt, page) if page is not None else ()
        return Checked(Standing.GENUINE, receipt.reference, receipt.key, changes)
    # A name is part of what is signed: another key's signature under it is no mistake of ours.
    standing = Standing.ALTERED if named else Standing.UNKNOWN_KEY
    return Checked(standing, receipt.reference, receipt.key)


def compare(receipt: Receipt, page: Page) -> tuple[Change, ...]:
    """Return what became of each quotation of a receipt that is known to be genuine."""
    return tuple(
        _became(
            int(cited["number"]),
            str(cited["quote"]),
            str(cited["title"]),
            str(cited["url"]),
            str(cited["page_hash"]),
            page,
        )
        for cited in receipt.citations
    )


def _became(number: int, quote: str, title: str, url: str, page_hash: str, page: Page) -> Change:
    sections = page(url.partition("#:~:")[0])
    if not sections:
        return Change(number, title, url, quote, PageState.GONE)
    if sections[0].page.content_hash == page_hash:
        return Change(number, title, url, quote, PageState.SAME)
    if any(quote in section.text for section in sections):
        return Change(number, title, url, quote, PageState.STILL_SAID)
    return Change(number, title, url, quote, PageState.CHANGED, _pieces(quote, sections))


def _pieces(quote: str, sections: Sequence[Section]) -> tuple[tuple[str, str], ...]:
    """Return what changed between a quotation and the passage of its page that is most like it."""
    best, nearest = _NEAR, ""
    wanted = len(quote)
    matcher = SequenceMatcher(None, b=quote.split(), autojunk=False)
    for section in sections:
        sentences = [section.text[sentence.start : sentence.end] for sentence in section.sentences]
        for first in range(len(sentences)):
            passage = ""
            for sentence in sentences[first:]:
                passage = f"{passage} {sentence}".strip()
                matcher.set_seq1(passage.split())
                # The bounds are quick to have and spare most of the work.
                if matcher.real_quick_ratio() > best and matcher.quick_ratio() > best:
                    likeness = matcher.ratio()
                    if likeness > best:
                        best, nearest = likeness, passage
                if len(passage) > 1.5 * wanted:
                    break
    if not nearest:
        return ()
    before, after = _WORDS.findall(quote), _WORDS.findall(nearest)
    pieces: list[tuple[str, str]] = []
    for kind, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(before[i:j])))
            continue
        pieces += [
            (name, text) for name, text in (("removed", "".join(before[i:j])), ("added", "".join(after[k:m]))) if text
        ]
    return tuple(pieces)
