"""From the bytes of a file, of whatever type, to its content."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath

from fingerpost.content.characters import is_binary
from fingerpost.content.html import HtmlContent, read_page
from fingerpost.errors import ExtractError

MEDIA_TYPES = {
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".pdf": "application/pdf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".txt": "text/plain",
}
"""What a file's extension says it is."""


def media_type_of(path: str) -> str:
    """Return the media type a path's extension stands for, or ``application/octet-stream``."""
    return MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "application/octet-stream")


def extract_file(body: bytes, *, media_type: str, url: str) -> HtmlContent:
    """Return what a file holds.

    Args:
        body: the whole file.
        media_type: as the server or the file's extension says; parameters such as ``charset`` are passed over. A
            type that says nothing (``application/octet-stream``) is told from the url's extension.
        url: where the file was found, for absolute links and for errors.

    Returns:
        Its content. No blocks means that nothing in it is there to be read.

    Raises:
        ExtractError: the type is not one of Markdown, HTML, PDF and DOCX, or the file can't be read as one. The fix
            says what to do about it.
    """
    kind = media_type.partition(";")[0].strip().lower()
    if kind in {"", "application/octet-stream", "binary/octet-stream"}:
        kind = media_type_of(url.partition("?")[0].partition("#")[0])
    reader = _READERS.get(kind)
    if reader is None:
        raise ExtractError(
            f"nothing here reads files of type {kind!r}",
            where=url,
            fix="publish it as HTML, Markdown, PDF or DOCX, or leave it out",
        )
    return reader(body, url)


def _html(body: bytes, url: str) -> HtmlContent:
    if is_binary(body):
        raise ExtractError("the file is not HTML", where=url, fix="save it as HTML, or leave it out in exclude")
    return read_page(body, url=url)


def _markdown(body: bytes, url: str) -> HtmlContent:
    from fingerpost.content.markdown import read_markdown

    return read_markdown(body, url=url)


def _pdf(body: bytes, url: str) -> HtmlContent:
    from fingerpost.content.pdf import read_pdf

    return read_pdf(body, url=url)


def _docx(body: bytes, url: str) -> HtmlContent:
    from fingerpost.content.docx import read_docx

    return read_docx(body, url=url)


_READERS: dict[str, Callable[[bytes, str], HtmlContent]] = {
    "text/html": _html,
    "application/xhtml+xml": _html,
    "text/markdown": _markdown,
    "text/x-markdown": _markdown,
    "text/plain": _markdown,
    "application/pdf": _pdf,
    "application/x-pdf": _pdf,
    MEDIA_TYPES[".docx"]: _docx,
}
