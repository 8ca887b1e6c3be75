"""The HTML of a content item as Markdown: what a journey's words are written in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml.html import HtmlElement, fragments_fromstring

from fingerpost.services.journeys.words import escaped

_HEADINGS = {"h1": "## ", "h2": "## ", "h3": "### ", "h4": "### ", "h5": "### ", "h6": "### "}
_BREAKS_AT_ENDS = re.compile(r"^(?:\\\n\s*)+|(?:\s*\\)+\n?$")
_BLOCKS = frozenset({*_HEADINGS, "p", "div", "ul", "ol", "li", "table", "section", "blockquote", "address"})


def html_markdown(html: str, *, base_url: str) -> str:
    """Return HTML as Markdown: headings, paragraphs, lists, links and bold. Anything else is its text.

    Args:
        html: a piece of a page.
        base_url: what relative links are taken from.
    """
    if not html.strip():
        return ""
    pieces = fragments_fromstring(html)
    blocks: list[str] = []
    for piece in pieces:
        blocks += [escaped(piece)] if isinstance(piece, str) else list(_blocks(piece, base_url))
    return "\n\n".join(block for block in blocks if block.strip())


def _blocks(element: HtmlElement, base_url: str) -> Iterator[str]:
    tag = str(element.tag)
    if tag in _HEADINGS:
        yield _HEADINGS[tag] + _inline(element, base_url)
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(element, base_url, numbered=tag == "ol"))
    elif any(str(child.tag) in _BLOCKS for child in element):
        if element.text and element.text.strip():
            yield escaped(element.text)
        for child in element:
            yield from _blocks(child, base_url)
            if child.tail and child.tail.strip():
                yield escaped(child.tail)
    else:
        yield _inline(element, base_url)


def _items(element: HtmlElement, base_url: str, *, numbered: bool) -> Iterator[str]:
    for number, item in enumerate((child for child in element if child.tag == "li"), start=1):
        mark = f"{number}. " if numbered else "- "
        inside = list(_blocks(item, base_url))
        for place, block in enumerate(inside):
            lines = block.split("\n")
            yield from (
                (mark if place == 0 and first == 0 else " " * len(mark)) + line for first, line in enumerate(lines)
            )


def _inline(element: HtmlElement, base_url: str) -> str:
    parts = [_text(element.text)]
    for child in element:
        inner = _inline(child, base_url)
        tag = str(child.tag)
        href = str(child.get("href") or "")
        if tag == "a" and href and inner.strip():
            address = urljoin(base_url, href).replace("(", "%28").replace(")", "%29").replace(" ", "%20")
            parts.append(f"[{inner.strip()}]({address})" if address.startswith(("http://", "https://")) else inner)
        elif tag in ("strong", "b") and inner.strip():
            parts.append(f"**{inner.strip()}**")
        elif tag == "br":
            parts.append("\\\n")
        else:
            parts.append(inner)
        parts.append(_text(child.tail))
    return _BREAKS_AT_ENDS.sub("", "".join(parts).strip()).strip()


def _text(text: str | None) -> str:
    """Return text with its spaces at either end kept as one, for the words beside it."""
    if not text:
        return ""
    left, right = (" " if text[0].isspace() else ""), (" " if text[-1].isspace() else "")
    inner = escaped(text)
    return f"{left}{inner}{right}" if inner else left
