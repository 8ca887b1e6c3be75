from __future__ import annotations

import pytest

from fingerpost.content.extract import extract_file, media_type_of
from fingerpost.errors import ExtractError

URL = "https://council.example/page"


def test_a_file_is_read_as_what_it_is_said_to_be() -> None:
    assert extract_file(b"# Bins", media_type="text/markdown; charset=utf-8", url=URL).title == "Bins"
    assert extract_file(b"<h1>Bins</h1>", media_type="Text/HTML", url=URL).title == "Bins"


def test_a_type_that_says_nothing_is_told_from_the_extension() -> None:
    assert extract_file(b"# Bins", media_type="application/octet-stream", url=f"{URL}.MD?v=1").title == "Bins"
    assert media_type_of("a/b.PDF") == "application/pdf"


def test_a_type_nothing_reads_is_refused_with_the_fix() -> None:
    with pytest.raises(ExtractError, match="image/png") as caught:
        extract_file(b"x", media_type="image/png", url=URL)
    assert "PDF" in caught.value.fix


def test_a_page_of_only_control_characters_is_refused() -> None:
    with pytest.raises(ExtractError, match="not HTML"):
        extract_file(bytes(range(1, 9)) * 100, media_type="text/html", url=URL)


@pytest.mark.parametrize("extension", ["md", "html"])
def test_an_empty_page_has_no_blocks(extension: str) -> None:
    assert extract_file(b"", media_type="", url=f"{URL}.{extension}").blocks == ()


@pytest.mark.parametrize("extension", ["pdf", "docx"])
def test_an_empty_document_is_refused(extension: str) -> None:
    with pytest.raises(ExtractError):
        extract_file(b"", media_type="", url=f"{URL}.{extension}")
