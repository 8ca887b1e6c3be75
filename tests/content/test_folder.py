from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from fingerpost.content.folder import FolderSource
from fingerpost.content.source import Entry, Fetched, Skipped, Source, open_source
from fingerpost.domain import Document, Status
from fingerpost.errors import ExtractError, SourceError
from fingerpost.settings import Settings

BASE = "https://council.example"


def open_folder(folder: Path, *, max_bytes: int = 20_000, **source: Any) -> Source:
    settings = Settings.model_validate(
        {
            "folder": folder,
            "service": {"name": "Sampleford", "locales": ("en", "cy")},
            "sources": [{"name": "pages", "kind": "folder", "path": "content", "base_url": BASE, **source}],
            "fetch": {"max_bytes": max_bytes},
        }
    )
    return open_source(settings.sources[0], settings)


def write(folder: Path, **files: str) -> None:
    for name, text in files.items():
        put(folder, name.replace("__", "/") + ".md", text.encode())


def put(folder: Path, name: str, body: bytes) -> Path:
    path = folder / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    return path


def entries(source: Source) -> list[Entry]:
    return list(source.entries({}))


def fetched(source: Source) -> dict[str, Fetched]:
    return {entry.key.removeprefix(BASE): entry for entry in entries(source) if isinstance(entry, Fetched)}


def only(source: Source) -> Document:
    (entry,) = fetched(source).values()
    return source.extract(entry)


def test_a_folder_is_a_source(tmp_path: Path) -> None:
    assert isinstance(open_folder(tmp_path), FolderSource)


def test_files_are_streamed_in_order_with_the_address_they_are_published_at(tmp_path: Path) -> None:
    for name in ("index.md", "bins/missed bin.html", "bins/index.md", "guide.PDF", ".hidden.md", ".git/x.md", "a.txt"):
        put(tmp_path, name, b"words")
    source = open_folder(tmp_path)
    found = fetched(source)
    assert list(found) == ["/guide.PDF", "", "/bins", "/bins/missed%20bin"]
    assert [entry.media_type for entry in found.values()] == [
        "application/pdf",
        "text/markdown",
        "text/markdown",
        "text/html",
    ]
    assert found["/bins"].body == b"words"
    assert source.count() == 4


def test_include_and_exclude_choose_files(tmp_path: Path) -> None:
    write(tmp_path, a="x", drafts__b="x", c__d="x")
    assert list(fetched(open_folder(tmp_path, exclude=("drafts/**",)))) == ["/a", "/c/d"]
    assert list(fetched(open_folder(tmp_path, include=("*.md",)))) == ["/a"]


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key.md").write_text("secret")
    write(tmp_path, a="x")
    (tmp_path / "content" / "key.md").symlink_to(secret / "key.md")
    (tmp_path / "content" / "all").symlink_to(secret)
    (tmp_path / "content" / "same.md").symlink_to(tmp_path / "content" / "a.md")
    (tmp_path / "content" / "gone.md").symlink_to(tmp_path / "nowhere.md")
    source = open_folder(tmp_path)
    assert list(fetched(source)) == ["/a", "/same"]
    skipped = {entry.key: entry.reason for entry in entries(source) if isinstance(entry, Skipped)}
    assert "outside the folder" in skipped[f"{BASE}/key"]
    assert "can't be read" in skipped[f"{BASE}/gone"]


def test_a_file_too_large_or_with_an_address_already_taken_is_skipped_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, "big.md", b"x" * 5000)
    put(tmp_path, "bins.html", b"x")
    put(tmp_path, "bins.md", b"x")
    skipped = [entry for entry in entries(open_folder(tmp_path, max_bytes=4000)) if isinstance(entry, Skipped)]
    assert [(entry.key, entry.reason) for entry in skipped] == [
        (f"{BASE}/big", "big.md is 5,000 bytes; fetch.max_bytes is 4,000"),
        (f"{BASE}/bins.md", "bins.md would have the same address as bins.html"),
    ]


def test_a_file_that_may_not_be_read_is_skipped(tmp_path: Path) -> None:
    put(tmp_path, "a.md", b"x").chmod(0)
    source = open_folder(tmp_path)
    with as_nobody(tmp_path):
        (entry,) = entries(source)
    assert isinstance(entry, Skipped)


