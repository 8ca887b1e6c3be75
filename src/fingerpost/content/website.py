"""A website as a source: found by its sitemap, or by following its links.

robots.txt is obeyed (RFC 9309), its crawl delay too, and so are pages that ask not to be kept or followed. Only the
site itself is read: the same host and port, over http or https.
"""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit, urlunsplit

from protego import Protego

from fingerpost.content.address import matches, normalise, site_of
from fingerpost.content.failures import Failures
from fingerpost.content.fetch import Fetcher, RedirectStoppedError, Reply, ServerFailedError
from fingerpost.content.page_head import read_head
from fingerpost.content.provenance import content_hash, page_id, served_locale
from fingerpost.content.site_map import NoSitemapError, read_sitemaps
from fingerpost.content.source import Entry, Fetched, Gone, Known, Skipped, Unchanged
from fingerpost.domain import Document, Page
from fingerpost.errors import AddressRefusedError, FetchError, SourceError
from fingerpost.settings import Settings, WebsiteSettings

HTML = frozenset({"text/html", "application/xhtml+xml"})
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES = {".pdf": "application/pdf", ".docx": DOCX}

MAX_ROBOTS_BYTES = 512_000
"""How much of a robots.txt is read; RFC 9309 asks for at least 500 KiB."""

# Never guidance, so never fetched: what a page is dressed with, and what only a program can open.
_NOT_READ = re.compile(
    r"\.(7z|avi|bmp|css|csv|doc|eot|epub|exe|gif|gz|ico|ics|jpe?g|js|json|m4a|mov|mp3|mp4|mpe?g|odp|ods|odt|ogg|png"
    r"|pptx?|rar|rss|rtf|svg|tar|tiff?|ttf|txt|wav|webm|webp|wmv|woff2?|xlsx?|xml|zip)$",
    re.IGNORECASE,
)


@dataclass(slots=True)
class _Visit:
    """One pass over the site: what is still to be read, and what has been.

    ``left_out`` are pages left to their canonical address, ``left_to`` the same by that address, ``own_canonical``
    those taken after all, ``unread`` the addresses that gave nothing. ``links_missed`` is whether some page did not
    show us its links.
    """

    known: Mapping[str, Known]
    failures: Failures
    crawling: bool
    queue: deque[tuple[str, int]] = field(default_factory=deque[tuple[str, int]])
    seen: set[str] = field(default_factory=set[str])
    left_to: dict[str, list[tuple[str, int]]] = field(default_factory=dict[str, list[tuple[str, int]]])
    left_out: set[str] = field(default_factory=set[str])
    own_canonical: set[str] = field(default_factory=set[str])
    unread: set[str] = field(default_factory=set[str])
    links_missed: bool = False

    def follow(self, url: str | None, depth: int) -> None:
        if url is not None and url not in self.seen:
            self.queue.append((url, depth))


