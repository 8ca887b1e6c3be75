"""Patterns of paths, as the settings write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.content.globs import glob_pattern


@pytest.mark.parametrize(
    ("glob", "path", "matches"),
    [
        ("**/*.md", "a.md", True),
        ("**/*.md", "a/b/c.MD", True),
        ("*.md", "a/b.md", False),
        ("drafts/**", "drafts/a/b.md", True),
        ("a?.md", "ab.md", True),
        ("a?.md", "a/.md", False),
        ("a.md", "axmd", False),
    ],
)
def test_globs_mean_what_they_say(glob: str, path: str, matches: bool) -> None:
    assert bool(glob_pattern(glob).fullmatch(path)) is matches


@given(st.text(max_size=20))
def test_a_glob_with_nothing_special_matches_itself(text: str) -> None:
    plain = text.replace("*", "").replace("?", "")
    assert glob_pattern(plain).fullmatch(plain)
