"""Real sections to compose from and to ground against."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import pytest

from fingerpost.content.html import read_fragment
from fingerpost.content.sections import split
from fingerpost.domain import Document, Link, Page, Section
from tests.answers.asked_back import DAMP

MakeSections = Callable[..., tuple[Section, ...]]


def _sections(
    html: str, *, url: str = "https://www.sampleford.example/page", title: str = "A page"
) -> tuple[Section, ...]:
    page = Page(
        id=url.rsplit("/", 1)[-1],
        source="site",
        url=url,
        title=title,
        licence="OGL-UK-3.0",
        content_hash="c0ffee",
        start_link=Link("Start now", f"{url}/start"),
    )
    document = Document(page, read_fragment(html, base_url=url))
    return split(document, count_tokens=lambda texts: [len(text.split()) for text in texts], max_tokens=200)


@pytest.fixture
def sections() -> MakeSections:
    """Make the sections of a page from its HTML."""
    return _sections


@pytest.fixture
def lookup() -> Callable[[Sequence[Section]], Callable[[Sequence[str]], Mapping[str, Section]]]:
    """Make the look-up of stored sections that ``ground`` is given."""

    def make(stored: Sequence[Section]) -> Callable[[Sequence[str]], Mapping[str, Section]]:
        by_id = {section.id: section for section in stored}
        return lambda ids: {identity: by_id[identity] for identity in ids if identity in by_id}

    return make


@pytest.fixture
def damp(sections) -> tuple[Section, ...]:
    return sections(DAMP, title="Damp in your home")