class WebsiteSource:
    """One website's pages, and the PDF and Word files on it.

    Args:
        settings: which site and which of its pages.
        all_settings: how to fetch them.
        fetcher: fetches; one made from ``all_settings.fetch`` by default.
    """

    def __init__(self, settings: WebsiteSettings, all_settings: Settings, *, fetcher: Fetcher | None = None) -> None:
        self.name = settings.name
        self.weight = settings.weight
        self._settings = settings
        self._all = all_settings
        self._fetcher = fetcher or Fetcher(all_settings.fetch)
        self._agent = all_settings.fetch.user_agent
        start = normalise(settings.url)
        if start is None:
            raise SourceError(
                f"{settings.url} is not a web address", where=self._where, fix="use one such as https://example.org/"
            )
        self._start = start
        self._robots: Protego | None = None
        self._listed: list[str] | None = None

    def check(self) -> None:
        """Return when the site answers and may be read; raise ``SourceError`` with the fix when not."""
        robots = self._read_robots()
        if not robots.can_fetch(self._start, self._agent):
            raise SourceError(
                "its robots.txt asks us not to read it",
                where=f"{self._where}: {self._start}",
                fix=f"ask the site to allow {self._agent.split('/')[0]!r}, or take the source out",
            )
        try:
            reply = self._fetcher.get(self._settings.sitemap or self._start)
        except FetchError as problem:
            raise self._unreachable(problem) from problem
        if reply.gone:
            raise SourceError(
                f"the server answered {reply.status}",
                where=f"{self._where}: {reply.url}",
                fix="correct the source's url or sitemap",
            )

    def count(self) -> int | None:
        """Return how many pages the sitemap lists, or ``None`` when the site is crawled."""
        self._listed = self._list()
        return min(len(self._listed), self._settings.max_pages) if self._listed else None

    def entries(self, known: Mapping[str, Known]) -> Iterator[Entry]:
        """Stream the site's pages: those its sitemap lists or, where it has none, those its links lead to."""
        listed = self._list() if self._listed is None else self._listed
        self._listed = None
        visit = _Visit(known, Failures(self.name), crawling=not listed)
        visit.queue.extend((url, 0) for url in listed or [self._start])
        read = 0
        while read < self._settings.max_pages:
            if not visit.queue:
                self._queue_known(visit)
                if not visit.queue:
                    return
            url, depth = visit.queue.popleft()
            if url in visit.seen:
                continue
            visit.seen.add(url)
            reason = self._refusal(url, visit)
            if reason is not None:
                if url in known:
                    yield Gone(url, reason)
                continue
            read += 1
            entry = self._read(url, depth, visit)
            if isinstance(entry, (Gone, Skipped)):
                self._stand_in(url, visit)
            if entry is not None:
                yield entry

    def extract(self, fetched: Fetched) -> Document:
        """Return the document in a page or file. Its language is its own, or else the source's, or the service's."""
        # Readers of PDF and Word files take long to import, and listing a site needs none of them.
        from fingerpost.content.extract import extract_file

        content = extract_file(fetched.body, media_type=fetched.media_type, url=fetched.url)
        service = self._all.service
        page = Page(
            id=page_id(self.name, fetched.url),
            source=self.name,
            url=fetched.url,
            title=content.title or unquote(fetched.url.rstrip("/").rpartition("/")[2]),
            locale=served_locale(content.locale or self._settings.locale or service.locale, service.locales),
            kind="page" if fetched.media_type in HTML else "document",
            description=content.description,
            licence=self._settings.licence,
            content_hash=content_hash(content.blocks),
            raw_sha256=hashlib.sha256(fetched.body).hexdigest(),
            etag=fetched.etag,
            fetched_at=fetched.fetched_at,
            published_at=content.published_at,
            updated_at=content.updated_at,
            start_link=content.start_link,
        )
        return Document(page=page, blocks=content.blocks, status=content.status, unseen=content.unseen)

    @property
    def _where(self) -> str:
        return f"source {self._settings.name!r}"

    def _unreachable(self, problem: FetchError) -> SourceError:
        return SourceError(problem.what, where=f"{self._where}: {problem.where}", fix=problem.fix)

    def _own(self, url: str) -> str | None:
        """Return an address of this site as the site spells its scheme, or ``None`` when it is another site's."""
        if not url or site_of(url) != site_of(self._start):
            return None
        return urlunsplit(urlsplit(url)._replace(scheme=urlsplit(self._start).scheme))

    def _refusal(self, url: str, visit: _Visit) -> str | None:
        """Return why an address is not to be fetched, if it isn't."""
        if _NOT_READ.search(urlsplit(url).path):
            return "it is not a page, a PDF or a Word file"
        if matches(url, self._settings.skip):
            return "the settings skip it"
        if not visit.crawling and not matches(url, self._settings.include):
            return "the settings do not include it"
        if not self._read_robots().can_fetch(url, self._agent):
            return "robots.txt asks us not to read it"
        return None

    def _read_robots(self) -> Protego:
        """Return the site's rules. No robots.txt allows everything; a server that fails allows nothing (RFC 9309)."""
        if self._robots is not None:
            return self._robots
        parts = urlsplit(self._start)
        try:
            reply = self._fetcher.get(f"{parts.scheme}://{parts.netloc}/robots.txt")
            written = "" if reply.gone else reply.body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace")
        except (AddressRefusedError, ServerFailedError) as problem:
            raise self._unreachable(problem) from problem
        except FetchError:
            written = ""
        robots = Protego.parse(written)
        delay = robots.crawl_delay(self._agent)
        if delay:
            self._fetcher.slow_down(self._start, float(delay))
        self._robots = robots
        return robots

    def _list(self) -> list[str]:
        """Return what the site's sitemaps list; nothing where it has none, so that it is crawled.

        Raises:
            SourceError: a sitemap could not be read whole.
        """
        robots = self._read_robots()
        parts = urlsplit(self._start)
        named = [self._settings.sitemap] if self._settings.sitemap else [*map(str, robots.sitemaps)]
        starts = named or [f"{parts.scheme}://{parts.netloc}/sitemap.xml"]
        try:
            limit = self._all.fetch.max_bytes
            return list(read_sitemaps(self._fetcher, starts, own=self._own, max_bytes=limit))
        except FetchError as problem:
            if isinstance(problem, NoSitemapError) and not named:
                return []
            raise self._unreachable(problem) from problem

    def _read(self, url: str, depth: int, visit: _Visit) -> Entry | None:
        before = visit.known.get(url)
        try:
            reply = self._fetcher.get(
                url,
                accept="text/html, application/xhtml+xml, application/pdf, */*;q=0.5",
                etag=before.etag if before else None,
                last_modified=before.last_modified if before else None,
                allow=lambda address: self._own(address) is not None and self._refusal(address, visit) is None,
            )
        except RedirectStoppedError as problem:
            if url == self._start and visit.crawling:
                raise SourceError(
                    problem.what, where=f"{self._where}: {url}", fix="set the source's url to where it leads"
                ) from problem
            return Gone(url, problem.what)
        except FetchError as problem:
            if url == self._start and visit.crawling:
                raise self._unreachable(problem) from problem
            visit.links_missed = True
            return Skipped(url, visit.failures.failed(problem))
        visit.failures.passed()
        if reply.gone:
            return Gone(url, f"the server answered {reply.status}")
        if reply.not_modified:
            visit.links_missed = True
            return Unchanged(url)
        return self._judge(url, depth, reply, visit)

    def _judge(self, url: str, depth: int, reply: Reply, visit: _Visit) -> Entry | None:
        """Return what a page comes to, and queue what it links to."""
        here = self._own(reply.url) or url
        if here != url and here in visit.seen:
            if here not in visit.left_out or here in visit.own_canonical:
                return None
            # Its canonical address leads back to the page that was left out for it.
            visit.own_canonical.add(here)
        visit.seen.add(here)
        media_type = _media_type(reply, here)
        if media_type is None:
            return Skipped(here, f"it is {reply.media_type or 'of no known type'}, not a page, a PDF or a Word file")
        if media_type in HTML:
            head = read_head(reply.body, url=here, headers=reply.headers, agent=self._agent.split("/")[0])
            if visit.crawling and depth < self._settings.max_depth:
                for link in head.links:
                    visit.follow(self._own(link), depth + 1)
            if head.noindex:
                return Gone(here, "the page asks not to be kept")
            if self._left_to_canonical(here, self._own(head.canonical or ""), depth, visit):
                return None
        elif "noindex" in reply.headers.get("x-robots-tag", "").lower():
            return Gone(here, "the file asks not to be kept")
        if not matches(here, self._settings.include):
            return None
        return Fetched(here, here, reply.body, media_type, reply.fetched_at, reply.etag, reply.last_modified)

    def _left_to_canonical(self, here: str, canonical: str | None, depth: int, visit: _Visit) -> bool:
        """Return whether a page is left out because its canonical address holds the same.

        Pages that name one another are not all left out, and a page whose canonical address can't be read stands in
        for it.
        """
        if canonical is None or canonical == here or here in visit.own_canonical:
            return False
        if canonical in visit.unread or canonical in visit.left_out or self._refusal(canonical, visit) is not None:
            return False
        visit.left_out.add(here)
        if canonical not in visit.seen:
            visit.left_to.setdefault(canonical, []).append((here, depth))
            visit.queue.appendleft((canonical, depth))
        return True

    @staticmethod
    def _stand_in(canonical: str, visit: _Visit) -> None:
        visit.unread.add(canonical)
        for url, depth in visit.left_to.pop(canonical, [])[:1]:
            visit.own_canonical.add(url)
            visit.seen.discard(url)
            visit.queue.appendleft((url, depth))

    def _queue_known(self, visit: _Visit) -> None:
        """Queue what the last sync knew, where a page that is unchanged or unreadable did not show us its links."""
        if visit.crawling and visit.links_missed:
            depth = max(0, self._settings.max_depth - 1)
            visit.queue.extend((url, depth) for url in visit.known if url not in visit.seen)


def _media_type(reply: Reply, url: str) -> str | None:
    """Return the type a page or file is read as, or ``None`` when it isn't read."""
    if reply.media_type in HTML or reply.media_type in FILES.values():
        return reply.media_type
    path = urlsplit(url).path.lower()
    # Many servers know no better type for a file than "some bytes".
    named = next((kind for suffix, kind in FILES.items() if path.endswith(suffix)), None)
    return named if reply.media_type in {"application/octet-stream", "binary/octet-stream", ""} else None
