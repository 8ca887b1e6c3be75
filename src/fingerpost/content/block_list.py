"""A document's blocks while they are put together from the fields of a content item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from markdown_it import MarkdownIt

from fingerpost.content.html import read_fragment
from fingerpost.domain import Block, BlockKind

# Govspeak is GOV.UK's Markdown; these are the parts of it that carry meaning and that plain Markdown has not.
# https://www.gov.uk/guidance/how-to-publish-on-gov-uk/markdown
_LINES = re.MULTILINE
_BLOCK = re.MULTILINE | re.DOTALL
_GOVSPEAK = (
    (re.compile(r"^\*\[[^\]]+\]:.*$", _LINES), ""),
    (re.compile(r"^\{:[^}]*\}\s*$", _LINES), ""),
    (re.compile(r"^s(\d+)\.[ \t]", _LINES), r"\1. "),
    (re.compile(r"^\^[ \t]*([^\n]+?)[ \t]*\^?$", _LINES), r'<div class="info-notice"><p>\1</p></div>'),
    (re.compile(r"^%[ \t]*([^\n]+?)[ \t]*%?$", _LINES), r'<div class="help-notice"><p>\1</p></div>'),
    (re.compile(r"^\$CTA[ \t]*\n(.*?)^\$CTA[ \t]*$", _BLOCK), '<div class="call-to-action">\n\n\\1\n\n</div>'),
    (re.compile(r"^\$C[ \t]*\n(.*?)^\$C[ \t]*$", _BLOCK), '<div class="contact">\n\n\\1\n\n</div>'),
    (re.compile(r"^\$A[ \t]*\n(.*?)^\$A[ \t]*$", _BLOCK), '<div class="address">\n\n\\1\n\n</div>'),
)


def markup_of(field: object) -> str:
    """Return a body as HTML. It may be HTML, or a list of ``{content_type, content}`` of which HTML is preferred."""
    if isinstance(field, str):
        return field
    if not isinstance(field, Sequence):
        return ""
    by_type: dict[str, str] = {}
    for entry in field:  # pyright: ignore[reportUnknownVariableType] - JSON, checked as it is read
        if isinstance(entry, dict):
            content_type, content = entry.get("content_type"), entry.get("content")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
            if isinstance(content_type, str) and isinstance(content, str):
                by_type[content_type] = content
    if "text/html" in by_type:
        return by_type["text/html"]
    written = by_type.get("text/govspeak") or by_type.get("text/markdown")
    return from_govspeak(written) if written else by_type.get("text/plain", "")


def from_govspeak(written: str) -> str:
    """Return Govspeak, GOV.UK's Markdown, as HTML with the classes that ``read_fragment`` knows."""
    for pattern, replacement in _GOVSPEAK:
        written = pattern.sub(replacement, written)
    return str(MarkdownIt("commonmark").enable("table").render(written))


def plain(field: object) -> str:
    """Return a short field as one line of plain text, whether or not there is markup in it."""
    if not isinstance(field, str):
        return ""
    if "<" in field or "&" in field:
        return " ".join(" ".join(lines(field)).split())
    return " ".join(field.split())


def lines(field: object) -> list[str]:
    """Return a field of markup as lines of plain text, one a paragraph or list item."""
    blocks = read_fragment(markup_of(field), base_url="") if field else ()
    return [line.strip() for block in blocks for line in block.text.split("\n") if line.strip()]


class BlockList:
    """Blocks in reading order, with the groups of their lists and tables kept apart.

    Args:
        base_url: the page's public address.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url
        self.blocks: list[Block] = []
        self._group = 0

    def html(self, field: object, *, deeper: int = 0) -> None:
        """Add a body. ``deeper`` pushes its headings down so many levels, under a heading of ours."""
        read = read_fragment(markup_of(field), base_url=self.base_url, first_group=self._group)
        for block in read:
            self._group = max(self._group, block.group)
            if deeper and block.kind is BlockKind.HEADING:
                self.blocks.append(replace(block, level=min(6, block.level + deeper)))
            else:
                self.blocks.append(block)

    def under(self, heading: str, field: object, *, level: int = 2) -> None:
        """Add a heading and a body, if the body says anything."""
        start = len(self.blocks)
        self.heading(heading, level)
        self.html(field, deeper=level - 1)
        if len(self.blocks) == start + 1:
            self.blocks.pop()

    def heading(self, text: object, level: int, *, url: str | None = None, number: int | None = None) -> None:
        """Add a heading."""
        said = plain(text)
        if said:
            self.blocks.append(Block(BlockKind.HEADING, said, level=level, url=url, number=number))

    def paragraph(self, text: object) -> None:
        """Add a paragraph."""
        said = plain(text)
        if said:
            self.blocks.append(Block(BlockKind.PARAGRAPH, said))

    def items(self, texts: Iterable[str]) -> None:
        """Add the items of one list."""
        self._group += 1
        self.blocks.extend(Block(BlockKind.ITEM, text, group=self._group) for text in texts if text)

    def steps(self, numbered: Iterable[tuple[int, str]]) -> None:
        """Add the steps of one numbered list."""
        self._group += 1
        self.blocks.extend(Block(BlockKind.STEP, text, number=number, group=self._group) for number, text in numbered)

    def callout(self, text: str) -> None:
        """Add a call-out."""
        self._whole(BlockKind.CALLOUT, [text])

    def contact(self, texts: Iterable[str]) -> None:
        """Add a contact, kept whole, one line each."""
        self._whole(BlockKind.CONTACT, texts)

    def _whole(self, kind: BlockKind, texts: Iterable[str]) -> None:
        said = [text for text in texts if text]
        if said:
            self._group += 1
            self.blocks.append(Block(kind, "\n".join(said), group=self._group))
