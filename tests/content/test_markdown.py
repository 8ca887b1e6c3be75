from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fingerpost.content.markdown import read_markdown
from fingerpost.domain import BlockKind, Link, Status
from fingerpost.errors import ExtractError

URL = "https://council.example/bins"


def shapes(text: str) -> list[tuple[str, str]]:
    return [(block.kind.value, block.text) for block in read_markdown(text.encode(), url=URL).blocks]


def test_front_matter_says_what_the_page_is() -> None:
    content = read_markdown(
        b"""---
title: Biniau
description: Pryd
locale: cy
url: /cy/biniau
kind: guide
licence: OGL-UK-3.0
published: 2025-04-06
updated: 2026-01-02T10:00:00+01:00
change_note: New dates
start_link: {text: Apply, url: "https://apply.example/bins"}
---
Words.""",
        url=URL,
    )
    assert (content.title, content.description, content.locale, content.kind) == ("Biniau", "Pryd", "cy", "guide")
    assert (content.canonical_url, content.licence, content.change_note) == ("/cy/biniau", "OGL-UK-3.0", "New dates")
    assert content.published_at == datetime(2025, 4, 6, tzinfo=UTC)
    assert content.updated_at == datetime(2026, 1, 2, 9, tzinfo=UTC)
    assert content.start_link == Link("Apply", "https://apply.example/bins")
    assert content.status is Status.LIVE


def test_markdown_without_front_matter_is_called_by_its_first_heading() -> None:
    content = read_markdown(b"# Bins\n\nPut them out.", url=URL)
    assert content.title == "Bins"
    assert content.locale is None


@pytest.mark.parametrize(
    ("line", "status"),
    [("status: withdrawn", Status.WITHDRAWN), ("draft: true", Status.SCHEDULED), ("status: gone", Status.GONE)],
)
def test_withdrawn_and_unfinished_pages_are_known_as_such(line: str, status: Status) -> None:
    assert read_markdown(f"---\n{line}\n---\nWords.".encode(), url=URL).status is status


@pytest.mark.parametrize(
    "line",
    [
        "status: withdrwan",
        "published: someday",
        "locale: Welsh please",
        "start_link: x",
        "title: [unclosed",
        "a: &a [*a, *b]",
    ],
)
def test_front_matter_that_means_nothing_is_an_error_with_its_fix(line: str) -> None:
    with pytest.raises(ExtractError) as caught:
        read_markdown(f"---\n{line}\n---\nWords.".encode(), url=URL)
    assert caught.value.where == URL
    assert caught.value.fix


def test_a_marked_quote_is_a_call_out_and_a_contact_keeps_its_lines() -> None:
    assert shapes(
        "> [!WARNING]\n> You can be fined\n> £70.\n\n> [!CONTACT]\n> Bins team\n> Telephone: 01234\n\nAfter."
    ) == [
        ("callout", "You can be fined £70."),
        ("contact", "Bins team\nTelephone: 01234"),
        ("paragraph", "After."),
    ]


def test_tables_steps_and_html_inside_are_read() -> None:
    assert shapes(
        "| Day | Bin |\n|---|---|\n| Mon | Red |\n\n3. One\n4. Two\n\n<details><summary>If</summary>So</details>"
    ) == [
        ("table_header", "Day | Bin"),
        ("row", "Mon | Red"),
        ("step", "One"),
        ("step", "Two"),
        ("callout", "If\nSo"),
    ]


def test_other_encodings_are_read() -> None:
    assert shapes("café £5") == [("paragraph", "café £5")]
    for encoding in ("latin-1", "utf-8-sig", "utf-16"):
        (block,) = read_markdown("café £5".encode(encoding), url=URL).blocks
        assert (block.kind, block.text) == (BlockKind.PARAGRAPH, "café £5")


@pytest.mark.parametrize(
    "body", [bytes(range(256)) * 4, b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" * 9, b"\x00\x01\x02\x03"]
)
def test_binary_called_markdown_is_refused(body: bytes) -> None:
    with pytest.raises(ExtractError, match="not text"):
        read_markdown(body, url=URL)


def test_an_empty_file_has_no_blocks() -> None:
    assert read_markdown(b"", url=URL).blocks == ()


@given(st.text(alphabet="ab>#-*|[]!()`\n 1.&<", max_size=200))
def test_any_markdown_is_read_without_fail_and_a_line_after_it_is_kept(text: str) -> None:
    found = shapes(text)
    assert found == shapes(text)
    assert all(words.strip() for _, words in found)
    known = {kind.value for kind in BlockKind}
    assert {kind for kind, _ in found} <= known
    # A code fence or a comment that the text has opened would swallow it, so it stands before.
    assert shapes(f"Put it out by 7am.\n\n{text}")[0] == ("paragraph", "Put it out by 7am.")
