"""What a generated statement may be: something told from a page, and not talk with the person who asked.

A model may answer a quotation with a question, or lead it in with "Sure! Here is what you asked for". Such words are
carried by nothing, and what they repeat may be anything that somebody typed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from fingerpost.search.telling import telling_words

_PIECE = re.compile(r"(?<=[.!?:])\s+")


def form_problem(text: str, quoted: Sequence[str]) -> str:
    """Return why a statement is no statement of what is quoted, or nothing.

    Args:
        text: the statement, on one line.
        quoted: the texts that it rests on, with the headings that they stand under.
    """
    if text.rstrip("\"')”’ ").endswith("?") and not any("?" in each for each in quoted):
        return "form: a question that nothing quoted asks, and no answer to it"
    if text.rstrip().endswith((":", ",", ";")):
        return "form: it ends before it says anything"
    if "!" in text and not any("!" in each for each in quoted):
        return "form: an exclamation that nothing quoted makes"
    told = frozenset[str]().union(*(telling_words(each) for each in quoted))
    pieces = _PIECE.split(text)
    for piece in pieces:
        words = telling_words(piece)
        if len(pieces) > 1 and words and not words & told:
            return "form: a sentence that has no word of what is quoted"
    return ""
