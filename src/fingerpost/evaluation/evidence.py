"""Which sentences of a section are the statements that people marked as evidence for an answer.

A statement and a sentence are the same when the one's plain words are the other's, or when a statement of several
sentences holds it: tags and white space don't count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import unescape

from fingerpost.domain import Section

_TAG = re.compile(r"<[^>]*>")
_SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+")
_SHORTEST = 15
"""Characters below which a piece of a statement is too short to be told from another."""


def plain(text: str) -> str:
    """Return a text without tags, its white space folded."""
    return " ".join(unescape(_TAG.sub(" ", text)).split())


def parts_of_statement(statement: str) -> list[str]:
    """Return a statement's plain sentences."""
    return [part for part in _SENTENCE_END.split(plain(statement)) if part]


def is_evidence(evidence: Sequence[str], sentence: str) -> bool:
    """Return whether a sentence is one of the statements, or one of the sentences of one."""
    words = plain(sentence)
    if not words:
        return False
    for statement in evidence:
        whole = plain(statement)
        if words == whole or (len(words) > _SHORTEST and words in whole):
            return True
        if any(part in words or (len(words) > _SHORTEST and words in part) for part in parts_of_statement(statement)):
            return True
    return False


def holds_evidence(evidence: Sequence[str], section: Section) -> bool:
    """Return whether any sentence of a section is evidence."""
    return any(is_evidence(evidence, section.text[s.start : s.end]) for s in section.sentences)
