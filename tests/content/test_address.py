"""The spellings of an address, and the globs that choose among them."""

from __future__ import annotations

import pytest

from fingerpost.content.address import matches, normalise


@pytest.mark.parametrize(
    ("glob", "path", "held"),
    [
        ("**", "/any/thing", True),
        ("/news/*", "/news/today", True),
        ("/news/*", "/news/2026/today", False),
        ("/news/**", "/news/2026/today", True),
        ("/news/**", "/newsletter", False),
        ("news/**", "/news/today", True),
        ("**/print", "/a/b/print", True),
        ("/search?*", "/search?q=bins", True),
        ("/Bins", "/bins", True),
        ("/bin?", "/bins", True),
        ("/a.b", "/axb", False),
    ],
)
def test_a_glob_holds_the_paths_it_says(glob: str, path: str, held: bool) -> None:
    assert matches(f"https://www.example.org{path}", [glob]) is held


@pytest.mark.parametrize(
    ("written", "spelled"),
    [
        ("HTTPS://Example.ORG:443/a/../b/./c#top", "https://example.org/b/c"),
        ("http://example.org:8080", "http://example.org:8080/"),
        ("//example.org/x?utm_source=a&id=1&gclid=2", "https://example.org/x?id=1"),
        ("page two?q=a b", "https://www.example.org/dir/page%20two?q=a%20b"),
        ("https://bücher.example/", "https://xn--bcher-kva.example/"),
        ("?page=2", "https://www.example.org/dir/page?page=2"),
        ("mailto:a@example.org", None),
        ("javascript:void(0)", None),
        ("https://user@example.org/", None),
        ("https://example.org:99999/", None),
        ("https://[broken/", None),
    ],
)
def test_an_address_has_one_spelling(written: str, spelled: str | None) -> None:
    assert normalise(written, "https://www.example.org/dir/page") == spelled
