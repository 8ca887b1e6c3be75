"""Word documents."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from typing import Any, cast

from lxml import etree

from fingerpost.content.blocks import read_element
from fingerpost.content.characters import one_line
from fingerpost.content.docx_unseen import unseen_in_docx
from fingerpost.content.html import HtmlContent
from fingerpost.content.markup import parse
from fingerpost.content.provenance import parse_time
from fingerpost.domain import BlockKind
from fingerpost.errors import ExtractError

MAX_UNPACKED_BYTES = 200_000_000
MAX_XML_BYTES = 40_000_000
"""A document of 1,000 pages has about 10 MB of XML; the parser takes some 20 times that in memory."""

_OLE = b"\xd0\xcf\x11\xe0"
_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => p:fresh
p[style-name='Quote'] => blockquote:fresh
p[style-name='Intense Quote'] => blockquote:fresh
"""
_NAMES = {"dc": "http://purl.org/dc/elements/1.1/", "dcterms": "http://purl.org/dc/terms/"}


def read_docx(body: bytes, *, url: str) -> HtmlContent:
    """Return the content of a Word document (.docx), its headings, lists and tables kept, its pictures left out.

    Raises:
        ExtractError: it is not a .docx file, is locked with a password, is damaged, or unpacks to too much.
    """
    # Loaded only for the sources that hold Word documents.
    import mammoth

    if body.startswith(_OLE):
        raise ExtractError(
            "the file is locked with a password, or in the old .doc format",
            where=url,
            fix="open it in Word, take the password off and save it as .docx",
        )
    core = _unpacked_safely(body, url)
    try:
        convert = cast("Callable[..., Any]", mammoth.convert_to_html)  # pyright: ignore[reportUnknownMemberType]  untyped
        result = convert(io.BytesIO(body), style_map=_STYLES, convert_image=_no_picture)
        root = parse(str(result.value))
        unseen = unseen_in_docx(body)
    except Exception as problem:  # noqa: BLE001  mammoth lets through whatever a damaged file makes it raise
        raise _damaged(url, problem) from None
    blocks = () if root is None else read_element(root)
    heading = next((block.text for block in blocks if block.kind is BlockKind.HEADING and block.level == 1), "")
    title, published_at, updated_at, locale = _facts(core)
    return HtmlContent(
        blocks,
        heading or title,
        published_at=published_at,
        updated_at=updated_at,
        locale=locale,
        unseen=(unseen,) if unseen else (),
    )


def _no_picture(_picture: object) -> list[object]:
    """Stand in for a picture without opening it: it may be a link to anywhere."""
    return []


def _unpacked_safely(body: bytes, url: str) -> bytes:
    """Return the file's core properties (XML, perhaps empty), once it is known to unpack to a sane size.

    The sizes a zip file declares are checked, and so is what its parts really unpack to, up to the limit.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            parts = packed.infolist()
            if sum(part.file_size for part in parts) > MAX_UNPACKED_BYTES:
                raise _too_big(url)
            for part in parts:
                if part.filename.endswith((".xml", ".rels")):
                    with packed.open(part) as stream:
                        if len(stream.read(MAX_XML_BYTES + 1)) > MAX_XML_BYTES:
                            raise _too_big(url)
            names = {part.filename for part in parts}
            return packed.read("docProps/core.xml") if "docProps/core.xml" in names else b""
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError) as problem:
        raise _damaged(url, problem) from None


def _too_big(url: str) -> ExtractError:
    return ExtractError(
        "the file unpacks to more than any real document does",
        where=url,
        fix="split the document, or leave it out in exclude",
    )


def _damaged(url: str, problem: Exception) -> ExtractError:
    return ExtractError(
        f"the file is not a Word document, or is damaged ({type(problem).__name__})",
        where=url,
        fix="open it in Word and save it as .docx again",
    )


def _facts(core: bytes) -> tuple[str, datetime | None, datetime | None, str | None]:
    if not core:
        return "", None, None, None
    try:
        root = etree.fromstring(core, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        return "", None, None, None

    def said(name: str) -> str:
        return one_line(root.findtext(name, "", _NAMES) or "")

    language = said("dc:language").partition("-")[0].lower()
    locale = language if len(language) in {2, 3} and language.isalpha() else None
    return said("dc:title"), parse_time(said("dcterms:created")), parse_time(said("dcterms:modified")), locale
