"""What a page says to programs that read it: its canonical address, whether it may be kept, and where it links to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from lxml import etree
from lxml.html import HtmlElement, HTMLParser

from fingerpost.content.address import normalise


@dataclass(frozen=True, slots=True)
class PageHead:
    """``links`` are absolute, normalised and in page order, without those the page asks not to have followed."""

    canonical: str | None = None
    noindex: bool = False
    nofollow: bool = False
    links: tuple[str, ...] = ()


def read_head(body: bytes, *, url: str, headers: Mapping[str, str], agent: str) -> PageHead:
    """Return what a page and its headers say to programs.

    Args:
        body: the HTML.
        url: the page's address, which its links are taken from unless it has a ``<base>``.
        headers: the response's headers, names in lower case; ``X-Robots-Tag`` and a ``Link`` to a canonical address are
            read.
        agent: our own name, the ``user_agent`` up to its first slash: directives for it count, those for others don't.
    """
    agent = agent.lower()
    directives = set(_robots_tag(headers.get("x-robots-tag", ""), agent))
    try:
        root: HtmlElement | None = etree.fromstring(body, HTMLParser(huge_tree=True)) if body.strip() else None
    except etree.XMLSyntaxError:
        root = None
    if root is None:
        return _head(directives, None, ())
    for meta in root.iter("meta"):
        if (meta.get("name") or "").strip().lower() in {"robots", agent}:
            directives |= _directives(meta.get("content") or "")
    base = next((found for element in root.iter("base") if (found := normalise(element.get("href") or "", url))), url)
    canonical = next((address for address in _canonicals(root, base)), None)
    return _head(directives, canonical, tuple(dict.fromkeys(_links(root, base))))


def _head(directives: set[str], canonical: str | None, links: tuple[str, ...]) -> PageHead:
    nofollow = bool(directives & {"nofollow", "none"})
    return PageHead(canonical, bool(directives & {"noindex", "none"}), nofollow, () if nofollow else links)


def _canonicals(root: HtmlElement, base: str) -> Iterator[str]:
    for link in root.iter("link"):
        if "canonical" in (link.get("rel") or "").lower().split():
            address = normalise(link.get("href") or "", base) if link.get("href") else None
            if address is not None:
                yield address


def _links(root: HtmlElement, base: str) -> Iterator[str]:
    for anchor in root.iter("a", "area"):
        if "nofollow" in (anchor.get("rel") or "").lower().split():
            continue
        address = normalise(anchor.get("href") or "", base) if anchor.get("href") else None
        if address is not None:
            yield address


def _directives(content: str) -> set[str]:
    return {word.strip().lower() for word in content.split(",")}


def _robots_tag(value: str, agent: str) -> Iterator[str]:
    """Yield the directives of ``X-Robots-Tag`` that are for everyone or for us: ``noindex, otherbot: nofollow``."""
    ours = True
    for word in value.lower().split(","):
        name, colon, rest = word.strip().partition(":")
        if colon and name != "unavailable_after" and not name.startswith("max-"):
            ours = name.strip() == agent
            yield from [rest.strip()] if ours else []
        elif ours:
            yield word.strip()
