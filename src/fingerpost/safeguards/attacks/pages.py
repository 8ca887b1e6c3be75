"""Which sentences of a page or a tool's result speak to an assistant instead of to the reader."""

from __future__ import annotations

from typing import NamedTuple

from fingerpost.content.sentences import find_sentences
from fingerpost.safeguards.attacks.rules import page_rule
from fingerpost.safeguards.attacks.views import plain, views
from fingerpost.search.embed import Embedder


class Instruction(NamedTuple):
    """A sentence that has no business in guidance.

    ``start`` and ``end`` are its place in the text, ``score`` (0 to 1) how sure that is, ``layer`` what saw it
    (``rules`` or ``classifier``) and ``kind`` what it looks like.
    """

    start: int
    end: int
    score: float
    layer: str = "rules"
    kind: str = ""


def instructions_in(text: str, embedder: Embedder, *, title: str = "") -> list[Instruction]:
    """Return the sentences of ``text`` that speak to an assistant or have nothing to do with the rest of it.

    Args:
        text: a page's text (all of it: what is out of place shows only beside the rest), one block a line; or a tool's
            result.
        embedder: the shipped one; with any other, only the rules are asked.
        title: the page's, when it has one: also what its sentences are held against.

    Returns:
        Places in ``text``, in order; empty for almost every page (see docs/explanation/safeguards.md for how often
        that is wrong). Every disguise that ``views`` takes off is taken off first.
    """
    del embedder, title
    found: list[Instruction] = []
    for start, end in sentences_of(text):
        for view in views(text[start:end]):
            kind = "hidden_writing" if view.hidden else page_rule(view.text)
            if kind:
                found.append(Instruction(start, end, 1.0, "rules", kind))
                break
    return found


def sentences_of(text: str) -> list[tuple[int, int]]:
    """Return the place of each sentence of a text of many lines."""
    found: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        found += [(at + start, at + end) for start, end in find_sentences(line)]
        at += len(line) + 1
    return found


def as_read(sentence: str) -> str:
    """Return a sentence as the classifier reads it."""
    return " ".join(plain(sentence).split())
