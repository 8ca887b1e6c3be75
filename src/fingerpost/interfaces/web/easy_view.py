"""An easy read as it is laid out on a page: which lines stand under one title, one heading, in one list.

Pure: an ``EasyRead`` in, plain records out. Nothing is worded or reordered here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from fingerpost.domain import EasyBlock, EasyLine, SentenceKind
from fingerpost.interfaces.web.answer_view import safe_url

EasyShape = Literal["line", "list", "steps", "row", "warning", "contact"]

_SHAPES: dict[SentenceKind, EasyShape] = {
    SentenceKind.SENTENCE: "line",
    SentenceKind.ITEM: "list",
    SentenceKind.STEP: "steps",
    SentenceKind.TABLE_HEADER: "row",
    SentenceKind.ROW: "row",
    SentenceKind.CALLOUT: "warning",
    SentenceKind.CONTACT: "contact",
}


@dataclass(frozen=True, slots=True)
class EasyGroup:
    """Neighbouring lines that are shown as one thing. ``shape`` says as what."""

    shape: EasyShape
    lines: tuple[EasyLine, ...]


@dataclass(frozen=True, slots=True)
class EasyPart:
    """What stands under one heading; each of ``ideas`` is read together."""

    heading_path: tuple[str, ...]
    ideas: tuple[tuple[EasyGroup, ...], ...]


@dataclass(frozen=True, slots=True)
class EasyPage:
    """Neighbouring blocks from one page."""

    title: str
    url: str
    locale: str
    parts: tuple[EasyPart, ...]


def lay_out_easy(blocks: Sequence[EasyBlock]) -> tuple[EasyPage, ...]:
    """Return the blocks as they are shown: in their order, those in a row from one page and heading together."""
    return tuple(
        EasyPage(title, safe_url(url), locale, tuple(_parts(list(together))))
        for (title, url, locale), together in groupby(
            blocks, key=lambda block: (block.title, block.url.partition("#")[0], block.locale)
        )
    )


def _parts(blocks: Sequence[EasyBlock]) -> Iterator[EasyPart]:
    for heading_path, together in groupby(blocks, key=lambda block: block.heading_path):
        yield EasyPart(heading_path, tuple(tuple(_groups(block.lines)) for block in together))


def _groups(lines: Sequence[EasyLine]) -> Iterator[EasyGroup]:
    for _, together in groupby(lines, key=lambda line: _SHAPES[line.kind]):
        here = tuple(together)
        yield EasyGroup(_SHAPES[here[0].kind], here)
