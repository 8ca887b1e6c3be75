"""What screening found on a page, and why it may not be served."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from fingerpost.content.characters import one_line

MOST_SHOWN = 200
"""Characters of a page's own words that are kept as evidence."""


class Kind(StrEnum):
    """What a page can be quarantined for."""

    HIDDEN_TEXT = "hidden_text"
    HIDDEN_CHARACTERS = "hidden_characters"
    INSTRUCTIONS = "instructions"
    OUT_OF_PLACE = "out_of_place"
    LOOK_ALIKE = "look_alike"
    ENCODED = "encoded"
    LINK = "link"
    LARGE_CHANGE = "large_change"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class Caught:
    """One thing found on a page.

    Attributes:
        kind: what it is.
        layer: what found it: ``rules`` or ``classifier``; ``person`` where somebody held the page.
        reason: a sentence for whoever looks after the content.
        words: the words it was found in, at most ``MOST_SHOWN`` characters, made safe to print. They are the page's
            own and published, never a person's question.
        score: how sure it is, 0 to 1.
    """

    kind: Kind
    layer: str
    reason: str
    words: str = ""
    score: float = 1.0


def shown(text: str) -> str:
    """Return the beginning of ``text`` on one line, without the characters nobody sees."""
    line = one_line(text)
    return line if len(line) <= MOST_SHOWN else f"{line[: MOST_SHOWN - 1]}…"
