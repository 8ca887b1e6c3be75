"""HTML to blocks: what a page says, in reading order, with the shape that gives it meaning.

``read_fragment`` reads markup that is known to be the content, such as a GOV.UK body. ``fingerpost.content.html_page``
finds the content of a whole page first. Both drop what a person doesn't see.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from fingerpost.content.blocks import read_element
from fingerpost.content.markup import parse
from fingerpost.domain import Block, Link


@dataclass(frozen=True, slots=True)
class HtmlContent:
    """What a file or page holds: its blocks, and what it says of itself. Empty or ``None`` where it says nothing."""

    blocks: tuple[Block, ...]
    title: str = ""
    description: str = ""
    locale: str | None = None
    canonical_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    start_link: Link | None = None


def read_fragment(html: str, *, base_url: str, first_group: int = 0) -> tuple[Block, ...]:
    """Return the blocks of ``html``, which is known to be main content, such as a GOV.UK body.

    Args:
        html: markup; list items and table rows may stand on their own, with no list or table around them.
        base_url: the page's address. Links are kept as their text only, so it names the page in errors, no more.
        first_group: groups are numbered from the one after this, so that the parts of one document stay apart.

    Returns:
        Blocks as ``docs/reference/sections.md`` describes them. A paragraph that goes on inside a list item has the
        list's ``group`` and the item's level plus one; the caption of a table has the table's ``group``.
    """
    del base_url
    root = parse(html)
    return () if root is None else read_element(root, first_group=first_group)
