"""Text of a Word document that nobody sees: hidden, white, or too small to read."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from lxml import etree

from fingerpost.content.characters import one_line

SMALLEST_SEEN = 4
"""Half-points, as Word counts: two points."""

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_OFF = frozenset(["0", "false", "off", "none"])


def unseen_in_docx(body: bytes) -> str:
    """Return, on one line, the text of a .docx file that nobody sees; empty where there is none.

    The file must have been found sane before. White letters count as seen where they are shaded or highlighted. Tables
    of contents mark the page numbers they leave out as hidden in web view only, which is no finding.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        if "word/document.xml" not in packed.namelist():
            return ""
        written = packed.read("word/document.xml")
    if not any(mark in written for mark in (b"w:vanish", b"w:color", b"w:sz")):
        return ""
    root = etree.fromstring(written, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    hidden = [_text(run) for run in root.iter(f"{_WORD}r") if _is_unseen(run)]
    return one_line(" ".join(hidden))


def _is_unseen(run: Any) -> bool:
    marks = run.find(f"{_WORD}rPr")
    if marks is None:
        return False
    vanish = marks.find(f"{_WORD}vanish")
    if vanish is not None and vanish.get(f"{_WORD}val", "true").lower() not in _OFF:
        return True
    size = _value(marks, "sz")
    if size.isdigit() and int(size) < SMALLEST_SEEN:
        return True
    shaded = marks.find(f"{_WORD}shd") is not None or marks.find(f"{_WORD}highlight") is not None
    return _value(marks, "color").upper() in {"FFFFFF", "FEFEFE"} and not shaded and not _in_table(run)


def _in_table(run: Any) -> bool:
    # A table's header is often white on the colour of its style, which is written elsewhere in the file.
    return next(run.iterancestors(f"{_WORD}tc"), None) is not None


def _value(marks: Any, name: str) -> str:
    found = marks.find(f"{_WORD}{name}")
    return "" if found is None else found.get(f"{_WORD}val", "")


def _text(run: Any) -> str:
    return "".join(text.text or "" for text in run.iter(f"{_WORD}t"))
