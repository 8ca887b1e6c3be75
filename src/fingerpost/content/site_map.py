"""Sitemaps (https://www.sitemaps.org/protocol.html): what a website says it holds."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

from lxml import etree

from fingerpost.content.address import normalise
from fingerpost.content.fetch import Fetcher, Reply, gunzip
from fingerpost.errors import FetchError

MAX_SITEMAPS = 1_000
"""How many sitemaps one site's index may lead to."""


class NoSitemapError(FetchError):
    """There is no sitemap at this address: nothing at all, or a page."""


def read_sitemaps(
    fetcher: Fetcher, starts: list[str], *, own: Callable[[str], str | None], max_bytes: int
) -> Iterator[str]:
    """Yield every page address that the sitemaps at ``starts`` list, each once, following indexes of sitemaps.

    Args:
        fetcher: fetches the sitemaps.
        starts: the addresses of the first sitemaps.
        own: returns an address as the site spells it, or ``None`` when it is another site's.
        max_bytes: the most an unpacked ``.gz`` sitemap may hold.

    A sitemap that is read already is not read again, so a loop of them ends. One that an index names and that is not
    there lists nothing.

    Raises:
        NoSitemapError: there is no sitemap at one of ``starts``.
        FetchError: one of them could not be read whole, so what the site holds is not known.
    """
    queue = list(reversed(starts))
    read: set[str] = set()
    listed: set[str] = set()
    while queue:
        url = queue.pop()
        if url in read:
            continue
        read.add(url)
        if len(read) > MAX_SITEMAPS:
            raise FetchError(f"there are more than {MAX_SITEMAPS:,} sitemaps", where=url, fix="set sitemap to one")
        reply = fetcher.get(url)
        if reply.gone and url not in starts:
            continue
        pages, more = _read_one(reply, url, max_bytes)
        queue.extend(reversed([address for place in more if (address := own(normalise(place, url) or ""))]))
        for place in pages:
            address = own(normalise(place, url) or "")
            if address is not None and address not in listed:
                listed.add(address)
                yield address


def _read_one(reply: Reply, url: str, max_bytes: int) -> tuple[list[str], list[str]]:
    if reply.gone:
        raise NoSitemapError(f"the server answered {reply.status}", where=url, fix="correct the sitemap's address")
    if reply.media_type == "text/html":
        raise NoSitemapError("there is a page here, not a sitemap", where=url, fix="correct the sitemap's address")
    body = _unpacked(reply.body, url, max_bytes) if reply.body[:2] == b"\x1f\x8b" else reply.body
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:1] == b"<":
        return _read_xml(start, url)
    if reply.media_type == "text/plain":
        lines = start.decode("utf-8", "replace").split()
        return [line for line in lines if line.startswith(("http://", "https://"))], []
    raise FetchError(f"this is no sitemap but {reply.media_type or 'unknown'}", where=url, fix="correct its address")


def _unpacked(body: bytes, url: str, max_bytes: int) -> bytes:
    try:
        unpacked = b"".join(gunzip(iter([body]), max_bytes + 1))
    except (zlib.error, EOFError) as problem:
        raise FetchError(f"the packed sitemap is broken: {problem}", where=url, fix="mend the sitemap") from problem
    if len(unpacked) > max_bytes:
        raise FetchError("the packed sitemap is larger than fetch.max_bytes", where=url, fix="raise fetch.max_bytes")
    return unpacked


def _read_xml(body: bytes, url: str) -> tuple[list[str], list[str]]:
    """Return the addresses of pages and of further sitemaps. Entities are left alone and nothing is fetched."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError as problem:
        raise FetchError(f"this is not XML: {problem}", where=url, fix="mend the sitemap") from problem
    kind = etree.QName(root).localname
    if kind not in {"urlset", "sitemapindex"}:
        raise FetchError(f"this is no sitemap: its root is <{kind}>", where=url, fix="correct the sitemap's address")
    places = [(element.text or "").strip() for element in root.iterfind("{*}*/{*}loc")]
    return (places, []) if kind == "urlset" else ([], places)
