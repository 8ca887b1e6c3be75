"""A document's text as the sentences that screening reads."""

from __future__ import annotations

from collections.abc import Iterator

from fingerpost.content.sentences import find_sentences
from fingerpost.domain import Document
from fingerpost.safeguards.attacks.views import plain
from fingerpost.safeguards.screening.out_of_place import Line


def lines_of(document: Document) -> Iterator[Line]:
    """Yield every sentence of a document, in ordinary letters, with the kind of block it stands in."""
    for block in document.blocks:
        yield from lines_in(block.text, kind=block.kind.value, locale=document.page.locale)


def lines_in(text: str, *, kind: str = "paragraph", locale: str = "en") -> Iterator[Line]:
    """Yield every sentence of a text of one or more lines, in ordinary letters."""
    for line in text.split("\n"):
        for start, end in find_sentences(line, locale=locale):
            yield Line(plain(line[start:end]), kind)
