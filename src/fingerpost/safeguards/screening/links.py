"""Links that do something instead of leading somewhere, and links dressed as another address."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from fingerpost.safeguards.screening.caught import Caught, Kind, shown

_RUNS = re.compile(
    r"""(?:href|src|action|formaction|data|xlink:href)\s*=\s*["']?\s*((?:javascript|vbscript)\s*:[^"'>]*)""",
    re.IGNORECASE,
)
_INLINE_DATA = re.compile(r"""(?:href|action|formaction)\s*=\s*["']?\s*(data\s*:[^"'>\s]*)""", re.IGNORECASE)
_DATA_PAGE = re.compile(r"""src\s*=\s*["']?\s*(data\s*:\s*text/html[^"'>\s]*)""", re.IGNORECASE)
_MARKDOWN = re.compile(r"\]\(\s*<?((?:javascript|vbscript|data)\s*:[^)\s]*)", re.IGNORECASE)
_IN_TEXT = re.compile(r"\b(?:javascript\s*:\s*\S*\(|data\s*:\s*text/html)", re.IGNORECASE)
# What old pages still use for a button that a script serves: it does nothing.
_HARMLESS = re.compile(
    (
        r"(?:javascript|vbscript)\s*:\s*(?:void\s*\(?\s*0?\s*\)?|;|//|return false|print\(\)|window\.print\(\)"
        r"|history\.(?:back|go)\(-?\d*\))?\s*;?\s*$"
    ),
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"""<a\b[^>]*?href\s*=\s*["']?(https?://[^"'\s>]+)["']?[^>]*>([^<]{4,200})</a>""", re.IGNORECASE)
_ADDRESS = re.compile(r"^\s*(?:https?://)?((?:[\w-]+\.)+[a-z]{2,})(?:[/?#]\S*)?\s*$", re.IGNORECASE)


def bad_links(markup: str) -> Iterator[Caught]:
    """Yield the links in markup (HTML or Markdown) that run code, carry a page inside them, or lie about where they go.

    A link lies when its words are one address of ``gov.uk``, ``nhs.uk``, ``police.uk`` or ``parliament.uk`` and it
    leads to a host that is none of these.
    """
    for pattern in (_RUNS, _MARKDOWN):
        for match in pattern.finditer(markup):
            if not _HARMLESS.match(match[1]):
                yield Caught(Kind.LINK, "rules", "a link runs code instead of leading to a page", shown(match[1]))
    for pattern in (_INLINE_DATA, _DATA_PAGE):
        for match in pattern.finditer(markup):
            yield Caught(Kind.LINK, "rules", "a link carries a whole page inside it", shown(match[1]))
    for match in _ANCHOR.finditer(markup):
        said = _ADDRESS.match(match[2])
        host = urlsplit(match[1]).hostname or ""
        if said and _is_public(said[1].lower()) and not _is_public(host):
            yield Caught(Kind.LINK, "rules", f"a link says {said[1]} and leads to another host", shown(match[1]))


def bad_links_in_text(text: str) -> Iterator[Caught]:
    """Yield the addresses in plain words that run code or carry a page inside them."""
    match = _IN_TEXT.search(text)
    if match:
        yield Caught(
            Kind.LINK, "rules", "an address runs code instead of leading to a page", shown(text[match.start() :])
        )


def _is_public(host: str) -> bool:
    return any(host == end or host.endswith(f".{end}") for end in ("gov.uk", "nhs.uk", "police.uk", "parliament.uk"))
