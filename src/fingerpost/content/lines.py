"""Lines of one block: taken apart at breaks, joined in a cell, told to be a contact."""

from __future__ import annotations

import re
from collections.abc import Sequence

BREAK = "\x00"
"""Stands for a line break while text is gathered. No text holds it: it is taken out of pages first."""

_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’)]*$")
_POSTAL_LINE_CHARACTERS = 60


def lines_of(text: str) -> list[str]:
    """Return the lines of ``text``, which are apart by ``BREAK``, with single spaces and no empty ones."""
    return [line for line in (" ".join(part.split()) for part in text.split(BREAK)) if line]


def join_cell(lines: Sequence[str]) -> str:
    """Return the lines of a table cell as one: apart by ``;`` where a line doesn't end in punctuation itself."""
    text = ""
    for line in lines:
        if text:
            text += " " if _SENTENCE_END.search(text) or text.endswith(",") else "; "
        text += line
    return text


def reads_as_contact(lines: Sequence[str]) -> bool:
    """Say whether lines broken by hand read as an address or a contact: three or more, all short, none a sentence."""
    return (
        len(lines) > 2
        and all(len(line) <= _POSTAL_LINE_CHARACTERS for line in lines)
        and not any(_SENTENCE_END.search(line) for line in lines[:-1])
    )
