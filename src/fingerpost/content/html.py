"""HTML to blocks: what a page says, in reading order, with the shape that gives it meaning.

``read_fragment`` reads markup that is known to be the content, such as a GOV.UK body. ``read_page`` finds the content
of a whole page first. Both drop what a person doesn't see.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from fingerpost.content.blocks import read_element
from fingerpost.content.characters import decode
from fingerpost.content.main_content import drop_furniture, find_main
from fingerpost.content.markup import parse
from fingerpost.content.page_metadata import (
    find_canonical_url,
    find_dates,
    find_description,
    find_locale,
    find_start_link,
    find_title,
)
from fingerpost.domain import Block, Link, Status


@dataclass(frozen=True, slots=True)
class HtmlContent:
    """What a file or page holds: its blocks, and what it says of itself. Empty or ``None`` where it says nothing.

    ``slug``, ``kind``, ``licence``, ``change_note`` and ``status`` can be said only in a Markdown file's front matter.
    ``canonical_url`` may there be a path, such as ``/bins``. ``unseen`` is text of a PDF or Word file that nobody sees.
    """

    blocks: tuple[Block, ...]
    title: str = ""
    description: str = ""
    locale: str | None = None
    canonical_url: str | None = None
    published_at: datetime | None = None
    updated_at: datetime | None = None
    start_link: Link | None = None
    slug: str = ""
    kind: str = ""
    licence: str = ""
    change_note: str | None = None
    status: Status = Status.LIVE
    unseen: tuple[str, ...] = ()


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


def read_page(html: str | bytes, *, url: str) -> HtmlContent:
    """Return the content of a whole page, and what the page says of itself.

    Args:
        html: the page. Bytes are read by their byte-order mark, the encoding the page declares, or else UTF-8.
        url: the address it was found at; the canonical address and the start link are made absolute with it.

    Returns:
        The page's content, with no blocks where it has none. Nothing in it is guessed: a page that gives no date has
        none. ``locale`` is a language without a region, such as ``en``.
    """
    root = parse(decode(html, declared=_declared_encoding(html)) if isinstance(html, bytes) else html)
    if root is None:
        return HtmlContent(())
    published_at, updated_at = find_dates(root)
    main = find_main(root)
    title = find_title(root, main)
    drop_furniture(main)
    return HtmlContent(
        blocks=read_element(main),
        title=title,
        description=find_description(root),
        locale=find_locale(root, main),
        canonical_url=find_canonical_url(root, url),
        published_at=published_at,
        updated_at=updated_at,
        start_link=find_start_link(main, url),
    )


_DECLARED = re.compile(rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w-]{2,40})", re.IGNORECASE)


def _declared_encoding(html: bytes) -> str | None:
    match = _DECLARED.search(html[:4096])
    name = match[1].decode("ascii", errors="replace").lower() if match else None
    # What could be read to find this can't be UTF-16 or UTF-32; UTF-7 hides markup. The HTML standard says the same.
    return None if name is None or name.startswith(("utf-16", "utf-32", "utf-7")) else name
