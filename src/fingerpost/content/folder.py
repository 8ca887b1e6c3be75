"""A folder of files as a source: Markdown, HTML, PDF and DOCX."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath
from urllib.parse import quote, urljoin, urlsplit

from fingerpost.content.extract import extract_file, media_type_of
from fingerpost.content.globs import glob_pattern
from fingerpost.content.html import HtmlContent
from fingerpost.content.provenance import content_hash, page_id
from fingerpost.content.source import Entry, Fetched, Known, Skipped
from fingerpost.domain import Document, Page, Status
from fingerpost.errors import ExtractError, SourceError
from fingerpost.settings import FolderSettings, Settings

_PAGE_TYPES = frozenset(["text/markdown", "text/html", "application/xhtml+xml"])
_KIND_BY_TYPE = {"application/pdf": "document", media_type_of("a.docx"): "document"}


class FolderSource:
    """Files below one folder, each published at ``base_url`` and its path; pages lose their extension there.

    ``bins/missed.md`` is ``{base_url}/bins/missed``, ``bins/index.md`` is ``{base_url}/bins``, ``guide.pdf`` is
    ``{base_url}/guide.pdf``. Front matter's ``url`` or ``slug``, or an HTML page's canonical address, wins over that.
    """

    def __init__(self, settings: FolderSettings, all_settings: Settings) -> None:
        self.name = settings.name
        self.weight = settings.weight
        self._settings = settings
        self._root = all_settings.folder / settings.path
        self._locales = (*all_settings.service.locales, "cy")
        self._default_locale = all_settings.service.locale
        self._max_bytes = all_settings.fetch.max_bytes
        self._include = [glob_pattern(glob) for glob in settings.include]
        self._exclude = [glob_pattern(glob) for glob in settings.exclude]

    def check(self) -> None:
        """Return when the folder can be read.

        Raises:
            SourceError: it is missing, is no folder, or can't be listed.
        """
        where = f"source {self.name!r}"
        if not self._root.exists():
            raise SourceError(
                f"the folder {self._root} does not exist",
                where=where,
                fix="make it, or set this source's path; a relative path starts at the folder of fingerpost.toml",
            )
        if not self._root.is_dir():
            raise SourceError(
                f"{self._root} is a file, not a folder", where=where, fix="set this source's path to a folder"
            )
        if not os.access(self._root, os.R_OK | os.X_OK):
            raise SourceError(f"the folder {self._root} may not be read", where=where, fix="allow this user to read it")

    def count(self) -> int | None:
        """Return how many files there are to read."""
        self.check()
        return sum(1 for _ in self._files())

    def entries(self, known: Mapping[str, Known]) -> Iterator[Entry]:
        """Stream every file, in order of path, read one at a time and not parsed. ``known`` is not needed here.

        Raises:
            SourceError: the folder, or a folder in it, can't be listed.
        """
        del known
        self.check()
        root = self._root.resolve()
        seen: dict[str, str] = {}
        for path in self._files():
            relative = path.relative_to(self._root).as_posix()
            key = self._address(relative)
            if key in seen:
                yield Skipped(f"{key}{path.suffix}", f"{relative} would have the same address as {seen[key]}")
                continue
            seen[key] = relative
            yield self._read(path, root, key)

    def extract(self, fetched: Fetched) -> Document:
        """Return the document in a file.

        Raises:
            ExtractError: it can't be read as what its extension says, or there is nothing in it.
        """
        content = extract_file(fetched.body, media_type=fetched.media_type, url=fetched.url)
        status = content.status
        if content.published_at is not None and content.published_at > fetched.fetched_at:
            status = Status.SCHEDULED
        if not content.blocks and status is Status.LIVE:
            raise ExtractError("the file has nothing to read in it", where=fetched.url, fix="write it, or leave it out")
        url = self._public_url(content, fetched)
        page = Page(
            id=page_id(self.name, url),
            source=self.name,
            url=url,
            title=content.title or _title_from(url),
            locale=self._locale(content, fetched),
            kind=content.kind or _KIND_BY_TYPE.get(fetched.media_type, "page"),
            description=content.description,
            licence=content.licence or self._settings.licence,
            content_hash=content_hash(content.blocks),
            raw_sha256=hashlib.sha256(fetched.body).hexdigest(),
            etag=fetched.etag,
            fetched_at=fetched.fetched_at,
            published_at=content.published_at,
            updated_at=content.updated_at,
            change_note=content.change_note,
            start_link=content.start_link,
        )
        return Document(page, content.blocks, status, content.unseen)

    def _files(self) -> Iterator[Path]:
        """Return the files asked for, in order of path. Hidden ones, and linked folders, are passed over."""

        def refuse(problem: OSError) -> None:
            # A folder that can't be listed must not look like one whose files have all gone.
            raise SourceError(
                f"the folder {problem.filename} can't be listed ({problem.strerror})",
                where=f"source {self.name!r}",
                fix="allow this user to read it, or leave it out in exclude",
            ) from problem

        for folder, folders, files in os.walk(self._root, onerror=refuse):
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(files):
                path = Path(folder, name)
                relative = path.relative_to(self._root).as_posix()
                if not name.startswith(".") and self._is_wanted(relative):
                    yield path

    def _is_wanted(self, relative: str) -> bool:
        wanted = any(pattern.fullmatch(relative) for pattern in self._include)
        return wanted and not any(pattern.fullmatch(relative) for pattern in self._exclude)

    def _read(self, path: Path, root: Path, key: str) -> Entry:
        try:
            real = path.resolve(strict=True)
            if not real.is_relative_to(root):
                return Skipped(key, f"{path.name} is a link to a file outside the folder")
            if not real.is_file():
                return Skipped(key, f"{path.name} is not a regular file")
            size = real.stat().st_size
            if size > self._max_bytes:
                return Skipped(key, f"{path.name} is {size:,} bytes; fetch.max_bytes is {self._max_bytes:,}")
            body = real.read_bytes()
        except (OSError, RuntimeError) as problem:
            # Before Python 3.13, a link that leads to itself is a RuntimeError.
            reason = problem.strerror if isinstance(problem, OSError) else None
            return Skipped(key, f"{path.name} can't be read: {reason or 'its link leads nowhere'}")
        return Fetched(key, key, body, media_type_of(path.name), datetime.now(UTC))

    def _address(self, relative: str) -> str:
        path = PurePosixPath(relative)
        if media_type_of(relative) in _PAGE_TYPES:
            path = path.with_suffix("")
            if path.name == "index":
                path = path.parent
        tail = quote(path.as_posix().encode("utf-8", "surrogateescape"))
        base = self._settings.base_url.rstrip("/")
        return base if tail == "." else f"{base}/{tail}"

    def _public_url(self, content: HtmlContent, fetched: Fetched) -> str:
        if content.slug:
            return f"{self._settings.base_url.rstrip('/')}/{quote(content.slug)}"
        if content.canonical_url is None:
            return fetched.url
        url = urljoin(self._settings.base_url, content.canonical_url)
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ExtractError(
                f"its address can't be {url[:200]!r}",
                where=fetched.url,
                fix="write url in the front matter as an http(s) address or a path such as /bins",
            )
        return url

    def _locale(self, content: HtmlContent, fetched: Fetched) -> str:
        """Return the language: the page's own word, its path (``cy/…``, ``….cy.md``), the source's, the service's.

        A PDF or DOCX file's own word comes after the source's: word processors write their own language there.
        """
        own, asked = content.locale, self._settings.locale
        path = self._locale_of_path(fetched.key)
        said = (own, path, asked) if fetched.media_type in _PAGE_TYPES else (path, asked, own)
        return next((locale for locale in said if locale), self._default_locale)

    def _locale_of_path(self, key: str) -> str | None:
        parts = key.removeprefix(self._settings.base_url.rstrip("/")).strip("/").split("/")
        if parts[0] in self._locales and parts[0] != self._default_locale:
            return parts[0]
        ending = PurePosixPath(PurePosixPath(parts[-1]).stem if "." in parts[-1] else "").name
        for locale in self._locales:
            if parts[-1].endswith(f".{locale}") or ending.endswith(f".{locale}"):
                return locale
        return None


def _title_from(url: str) -> str:
    name = PurePosixPath(urlsplit(url).path).stem
    words = re.sub(r"[-_]+", " ", name).strip() or url
    return words[:1].upper() + words[1:]