@contextmanager
def as_nobody(folder: Path) -> Iterator[None]:
    """Give up root's right to read anything, which no file's mode takes away. Does nothing for other users."""
    if os.geteuid() != 0:
        yield
        return
    opened = [place for place in (folder / "content", folder, *folder.parents) if place.stat().st_mode & 0o055 != 0o055]
    modes = {place: place.stat().st_mode for place in opened}
    for place, mode in modes.items():
        place.chmod(mode | 0o055)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)
        for place, mode in modes.items():
            place.chmod(mode)


def test_a_link_that_leads_nowhere_is_skipped_with_its_reason(tmp_path: Path) -> None:
    put(tmp_path, "b.md", b"x")
    (tmp_path / "content/a.md").symlink_to("not-there.md")
    (tmp_path / "content/c.md").symlink_to("c.md")
    skipped = [entry for entry in entries(open_folder(tmp_path)) if isinstance(entry, Skipped)]
    assert [entry.key for entry in skipped] == [f"{BASE}/a", f"{BASE}/c"]
    assert all("can't be read" in entry.reason for entry in skipped)


def test_a_missing_folder_is_said_clearly_and_never_looks_empty(tmp_path: Path) -> None:
    source = open_folder(tmp_path)
    for ask in (source.check, source.count, lambda: entries(source)):
        with pytest.raises(SourceError, match="does not exist") as caught:
            ask()
        assert "fingerpost.toml" in caught.value.fix
    (tmp_path / "content").write_text("a file")
    with pytest.raises(SourceError, match="not a folder"):
        source.check()


def test_a_document_says_where_it_came_from(tmp_path: Path) -> None:
    write(tmp_path, bins="---\nlicence: OGL-UK-3.0\nkind: guide\n---\n# Bins\n\nPut them out.")
    page = only(open_folder(tmp_path, licence="CC-BY-4.0")).page
    assert (page.source, page.url, page.title, page.kind, page.licence) == (
        "pages",
        f"{BASE}/bins",
        "Bins",
        "guide",
        "OGL-UK-3.0",
    )
    assert len(page.raw_sha256) == len(page.content_hash) == 64
    assert page.fetched_at is not None
    assert page.fetched_at.tzinfo is UTC


@pytest.mark.parametrize(
    ("said", "url"),
    [
        ("url: /waste/bins", f"{BASE}/waste/bins"),
        ("url: https://other.example/bins", "https://other.example/bins"),
        ("slug: waste", f"{BASE}/waste"),
        ("title: Bins", f"{BASE}/bins"),
    ],
)
def test_front_matter_has_the_last_word_on_the_address(tmp_path: Path, said: str, url: str) -> None:
    write(tmp_path, bins=f"---\n{said}\n---\nWords.")
    assert only(open_folder(tmp_path)).page.url == url


def test_an_address_that_is_not_http_is_refused(tmp_path: Path) -> None:
    write(tmp_path, bins="---\nurl: 'javascript:alert(1)'\n---\nWords.")
    with pytest.raises(ExtractError, match="address"):
        only(open_folder(tmp_path))


@pytest.mark.parametrize(
    ("name", "said", "locale"),
    [
        ("bins.md", "", "en"),
        ("cy/biniau.md", "", "cy"),
        ("biniau.cy.md", "", "cy"),
        ("cy/bins.md", "locale: en", "en"),
        ("bins.md", "locale: cy", "cy"),
    ],
)
def test_the_language_is_the_pages_own_word_or_its_paths(tmp_path: Path, name: str, said: str, locale: str) -> None:
    put(tmp_path, name, f"---\n{said}\n---\nWords.".encode())
    assert only(open_folder(tmp_path)).page.locale == locale


def test_a_source_may_set_the_language_of_all_its_pages(tmp_path: Path) -> None:
    write(tmp_path, biniau="Geiriau.")
    assert only(open_folder(tmp_path, locale="cy")).page.locale == "cy"


def test_a_page_dated_in_the_future_is_not_live_yet(tmp_path: Path) -> None:
    year = datetime.now(UTC).year + 2
    write(tmp_path, bins=f"---\npublished: {year}-01-01\n---\nWords.")
    assert only(open_folder(tmp_path)).status is Status.SCHEDULED


def test_a_page_with_no_title_is_called_by_its_name(tmp_path: Path) -> None:
    put(tmp_path, "missed-bin_collections.html", b"<p>Words.</p>")
    assert only(open_folder(tmp_path)).page.title == "Missed bin collections"


def test_an_empty_file_is_not_a_document(tmp_path: Path) -> None:
    write(tmp_path, empty="")
    with pytest.raises(ExtractError, match="nothing to read"):
        only(open_folder(tmp_path))
