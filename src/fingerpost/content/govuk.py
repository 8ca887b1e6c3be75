"""GOV.UK as a source: pages found through its Search API and read through its Content API.

https://docs.publishing.service.gov.uk/repos/content-store/content-api.html
https://docs.publishing.service.gov.uk/repos/search-api/using-the-search-api.html
"""

from __future__ import annotations

import hashlib
import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, cast
from urllib.parse import quote, urlencode, urlsplit

from fingerpost.content.content_item import parse_item, read_item, redirect_of, status_of, translations_of
from fingerpost.content.failures import Failures
from fingerpost.content.fetch import Fetcher, Reply
from fingerpost.content.json_fields import Json, mappings, text
from fingerpost.content.source import Entry, Fetched, Gone, Known, Skipped, Unchanged
from fingerpost.domain import Document, Status
from fingerpost.errors import AddressRefusedError, ExtractError, FetchError, SourceError
from fingerpost.settings import GovukSettings, Settings

PAGE_OF_RESULTS = 1000
"""How many search results are asked for at a time; the Search API gives at most 1,500."""

_JSON = "application/json"


class GovukSource:
    """GOV.UK's pages, or those of a server that answers as GOV.UK does.

    Args:
        settings: which pages.
        all_settings: how to fetch them, and the locales whose translations are wanted.
        fetcher: fetches; one made from ``all_settings.fetch`` by default.
    """

    def __init__(self, settings: GovukSettings, all_settings: Settings, *, fetcher: Fetcher | None = None) -> None:
        self.name = settings.name
        self.weight = settings.weight
        self._settings = settings
        self._locales = all_settings.service.locales
        self._fetcher = fetcher or Fetcher(all_settings.fetch)
        self._api = settings.url.rstrip("/")
        self._public = (settings.public_url or settings.url).rstrip("/")

    def check(self) -> None:
        """Return when GOV.UK answers; raise ``SourceError`` with the fix when it doesn't."""
        if self._searches:
            self._results(0, 0)
            return
        path = self._settings.paths[0]
        try:
            self._fetcher.get(self._content_url(path), accept=_JSON)
        except FetchError as problem:
            raise self._unreachable(problem) from problem

    def count(self) -> int | None:
        """Return how many pages the search finds and the settings name. Path prefixes make it an upper bound."""
        found = int(self._results(0, 0).get("total", 0)) if self._searches else 0
        return min(self._settings.limit, found + len(self._settings.paths))

    def entries(self, known: Mapping[str, Known]) -> Iterator[Entry]:
        """Stream the pages: those named first, then those the search finds, each followed by its translations."""
        visit = _Visit(known, Failures(self.name))
        taken = 0
        for found in self._discover():
            visit.queue.append(found)
            while visit.queue:
                path = visit.queue.popleft()
                if path in visit.seen:
                    continue
                if taken >= self._settings.limit:
                    return
                visit.seen.add(path)
                taken += 1
                entry = self._read(path, visit)
                if entry is not None:
                    yield entry

    def extract(self, fetched: Fetched) -> Document:
        """Return the document in a content item. Withdrawn, scheduled and gone ones say so in their status."""
        document = read_item(
            parse_item(fetched.body, where=fetched.url),
            source=self.name,
            public_url=self._public,
            licence=self._settings.licence,
        )
        page = replace(
            document.page,
            fetched_at=fetched.fetched_at,
            etag=fetched.etag,
            raw_sha256=hashlib.sha256(fetched.body).hexdigest(),
        )
        return replace(document, page=page)

    @property
    def _searches(self) -> bool:
        wanted = self._settings
        return bool(wanted.organisations or wanted.document_types or wanted.path_prefixes)

    def _content_url(self, path: str) -> str:
        return f"{self._api}/api/content{quote(path, safe='/-._~%')}"

    def _discover(self) -> Iterator[str]:
        yield from self._settings.paths
        start = 0
        while self._searches:
            page = self._results(start, PAGE_OF_RESULTS)
            links = [text(result, "link") for result in mappings(page, "results")]
            if not links:
                return
            prefixes = self._settings.path_prefixes or ("/",)
            yield from (link for link in links if link.startswith(prefixes))
            start += len(links)
            if start >= int(page.get("total", 0)):
                return

    def _results(self, start: int, count: int) -> Json:
        """Return one page of search results.

        Raises:
            SourceError: the search did not answer as the Search API does, so what GOV.UK holds is not known.
        """
        wanted = [("fields", "link"), ("order", "public_timestamp"), ("start", str(start)), ("count", str(count))]
        wanted += [("filter_organisations", name) for name in self._settings.organisations]
        wanted += [("filter_content_store_document_type", name) for name in self._settings.document_types]
        url = f"{self._api}/api/search.json?{urlencode(wanted)}"
        try:
            reply = self._fetcher.get(url, accept=_JSON)
            page: Any = json.loads(reply.body) if not reply.gone else None
        except FetchError as problem:
            raise self._unreachable(problem) from problem
        except (ValueError, RecursionError):
            page = None
        if not isinstance(page, dict) or not isinstance(cast("Json", page).get("results"), list):
            raise SourceError(
                "the Search API did not answer with results",
                where=f"source {self.name!r}: {url}",
                fix="check the source's url; it must serve /api/search.json as www.gov.uk does",
            )
        return cast("Json", page)

    def _unreachable(self, problem: FetchError) -> SourceError:
        return SourceError(problem.what, where=f"source {self.name!r}: {problem.where}", fix=problem.fix)

    def _read(self, path: str, visit: _Visit) -> Entry | None:
        key = self._public + path
        # A page that says "unchanged" does not name its translations, so it is asked for whole when they are wanted.
        before = visit.known.get(key) if len(self._locales) == 1 else None
        try:
            reply = self._fetcher.get(
                self._content_url(path),
                accept=_JSON,
                etag=before.etag if before else None,
                last_modified=before.last_modified if before else None,
            )
        except AddressRefusedError as problem:
            if problem.where == urlsplit(self._api).hostname:
                raise self._unreachable(problem) from problem
            return Skipped(key, problem.what)
        except FetchError as problem:
            return Skipped(key, visit.failures.failed(problem))
        visit.failures.passed()
        if reply.not_modified:
            return Unchanged(key)
        if reply.gone:
            return Gone(key, f"the Content API answered {reply.status}")
        return self._judge(path, key, reply, visit)

    def _judge(self, path: str, key: str, reply: Reply, visit: _Visit) -> Entry | None:
        """Return what a content item comes to, and queue what it leads to."""
        try:
            item = parse_item(reply.body, where=key)
        except ExtractError as problem:
            return Skipped(key, problem.what)
        status = status_of(item)
        if status is Status.GONE:
            leads_to = redirect_of(item)
            if leads_to is None:
                return Gone(key, "it is no longer published")
            visit.follow(self._own_path(leads_to))
            return Gone(key, f"it redirects to {leads_to}")
        if status is Status.SCHEDULED:
            # Not remembered, so that the same item is read again once its moment has come.
            return Gone(key, "it is scheduled to be published later")
        base_path = text(item, "base_path")
        if base_path and base_path != path:
            # The path of one part of a guide answers with the whole guide.
            if base_path in visit.seen:
                return None
            visit.seen.add(base_path)
            key = self._public + base_path
        for locale, translation in translations_of(item).items():
            if locale in self._locales:
                visit.follow(translation)
        return Fetched(
            key=key,
            url=key,
            body=reply.body,
            media_type=reply.media_type,
            fetched_at=reply.fetched_at,
            etag=reply.etag,
            last_modified=reply.last_modified,
        )

    def _own_path(self, destination: str) -> str | None:
        parts = urlsplit(destination)
        here = not parts.netloc or parts.netloc in {urlsplit(self._public).netloc, urlsplit(self._api).netloc}
        return parts.path if here and parts.path.startswith("/") else None


class _Visit:
    """One pass over the source: what is still to be read, and what has been."""

    def __init__(self, known: Mapping[str, Known], failures: Failures) -> None:
        self.known = known
        self.failures = failures
        self.queue: deque[str] = deque()
        self.seen: set[str] = set()

    def follow(self, path: str | None) -> None:
        if path and path not in self.seen:
            self.queue.append(path)
